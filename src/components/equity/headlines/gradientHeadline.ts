import {measures} from "../../../kernels/equity/measures.js";
import {isRefused} from "../../../kernels/equity/subgroup.js";
import {hiddenSubgroups, type EquitySeries} from "../equitySeries.js";
import {measureSeries} from "../measureSeries.js";
import type {EquityWords} from "../words/en.js";
import type {Headline} from "./headline.js";
import {decimalsOf, shownClaim, shownRange} from "./interval.js";
import {withoutError} from "./subgroupFigures.js";

/** The measures of a gradient that are put into a sentence: slope, its ratio, and concentration. */
export type GradientMeasure = "sii" | "rii" | "rci";

/** What one measure over all groups of an ordered dimension says; it is fixed before looking, so nothing is widened. */
export function gradientHeadline(id: GradientMeasure, series: EquitySeries, words: EquityWords): Headline {
  const {dimension, scale, favourable, rows} = series;
  const {name, none} = measures[id];
  const hidden = hiddenSubgroups(series).map(({subgroup}) => subgroup);
  if (hidden.length > 0) return {kind: "untold", text: words.untold.hidden(series, hidden)};
  const bare = withoutError(rows);
  if (bare.length > 0) return {kind: "untold", text: words.untold.noError(series, bare)};
  const result = measureSeries(id, series, words);
  if (isRefused(result)) return {kind: "untold", text: words.untold.refused(series, result.refused)};
  const figures = {value: result.estimate, low: result.low, high: result.high};
  const decimals =
    id === "rii"
      ? 2
      : id === "rci"
        ? 3
        : decimalsOf(
            rows.map(({estimate}) => estimate ?? 0),
            scale
          );
  const shown = shownClaim(figures, none, decimals);
  const groups = rows.length;
  if (shown)
    return {
      kind: "claim",
      text: words.headlines[sentences[id]]({about: series, dimension, scale, favourable, groups, shown})
    };
  const range = shownRange(figures, decimals);
  return range
    ? {kind: "none", text: words.headlines.noMeasure(series, dimension, name, range, none)}
    : {kind: "untold", text: words.untold.noInterval(series, name)};
}

const sentences = {sii: "slope", rii: "ratio", rci: "concentration"} as const;
