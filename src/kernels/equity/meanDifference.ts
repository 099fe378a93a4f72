import {settingMean} from "./setting.js";
import {simulated} from "./simulated.js";
import {populationShares, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Mean difference of the subgroups from a value: from the mean of the setting (MDM), from the best subgroup (MDB), or from
 * the reference subgroup (MDR); in the unit of the indicator, 0 without inequality. Every subgroup counts alike, or with
 * `weighted` in proportion to its population.
 *
 * The best subgroup has the highest value of a favourable indicator, the lowest of an adverse one. The mean is weighted by
 * population in both cases; without populations the unweighted measure takes the setting average, else the plain mean.
 * Standard error and interval by simulation.
 *
 * Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health 19:3697.
 */
export function meanDifferenceFromMean(input: Inequality, weighted: boolean, level = 0.95): Measured | Refused {
  const mean = settingMean(input) ?? plainMean;
  return meanDifference(input, weighted, mean, level);
}

export function meanDifferenceFromBest(input: Inequality, weighted: boolean, level = 0.95): Measured | Refused {
  const best = input.favourable ? Math.max : Math.min;
  return meanDifference(input, weighted, (estimates) => best(...estimates), level);
}

export function meanDifferenceFromReference(input: Inequality, weighted: boolean, level = 0.95): Measured | Refused {
  const references = input.subgroups.flatMap(({reference}, i) => (reference ? [i] : []));
  if (references.length === 0) return {refused: "No subgroup is marked as the reference."};
  if (references.length > 1) return {refused: "More than one subgroup is marked as the reference."};
  return meanDifference(input, weighted, (estimates) => estimates[references[0]], level);
}

function meanDifference(
  {subgroups}: Inequality,
  weighted: boolean,
  from: (estimates: readonly number[]) => number,
  level: number
): Measured | Refused {
  const shares = weighted ? populationShares(subgroups) : subgroups.map(() => 1 / subgroups.length);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  const statistic = (estimates: readonly number[]): number => {
    const value = from(estimates);
    return shares.reduce((sum, share, i) => sum + share * Math.abs(estimates[i] - value), 0);
  };
  return simulated(subgroups, statistic, level);
}

function plainMean(estimates: readonly number[]): number {
  return estimates.reduce((sum, estimate) => sum + estimate, 0) / estimates.length;
}
