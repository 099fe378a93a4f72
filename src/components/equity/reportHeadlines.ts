import {withheldShares} from "../WithheldChart.js";
import {equitySeries, type EquitySeries} from "./equitySeries.js";
import {changeHeadline} from "./headlines/changeHeadline.js";
import {gapHeadline} from "./headlines/gapHeadline.js";
import type {Headline} from "./headlines/headline.js";
import {overallHeadline} from "./headlines/overallHeadline.js";
import {participationHeadline, portabilityHeadline, withheldHeadline} from "./headlines/publishedHeadlines.js";
import {ownSeries, shippedGradients, type ReportData} from "./reportFigures.js";
import {hiddenSentences} from "./withheldEquity.js";

/** The sentences that open the report, one for each of its chapters and in their order. */
export function reportHeadlines(data: ReportData): Headline[] {
  const {equity, participation, manifest, words} = data;
  const hidden = hiddenSentences(equity, manifest, words).length;
  return [
    participationHeadline(participation, equity.continents, words),
    ...shippedGradients(data).map(({series}) => gapHeadline(series, words)),
    portabilityHeadline(equity.portability, words),
    withheldHeadline(withheldShares(manifest), words),
    {kind: "value" as const, text: words.report.hidden(hidden)}
  ].filter((headline): headline is Headline => headline !== null);
}

/** Values of everybody, where a table has no groups. */
export function overallHeadlines({equity, words}: ReportData): Headline[] {
  return equitySeries(equity.indicators).flatMap((series) => overallHeadline(series, words) ?? []);
}

/** Of each of the cohort's own tables the gap of its last period, and with an order what changed since the first. */
export function ownHeadlines(data: ReportData): Headline[] {
  const {words} = data;
  const own = ownSeries(data).map(({series}) => series);
  const keyOf = ({setting, indicator, dimension}: EquitySeries) => [setting, indicator, dimension].join("\n");
  return [...new Set(own.map(keyOf))].flatMap((key) => {
    const periods = own
      .filter((series) => keyOf(series) === key)
      .sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? -1 : 1));
    const [first, last] = [periods[0], periods[periods.length - 1]];
    const gap = gapHeadline(last, words);
    return first === last || !last.ordered || gap.kind === "untold" ? [gap] : [gap, changeHeadline(first, last, words)];
  });
}
