import {simulated} from "./simulated.js";
import {populationShares, unusable, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Atkinson index, 0 (all groups alike) to 1: the share of the total that could be given up, were the rest shared equally,
 * without loss to a society that minds inequality by `epsilon` > 0; the larger, the more the lowest values count.
 * Inequality within groups is left out. Standard error and interval by simulation.
 *
 * Atkinson 1970, J Econ Theory 2:244.
 */
export function atkinsonIndex(input: Inequality, epsilon: number, level = 0.95): Measured | Refused {
  const refused = unusable(input);
  if (refused) return refused;
  if (!(epsilon > 0 && epsilon < Infinity)) return {refused: "The aversion to inequality has to be above zero."};
  const shares = populationShares(input.subgroups);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  if (input.subgroups.some(({estimate}) => !(estimate >= 0)))
    return {refused: "The Atkinson index needs values of at least zero, and one is below."};
  const measured = simulated(input.subgroups, (estimates) => atkinson(estimates, shares, epsilon), level);
  return Number.isNaN(measured.estimate) ? {refused: "A relative measure needs a mean above zero."} : measured;
}

/** With relative values, so that no power overflows. Not a number where a value is below 0 or the mean is 0. */
function atkinson(estimates: readonly number[], shares: readonly number[], epsilon: number): number {
  if (estimates.some((estimate) => estimate < 0)) return NaN;
  const mean = shares.reduce((sum, share, i) => sum + share * estimates[i], 0);
  const average = (term: (r: number) => number): number =>
    shares.reduce((sum, share, i) => (share === 0 ? sum : sum + share * term(estimates[i] / mean)), 0);
  return epsilon === 1
    ? 1 - Math.exp(average(Math.log))
    : 1 - average((r) => r ** (1 - epsilon)) ** (1 / (1 - epsilon));
}
