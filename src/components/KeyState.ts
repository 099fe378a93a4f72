import {html} from "htl";

interface KeyStateOptions {
  remembered: boolean;
  /** Each rejects with one line that says what went wrong. */
  remember: () => Promise<void>;
  forget: () => Promise<void>;
}

/** A key is in use: what that means, and how to keep or forget it. */
export function keyState({remembered, remember, forget}: KeyStateOptions): HTMLElement {
  const said = html`<p role="alert"></p>` as HTMLElement;
  const run = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => (said.textContent = error instanceof Error ? error.message : String(error)));
  return html`<section class="unlock" aria-labelledby="key-title">
    <h2 id="key-title"><span aria-hidden="true">✓</span> Your key opens the registered tables</h2>
    <p>
      ${
        remembered
          ? "This browser remembers it, and every page opens the tables by itself."
          : "It is held until you leave this page. Remember it in this browser to use it on the other pages."
      }
    </p>
    <div class="controls">
      ${remembered ? null : html`<button type="button" class="primary" onclick=${run(remember)}>Remember it here</button>`}
      <button type="button" onclick=${run(forget)}>Forget the key</button>
    </div>
    ${said}
  </section>` as HTMLElement;
}
