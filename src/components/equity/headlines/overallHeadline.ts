import {hiddenSubgroups, type EquitySeries} from "../equitySeries.js";
import type {Headline} from "./headline.js";
import {decimalsOf} from "./interval.js";
import {namedSubgroup} from "./subgroupFigures.js";
import type {EquityWords} from "../words/en.js";

/** The value of a table with one group, such as of everybody; null where there are several, or it is withheld. */
export function overallHeadline(series: EquitySeries, words: EquityWords): Headline | null {
  const {rows, scale} = series;
  if (rows.length !== 1 || hiddenSubgroups(series).length > 0) return null;
  const decimals = decimalsOf([rows[0].estimate as number], scale);
  return {kind: "value", text: words.report.overall(series, namedSubgroup(rows[0], decimals), scale, decimals)};
}
