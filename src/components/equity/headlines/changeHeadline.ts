import {measures, type MeasureId} from "../../../kernels/equity/measures.js";
import {isRefused} from "../../../kernels/equity/subgroup.js";
import {hiddenSubgroups, isComparable, type EquitySeries} from "../equitySeries.js";
import {measureSeries} from "../measureSeries.js";
import type {EquityWords} from "../words/en.js";
import type {Headline} from "./headline.js";
import {decimalsOf, shownClaim, shownRange, type Figures} from "./interval.js";
import {withoutError} from "./subgroupFigures.js";

/** 97.5 % point of the normal distribution. */
const z95 = 1.959963984540054;

/**
 * How the slope index of inequality changed between two periods: said only where the interval of the difference leaves
 * out 0. Two intervals that do not overlap are not asked for, and one that holds 0 beside one that does not says nothing.
 * The periods are taken as separate samples, so their squared standard errors add up.
 */
export function changeHeadline(earlier: EquitySeries, later: EquitySeries, words: EquityWords): Headline {
  const {dimension, scale} = later;
  const about = {...later, date: null};
  const untold = (text: string): Headline => ({kind: "untold", text});
  const id: MeasureId = "sii";
  const hidden = [...new Set([...hiddenSubgroups(earlier), ...hiddenSubgroups(later)].map(({subgroup}) => subgroup))];
  if (!isComparable(earlier, later)) return untold(words.untold.otherGroups(about));
  if (hidden.length > 0) return untold(words.untold.hidden(about, hidden));
  if (!later.ordered) return untold(words.untold.noOrder(about));
  const bare = [...new Set(withoutError([...earlier.rows, ...later.rows]))];
  if (bare.length > 0) return untold(words.untold.noError(about, bare));
  const [before, after] = [earlier, later].map((series) => measureSeries(id, series, words));
  if (isRefused(before)) return untold(words.untold.refused(about, before.refused));
  if (isRefused(after)) return untold(words.untold.refused(about, after.refused));
  const decimals = decimalsOf(
    [...earlier.rows, ...later.rows].map(({estimate}) => estimate ?? 0),
    scale
  );
  const [first, second] = [before, after].map(({estimate, low, high}) =>
    shownRange({value: estimate, low, high}, decimals)
  );
  const difference = differenceOf(before, after);
  if (!first || !second || difference.low === null) return untold(words.untold.noInterval(about, measures[id].name));
  const claim = shownClaim(difference, 0, decimals);
  const change = {
    from: earlier.date ?? "?",
    to: later.date ?? "?",
    earlier: first,
    later: second,
    difference: claim ?? (shownRange(difference, decimals) as NonNullable<typeof first>)
  };
  return claim
    ? {kind: "claim", text: words.headlines.change(about, dimension, measures[id].name, scale, change)}
    : {kind: "none", text: words.headlines.noChange(about, dimension, measures[id].name, scale, change)};
}

interface WithError {
  estimate: number;
  se: number | null;
}

function differenceOf(before: WithError, after: WithError): Figures {
  const value = after.estimate - before.estimate;
  if (before.se === null || after.se === null) return {value, low: null, high: null};
  const half = z95 * Math.hypot(before.se, after.se);
  return {value, low: value - half, high: value + half};
}
