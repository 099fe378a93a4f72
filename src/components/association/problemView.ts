import {html} from "htl";

/** That something could not be read, why, and a way to try again. */
export function problemView(error: unknown, again: () => void): HTMLElement {
  const problem = error instanceof Error ? error.message : String(error);
  return html`<div class="association-empty" role="alert">
    <p><strong>The associations could not be read:</strong> ${problem}.</p>
    <p><button type="button" onclick=${again}>Try again</button></p>
  </div>` as HTMLElement;
}
