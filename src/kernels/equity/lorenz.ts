import {populationShares, type Refused, type Subgroup} from "./subgroup.js";

/** A point of a curve of shares: the first `population` of the people have `share` of the total. Both 0–1. */
export interface CurvePoint {
  population: number;
  share: number;
}

/**
 * Lorenz curve through groups from the lowest value to the highest, beginning at (0, 0) and ending at (1, 1).
 *
 * Lorenz 1905, Publ Am Stat Assoc 9:209.
 */
export function lorenzCurve(subgroups: readonly Subgroup[]): CurvePoint[] | Refused {
  return cumulative(subgroups.toSorted((a, b) => a.estimate - b.estimate));
}

/** Shares of the total in the order given, as the curve of a concentration has them too. */
export function cumulative(subgroups: readonly Subgroup[]): CurvePoint[] | Refused {
  const shares = populationShares(subgroups);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  if (!subgroups.every(({estimate}) => estimate >= 0 && estimate < Infinity))
    return {refused: "Shares of a total need values of at least zero, and one is not."};
  const total = subgroups.reduce((sum, {estimate}, i) => sum + shares[i] * estimate, 0);
  if (!(total > 0)) return {refused: "There is nothing to share: the total is zero."};
  const points: CurvePoint[] = [{population: 0, share: 0}];
  subgroups.forEach(({estimate}, i) => {
    const {population, share} = points[i];
    points.push({population: population + shares[i], share: share + (shares[i] * estimate) / total});
  });
  // The sums end at 1 but for rounding.
  points[points.length - 1] = {population: 1, share: 1};
  return points;
}
