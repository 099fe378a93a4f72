import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";

/** How far the tables are, with a bar; the words change at most with the step, so that they can be read out. */
export function loadingView(step: string, share: number): HTMLElement {
  return html`<div class="variant-empty">
    <p role="status">${step}…</p>
    <progress max="1" value=${share} aria-label=${step}></progress>
  </div>` as HTMLElement;
}

/** Moves the bar of a `loadingView` that says the same step; false when it says another. */
export function moveLoading(view: Element | null, step: string, share: number): boolean {
  const bar = view?.querySelector("progress");
  if (!bar || bar.getAttribute("aria-label") !== step) return false;
  bar.value = share;
  return true;
}

/** Why there is nothing to look up, in the words of the release. */
export function absentView({refused}: ReleaseManifest): HTMLElement {
  const reasons = [...new Set(refused.flatMap(({reasons}) => reasons.map(({sentence}) => sentence)))];
  return html`<div class="variant-empty">
    <p><strong>This release holds no tables about variants.</strong></p>
    ${
      reasons.length > 0
        ? html`<ul>
            ${reasons.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`
        : null
    }
    <p class="quiet">Counts of people are on the <a href="./">overview</a>.</p>
  </div>` as HTMLElement;
}

export function failedView(problem: string): HTMLElement {
  return html`<div class="variant-empty" role="alert">
    <p><strong>The tables could not be opened.</strong> ${problem}.</p>
    <p><button type="button" onclick=${() => location.reload()}>Reload the page</button></p>
  </div>` as HTMLElement;
}
