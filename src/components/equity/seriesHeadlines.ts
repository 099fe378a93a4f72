import type {EquitySeries} from "./equitySeries.js";
import {gapHeadline} from "./headlines/gapHeadline.js";
import {gradientHeadline} from "./headlines/gradientHeadline.js";
import type {Headline} from "./headlines/headline.js";
import type {EquityWords} from "./words/en.js";

/** What can be said of one series: the gap, and along an order the slope, its ratio and the concentration. */
export function seriesHeadlines(series: EquitySeries, words: EquityWords): Headline[] {
  const gap = gapHeadline(series, words);
  if (!series.ordered || gap.kind === "untold") return [gap];
  return [gap, ...(["sii", "rii", "rci"] as const).map((id) => gradientHeadline(id, series, words))];
}
