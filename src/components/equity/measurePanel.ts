import {html} from "htl";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused, type Measured, type Refused} from "../../kernels/equity/subgroup.js";
import {shownClaim} from "./headlines/interval.js";
import {measureTitle} from "./measureTitle.js";
import type {EquityWords} from "./words/en.js";

interface PanelOptions {
  id: MeasureId;
  result: Measured | Refused;
  words: EquityWords;
}

/** One measure: the question that it answers, its value with the interval, and whether that leaves out no inequality. */
export function measurePanel({id, result, words}: PanelOptions): HTMLElement {
  const {question, none, source} = measures[id];
  return html`<section class="measure-panel" aria-labelledby="measure-name">
    <h3 id="measure-name">${measureTitle(id)}</h3>
    <p>${question}</p>
    ${isRefused(result) ? html`<p class="empty">${result.refused}</p>` : values(result, none, words)}
    <p class="quiet">${words.reached.formula} ${source}</p>
  </section>` as HTMLElement;
}

function values({estimate, low, high}: Measured, none: number, words: EquityWords): Node {
  const known = low !== null && high !== null;
  const interval = known ? words.reached.interval(words.interval(low, high)) : "";
  return html.fragment`<p class="measure-value"><strong>${words.figure(estimate)}</strong> ${interval}</p>
    <p>${known ? reading({estimate, low, high}, none, words) : words.reached.noInterval}</p>`;
}

function reading(
  {estimate, low, high}: {estimate: number; low: number; high: number},
  none: number,
  words: EquityWords
): string {
  return shownClaim({value: estimate, low, high}, none, 0) ? words.reached.excludes(none) : words.reached.holds(none);
}
