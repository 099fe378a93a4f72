import {html} from "htl";
import type {Headline} from "./headlines/headline.js";

/** Sentences one below the other; those that say what cannot be told are quieter, never left out. */
export function headlineList(headlines: readonly Headline[]): HTMLElement {
  return html`<ul class="headlines">
    ${headlines.map(({kind, text}) => html`<li data-kind=${kind}>${text}</li>`)}
  </ul>` as HTMLElement;
}
