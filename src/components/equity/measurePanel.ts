import {html} from "htl";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused, type Measured, type Refused} from "../../kernels/equity/subgroup.js";
import {shownClaim} from "./headlines/interval.js";
import type {EquityWords} from "./words/en.js";

interface PanelOptions {
  id: MeasureId;
  result: Measured | Refused;
  /** Whether the groups have an order: without one, measures are of the groups that look furthest apart. */
  ordered: boolean;
  words: EquityWords;
}

/** Measures with a sign, fixed before looking: their interval can leave out no inequality. */
const signed: readonly MeasureId[] = ["d", "r", "aci", "rci", "sii", "rii"];

/** One measure: the question that it answers, its value with the interval, and whether that leaves out no inequality. */
export function measurePanel({id, result, ordered, words}: PanelOptions): HTMLElement {
  const {name, question, none, source} = measures[id];
  return html`<section class="measure-panel" aria-labelledby="measure-name">
    <h3 id="measure-name">${name}</h3>
    <p>${question}</p>
    ${isRefused(result) ? html`<p class="empty">${result.refused}</p>` : values(result, none, ordered && signed.includes(id), words)}
    <p class="quiet">${words.reached.formula} ${source}</p>
  </section>` as HTMLElement;
}

function values({estimate, low, high}: Measured, none: number, mayClaim: boolean, words: EquityWords): Node {
  const known = low !== null && high !== null;
  const interval = known ? words.reached.interval(words.interval(low, high)) : "";
  return html.fragment`<p class="measure-value"><strong>${words.figure(estimate)}</strong> ${interval}</p>
    <p>${known ? reading({estimate, low, high}, none, mayClaim, words) : words.reached.noInterval}</p>`;
}

/** Distances are above 0 by chance alone, so that no interval of one shows that there is a difference. */
function reading(
  {estimate, low, high}: {estimate: number; low: number; high: number},
  none: number,
  mayClaim: boolean,
  words: EquityWords
): string {
  if (!mayClaim) return words.reached.magnitude;
  return shownClaim({value: estimate, low, high}, none, 0) ? words.reached.excludes(none) : words.reached.holds(none);
}
