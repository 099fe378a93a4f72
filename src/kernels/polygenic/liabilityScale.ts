import quantile from "@stdlib/stats-base-dists-normal-quantile";

/**
 * Variance of liability that a score explains, from the R² of a linear regression of case status (0, 1): `prevalence` in
 * the population and `cases`, the share of cases among those studied, both between 0 and 1. NaN outside.
 *
 * Lee, Goddard, Wray & Visscher 2012, Genet Epidemiol 36:214, equation 15.
 */
export function liabilityScale(observedR2: number, prevalence: number, cases: number): number {
  if (!(prevalence > 0 && prevalence < 1 && cases > 0 && cases < 1)) return NaN;
  const threshold = quantile(1 - prevalence, 0, 1);
  const height = Math.exp(-(threshold * threshold) / 2) / Math.sqrt(2 * Math.PI);
  const meanOfCases = height / prevalence;
  const shift = (cases - prevalence) / (1 - prevalence);
  const theta = meanOfCases * shift * (meanOfCases * shift - threshold);
  const scale = (prevalence * (1 - prevalence)) ** 2 / (height * height * cases * (1 - cases));
  return (observedR2 * scale) / (1 + observedR2 * theta * scale);
}
