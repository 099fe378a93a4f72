import {withInterval} from "./interval.js";
import {simulated} from "./simulated.js";
import {populationShares, unusable, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Gini index of grouped data, 0 (all groups alike) to 1: twice the area between the Lorenz curve through the groups and
 * equality. Inequality within groups is left out, so it is a lower bound of the index of the people. Groups are ranked by
 * their values; standard error and interval by simulation.
 *
 * Gini 1912; grouped: Lerman & Yitzhaki 1989, J Econometrics 42:43.
 */
export function giniOfGroups(input: Inequality, level = 0.95): Measured | Refused {
  const refused = unusable(input);
  if (refused) return refused;
  const shares = populationShares(input.subgroups);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  if (input.subgroups.some(({estimate}) => estimate < 0))
    return {refused: "The Gini index needs values of at least zero, and one is below."};
  const measured = simulated(input.subgroups, (estimates) => weightedGini(estimates, shares), level);
  return Number.isNaN(measured.estimate) ? {refused: "A relative measure needs a mean above zero."} : measured;
}

/**
 * Gini index of people, each of whom has a value of at least 0, with the standard error of the jackknife, which takes each
 * of them out once. Refused for fewer than three.
 *
 * Karagiannis & Kovačević 2000, Oxf Bull Econ Stat 62:119 (the jackknife in one pass).
 */
export function giniOfPeople(values: readonly number[], level = 0.95): Measured | Refused {
  if (values.length < 3) return {refused: "The Gini index of people needs at least three."};
  if (!values.every((value) => value >= 0 && value < Infinity))
    return {refused: "The Gini index needs values of at least zero, and one is not."};
  const n = values.length;
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const ranked = sorted.reduce((sum, value, i) => sum + (i + 1) * value, 0);
  if (!(total > 0)) return {refused: "A relative measure needs a mean above zero."};
  const gini = giniOf(ranked, total, n);
  let above = total;
  const without = sorted.map((value, i) => {
    above -= value;
    // Those above move down one rank.
    return total > value ? giniOf(ranked - (i + 1) * value - above, total - value, n - 1) : 0;
  });
  const middle = without.reduce((sum, value) => sum + value, 0) / n;
  const spread = without.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const {se, low, high} = withInterval(gini, Math.sqrt(((n - 1) / n) * spread), level);
  return {estimate: gini, se, low: Math.max(0, low!), high: Math.min(1, high!)};
}

/** From the sum of rank × value, the ranks ascending from 1. */
function giniOf(ranked: number, total: number, n: number): number {
  return (2 * ranked) / (n * total) - (n + 1) / n;
}

/** 1 − 2 × the area below the Lorenz curve; not a number where the mean is not above 0. */
function weightedGini(estimates: readonly number[], shares: readonly number[]): number {
  const sorted = estimates.map((_, i) => i).sort((i, j) => estimates[i] - estimates[j]);
  const mean = shares.reduce((sum, share, i) => sum + share * estimates[i], 0);
  let below = 0;
  let index = 0;
  for (const i of sorted) {
    index += shares[i] * (2 * below + shares[i] - 1) * estimates[i];
    below += shares[i];
  }
  return mean > 0 ? index / mean : NaN;
}
