import {withheldShares} from "../WithheldChart.js";
import {equitySeries} from "./equitySeries.js";
import {gapHeadline} from "./headlines/gapHeadline.js";
import type {Headline} from "./headlines/headline.js";
import {overallHeadline} from "./headlines/overallHeadline.js";
import {participationHeadline, portabilityHeadline, withheldHeadline} from "./headlines/publishedHeadlines.js";
import {shippedGradients, type ReportData} from "./reportFigures.js";
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
