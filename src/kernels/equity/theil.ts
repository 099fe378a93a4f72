import {deltaStandardError} from "./interval.js";
import {simulated} from "./simulated.js";
import {populationShares, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Theil index (TI) × 1000: 1000 Σ p r ln r over subgroups with share p of the population and value r relative to the mean;
 * 0 without inequality, at most 1000 ln(1 / smallest share). A subgroup without any counts as 0.
 *
 * Standard error by the delta method, interval by simulation. Theil 1967, Economics and Information Theory; Harper & Lynch
 * 2005, Methods for Measuring Cancer Disparities (NIH 05-5777); Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public
 * Health 19:3697.
 */
export function theilIndex(input: Inequality, level = 0.95): Measured | Refused {
  return entropy(
    input,
    level,
    false,
    (r) => (r === 0 ? 0 : r * Math.log(r)),
    (r, index) => Math.log(r) - index / 1000
  );
}

/** Mean log deviation (MLD) × 1000: −1000 Σ p ln r, with r, standard error, interval and sources as for `theilIndex`. */
export function meanLogDeviation(input: Inequality, level = 0.95): Measured | Refused {
  return entropy(
    input,
    level,
    true,
    (r) => -Math.log(r),
    (r) => 1 - 1 / r
  );
}

/** `slope` is the derivative of the index by the subgroup's value, but for the factor 1000 p / mean. */
function entropy(
  {subgroups}: Inequality,
  level: number,
  zeroRefused: boolean,
  term: (r: number) => number,
  slope: (r: number, index: number) => number
): Measured | Refused {
  const shares = populationShares(subgroups);
  if (!shares) return {refused: "The populations of the subgroups are needed, and one is unknown."};
  if (subgroups.some(({estimate}) => estimate < 0 || (zeroRefused && estimate === 0)))
    return {refused: "The logarithm of a value is needed, and one is not above zero."};
  const meanOf = (estimates: readonly number[]): number =>
    shares.reduce((sum, share, i) => sum + share * estimates[i], 0);
  const statistic = (estimates: readonly number[]): number => {
    const mean = meanOf(estimates);
    return 1000 * shares.reduce((sum, share, i) => (share === 0 ? sum : sum + share * term(estimates[i] / mean)), 0);
  };
  const mean = meanOf(subgroups.map(({estimate}) => estimate));
  if (!(mean > 0)) return {refused: "A relative measure needs a mean above zero."};
  const measured = simulated(subgroups, statistic, level);
  const gradient = subgroups.map(
    ({estimate}, i) => (1000 * shares[i] * slope(estimate / mean, measured.estimate)) / mean
  );
  const se = deltaStandardError(gradient, standardErrors(subgroups));
  return {...measured, se: se !== null && Number.isFinite(se) ? se : measured.se};
}
