import {settingMean} from "./setting.js";
import {simulated} from "./simulated.js";
import {populationShares, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Index of disparity (IDISU, with `weighted` IDISW): the mean difference of the subgroups from the mean of the setting, in
 * per cent of that mean; 0 without inequality. The mean is weighted by population in both cases; without populations the
 * unweighted index takes the setting average, else the plain mean. Standard error and interval by simulation.
 *
 * Pearcy & Keppel 2002, Public Health Rep 117:273; Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health
 * 19:3697.
 */
export function indexOfDisparity(input: Inequality, weighted: boolean, level = 0.95): Measured | Refused {
  const {subgroups} = input;
  const even = subgroups.map(() => 1 / subgroups.length);
  const shares = weighted ? populationShares(subgroups) : even;
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  const meanOf =
    settingMean(input) ?? ((estimates) => estimates.reduce((sum, estimate, i) => sum + even[i] * estimate, 0));
  const statistic = (estimates: readonly number[]): number => {
    const mean = meanOf(estimates);
    if (!(mean > 0)) return NaN;
    return (100 / mean) * shares.reduce((sum, share, i) => sum + share * Math.abs(estimates[i] - mean), 0);
  };
  const measured = simulated(subgroups, statistic, level);
  return Number.isNaN(measured.estimate) ? {refused: "A relative measure needs a mean above zero."} : measured;
}
