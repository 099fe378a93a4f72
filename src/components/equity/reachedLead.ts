import type {EquityDocument} from "../../model/equity.js";
import {equitySeries} from "./equitySeries.js";
import {gapHeadline} from "./headlines/gapHeadline.js";
import type {EquityWords} from "./words/en.js";

/** The answer to the page's question: the gap of the shipped survey with the widest order of groups. */
export function reachedLead({indicators, sources}: EquityDocument, words: EquityWords): string {
  const shipped = equitySeries(indicators).filter(({source}) => sources.some(({citation}) => citation === source));
  const ordered = shipped.filter(({ordered, rows}) => ordered && rows.length > 1);
  const longest = ordered.sort((a, b) => b.rows.length - a.rows.length)[0];
  return longest ? gapHeadline(longest, words).text : words.reached.empty;
}
