import {html} from "htl";
import type {BoardMember} from "../../model/governance.js";
import {attempt} from "./boardEffects.js";

interface MemberOptions {
  /** The member whose key is held; `stranger` where a key is held that is nobody's on the board. */
  member: BoardMember | "stranger" | null;
  /** Demo members with their published keys; empty unless all people are simulated. */
  demo: {id: string; name: string; secret: string}[];
  /** Takes a key as it was pasted; rejects with what is wrong with it. */
  take(secret: string): Promise<void>;
  forget(): Promise<void>;
  /** Makes a new key, saves the secret half as a file, and gives the public half. */
  make(): string;
}

/** Who signs here: a key is pasted, made, or borrowed from a demo member. It is never shown again and never exported. */
export function memberPanel({member, demo, take, forget, make}: MemberOptions): HTMLElement {
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  if (member)
    return html`<section class="board-panel" aria-labelledby="member-title">
      <h2 id="member-title">
        ${member === "stranger" ? "Your key is nobody’s on the board" : `You sign as ${member.name}`}
      </h2>
      <p>
        ${
          member === "stranger"
            ? "You can read everything and write proposals. To vote, send the public half of your key to whoever keeps the list of the board."
            : "Your key is held until you leave this page. What you sign with it carries your name."
        }
      </p>
      <button type="button" onclick=${attempt(said, forget)}>Put the key away</button>
      ${said}
    </section>` as HTMLElement;
  const input = html`<input
    id="signing-key"
    type="password"
    autocomplete="off"
    spellcheck="false"
    placeholder="ed25519-secret:…"
  />` as HTMLInputElement;
  const made = html`<p role="status"></p>` as HTMLElement;
  return html`<section class="board-panel" aria-labelledby="member-title">
    <h2 id="member-title">Your key</h2>
    <p>Members of the ethics board vote and sign with a key of their own. To read, you need none.</p>
    ${
      demo.length > 0
        ? html.fragment`<div class="controls">
              ${demo.map(
                ({name, secret}) =>
                  html`<button type="button" onclick=${attempt(said, () => take(secret))}>Sign as ${name}</button>`
              )}
            </div>
            <p class="quiet">
              Everybody has the demo keys: the people of this cohort are simulated, so these signatures protect nobody.
            </p>`
        : null
    }
    <details open=${demo.length === 0}>
      <summary>Use a key of your own</summary>
      <form
        onsubmit=${(event: Event) => {
          event.preventDefault();
          void attempt(said, () => take(input.value))();
        }}
      >
        <label for="signing-key">Your signing key</label>
        <div class="unlock-row">${input} <button type="submit">Use this key</button></div>
      </form>
      <p>
        <button
          type="button"
          onclick=${attempt(said, () => {
            made.textContent = `Saved as a file: keep it to yourself. The public half, for the list of the board, is ${make()}`;
          })}
        >
          Make a new key
        </button>
      </p>
      ${made}
    </details>
    ${said}
  </section>` as HTMLElement;
}
