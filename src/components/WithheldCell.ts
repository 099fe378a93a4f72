import {html, svg} from "htl";

/** Why a count is not shown, in the words of the rule that keeps it back. */
export interface WithheldBy {
  rule: string;
  sentence: string;
}

let tips = 0;

/** A withheld count: hatched, never blank and never 0; the rule is one hover or Tab away, and Escape puts it away. */
export function withheldCell(by?: WithheldBy, words = "≤\u200920"): HTMLElement {
  if (!by) return html`<span class="withheld">${words}</span>` as HTMLElement;
  const tip = `withheld-${++tips}`;
  return html`<span class="withheld-by"
    ><button
      type="button"
      class="withheld"
      aria-describedby=${tip}
      onkeydown=${(event: KeyboardEvent) => event.key === "Escape" && (event.currentTarget as HTMLElement).blur()}
    >
      ${words}</button
    ><span role="tooltip" id=${tip} class="tip">${by.sentence} <code class="rule-id">${by.rule}</code></span></span
  >` as HTMLElement;
}

/** The same hatching for a chart: put it into the SVG and fill with `url(#id)`. */
export function hatchPattern(id: string): SVGElement {
  return svg`<defs><pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="2" stroke-opacity="0.45" />
  </pattern></defs>` as SVGElement;
}
