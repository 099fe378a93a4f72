import {html} from "htl";

/** Opens the browser's dialogue for printing, which also saves as PDF. */
export function printButton(label: string): HTMLElement {
  return html`<button type="button" class="primary print-button" onclick=${() => window.print()}>
    ${label}
  </button>` as HTMLElement;
}
