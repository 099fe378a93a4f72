import {html} from "htl";
import type {Citation} from "./attackWords.js";

/** Sources as links, one after the other. */
export function citationLinks(citations: readonly Citation[]): HTMLElement {
  return html`<span>${citations.flatMap(linked)}</span>` as HTMLElement;
}

function linked({words, url}: Citation, i: number): (string | Node | null)[] {
  return [i > 0 ? "; " : "", html`<a href=${url}>${words}</a>`];
}
