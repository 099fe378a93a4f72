import {measure} from "../../../kernels/equity/measures.js";
import {isRefused, type Subgroup} from "../../../kernels/equity/subgroup.js";
import type {EquityRow} from "../../../model/equity.js";
import {hiddenSubgroups, type EquitySeries} from "../equitySeries.js";
import type {EquityWords} from "../words/en.js";
import type {Headline} from "./headline.js";
import {decimalsOf, shownClaim, shownRange, type Figures} from "./interval.js";
import {namedSubgroup, withoutError} from "./subgroupFigures.js";

/**
 * The gap between two subgroups. Of an ordered dimension these are its ends, named before looking. Of another they are
 * the one furthest from the reference, or the highest and the lowest; the interval is then Bonferroni's over all pairs
 * that they were chosen from (Dunn 1961, J Am Stat Assoc 56:52), so that a chance extreme is not taken for a difference.
 */
export function gapHeadline(series: EquitySeries, words: EquityWords): Headline {
  const {dimension, scale, rows} = series;
  const hidden = hiddenSubgroups(series).map(({subgroup}) => subgroup);
  if (rows.length < 2) return {kind: "untold", text: words.untold.oneGroup(series)};
  if (hidden.length > 0) return {kind: "untold", text: words.untold.hidden(series, hidden)};
  const {pair, pairs, against} = choosePair(series);
  const bare = withoutError(pair);
  if (bare.length > 0) return {kind: "untold", text: words.untold.noError(series, bare)};
  const difference = differenceOf(pair, 1 - 0.05 / pairs);
  if (typeof difference === "string") return {kind: "untold", text: words.untold.refused(series, difference)};

  const [lower, higher] = [...pair].sort((a, b) => value(a) - value(b));
  const decimals = decimalsOf(pair.map(value), scale);
  const said = {
    about: series,
    dimension,
    scale,
    decimals,
    higher: namedSubgroup(higher, decimals),
    lower: namedSubgroup(lower, decimals),
    chosen: pairs === 1 ? null : {pairs, against}
  };
  const claim = shownClaim(difference, 0, decimals);
  if (claim) return {kind: "claim", text: words.headlines.gap(said, claim)};
  const range = shownRange(difference, decimals);
  return range
    ? {kind: "none", text: words.headlines.noGap(said, range)}
    : {kind: "untold", text: words.untold.noError(series, [lower.subgroup, higher.subgroup])};
}

interface Choice {
  pair: [EquityRow, EquityRow];
  /** How many pairs it was chosen from. */
  pairs: number;
  /** The reference subgroup, where one of the pair is that. */
  against: string | null;
}

function choosePair({rows, ordered}: EquitySeries): Choice {
  const sorted = [...rows].sort((a, b) => value(a) - value(b));
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (ordered) return {pair: [rows[0], rows[rows.length - 1]], pairs: 1, against: null};
  const reference = rows.find(({reference_subgroup}) => reference_subgroup);
  if (!reference) return {pair: [first, last], pairs: (rows.length * (rows.length - 1)) / 2, against: null};
  const others = rows.filter((row) => row !== reference);
  const furthest = others.reduce((best, row) => (gap(row, reference) > gap(best, reference) ? row : best));
  return {pair: [reference, furthest], pairs: others.length, against: reference.subgroup};
}

/** Greater minus smaller, as the kernel has it for two subgroups that were named before; a sentence where it refuses. */
function differenceOf(pair: readonly EquityRow[], level: number): Figures | string {
  const subgroups = [...pair]
    .sort((a, b) => value(a) - value(b))
    .map(({estimate, se, population}, i): Subgroup => {
      return {estimate: estimate as number, se, population, order: i + 1, reference: false};
    });
  const scale = pair[0].indicator_scale;
  const result = measure("d", {subgroups, favourable: true, ordered: true, scale, settingAverage: null}, level);
  return isRefused(result) ? result.refused : {value: result.estimate, low: result.low, high: result.high};
}

function value({estimate}: EquityRow): number {
  return estimate as number;
}

function gap(a: EquityRow, b: EquityRow): number {
  return Math.abs(value(a) - value(b));
}
