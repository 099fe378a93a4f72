import {simulated} from "./simulated.js";
import {populationShares, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Between-group variance (BGV), in the squared unit of the indicator: Σ p (y − μ)² over subgroups with share p of the
 * population, μ = Σ p y. 0 without inequality.
 *
 * The standard error is exact for normal estimates with these variances: BGV is a quadratic form y′Ay with A = diag(p) −
 * pp′, of variance 2 tr(AΣAΣ) + 4 y′AΣAy. Interval by simulation. Ahn et al. 2018, JCO Clin Cancer Inform 2:1 ("quadratic
 * form approximation"); Harper & Lynch 2005, Methods for Measuring Cancer Disparities (NIH 05-5777).
 */
export function betweenGroupVariance(input: Inequality, level = 0.95): Measured | Refused {
  const shares = populationShares(input.subgroups);
  if (!shares) return unknownPopulation;
  const measured = simulated(input.subgroups, (estimates) => variance(estimates, shares), level);
  return {...measured, se: quadraticFormError(input, shares)};
}

/** Between-group standard deviation (BGSD), in the unit of the indicator: the root of BGV. `se` by simulation. */
export function betweenGroupDeviation(input: Inequality, level = 0.95): Measured | Refused {
  const shares = populationShares(input.subgroups);
  if (!shares) return unknownPopulation;
  return simulated(input.subgroups, (estimates) => Math.sqrt(variance(estimates, shares)), level);
}

/** Coefficient of variation (COVAR): BGSD in per cent of the mean. `se` by simulation. */
export function coefficientOfVariation(input: Inequality, level = 0.95): Measured | Refused {
  const shares = populationShares(input.subgroups);
  if (!shares) return unknownPopulation;
  const relative = (estimates: readonly number[]): number => {
    const mean = meanOf(estimates, shares);
    return mean > 0 ? (100 * Math.sqrt(variance(estimates, shares))) / mean : NaN;
  };
  const measured = simulated(input.subgroups, relative, level);
  return Number.isNaN(measured.estimate) ? {refused: "A relative measure needs a mean above zero."} : measured;
}

const unknownPopulation: Refused = {refused: "The populations of the subgroups are needed, and one is unknown."};

function variance(estimates: readonly number[], shares: readonly number[]): number {
  const mean = meanOf(estimates, shares);
  return shares.reduce((sum, share, i) => sum + share * (estimates[i] - mean) ** 2, 0);
}

function meanOf(estimates: readonly number[], shares: readonly number[]): number {
  return shares.reduce((sum, share, i) => sum + share * estimates[i], 0);
}

function quadraticFormError({subgroups}: Inequality, shares: readonly number[]): number | null {
  const ses = standardErrors(subgroups);
  if (!ses) return null;
  const estimates = subgroups.map(({estimate}) => estimate);
  const mean = meanOf(estimates, shares);
  const meanVariance = shares.reduce((sum, share, i) => sum + (share * ses[i]) ** 2, 0);
  const terms = shares.map((share, i) => {
    const linear = 4 * (share * (estimates[i] - mean) * ses[i]) ** 2;
    // Σⱼ Aᵢⱼ² σᵢ² σⱼ², of which Aᵢⱼ = −pᵢpⱼ beside the diagonal and pᵢ(1 − pᵢ) on it.
    const own = (share * ses[i]) ** 2;
    return linear + 2 * (own * (meanVariance - own) + (share * (1 - share) * ses[i] ** 2) ** 2);
  });
  return Math.sqrt(terms.reduce((sum, term) => sum + term, 0));
}
