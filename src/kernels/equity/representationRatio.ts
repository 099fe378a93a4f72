import {wilsonInterval} from "../wilsonInterval.js";
import {zOf} from "./interval.js";

export interface Representation {
  /** Share of the group among the people counted, divided by its share of the reference population: 1 = as many as there. */
  ratio: number;
  low: number;
  high: number;
  /** Said only where the whole interval lies on one side of 1. */
  verdict: "under" | "over" | "cannot tell";
}

/**
 * How a group is represented among `total` people, of whom `count` are in it, relative to its share of a reference
 * population (0–1, taken as known). Wilson's interval of the share, divided by the reference. Unknown (NaN) without people
 * or where the reference population has none of the group.
 *
 * Participation-to-prevalence ratio: Scott et al. 2018, J Am Coll Cardiol 71:1960; interval: Wilson 1927, J Am Stat Assoc
 * 22:209.
 */
export function representationRatio(
  count: number,
  total: number,
  referenceShare: number,
  level = 0.95
): Representation {
  const known = total > 0 && referenceShare > 0 && referenceShare <= 1;
  if (!known) return {ratio: NaN, low: NaN, high: NaN, verdict: "cannot tell"};
  const [low, high] = wilsonInterval(count, total, zOf(level)).map((end) => end / referenceShare);
  const verdict = high < 1 ? "under" : low > 1 ? "over" : "cannot tell";
  return {ratio: count / total / referenceShare, low, high, verdict};
}
