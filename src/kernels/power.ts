import type {Estimate} from "./metaAnalysis.js";
import {logNormalUpper, zOfMinusLog10P} from "./tails.js";

/** Size of a study with as many cases as controls that tells as much as this one. 0 without cases or controls. */
export function effectiveSampleSize(cases: number, controls: number): number {
  return 4 / (1 / cases + 1 / controls);
}

/**
 * Probability to find an association at two-sided significance `alpha` by the additive score test of a case–control
 * study: `beta` is the log odds ratio per allele, `frequency` that of either allele. Small effects: the variance of the
 * score is taken as without association.
 *
 * Vukcevic et al. 2011, Genet Epidemiol 35:278.
 */
export function caseControlPower(
  beta: number,
  frequency: number,
  cases: number,
  controls: number,
  alpha = 5e-8
): number {
  return powerOf(beta * Math.sqrt((2 * frequency * (1 - frequency) * effectiveSampleSize(cases, controls)) / 4), alpha);
}

/** The same for a quantitative trait of `n` people: `beta` in units of the trait's residual standard deviation. */
export function quantitativePower(beta: number, frequency: number, n: number, alpha = 5e-8): number {
  return powerOf(beta * Math.sqrt(2 * frequency * (1 - frequency) * n), alpha);
}

/**
 * Probability that a group finds an effect again: that its estimate, of standard error `se`, has the sign of `beta` and a
 * two-sided p-value below `alpha`.
 */
export function replicationPower({beta, se}: Estimate, alpha = 0.05): number {
  return Math.exp(logNormalUpper(zOfMinusLog10P(-Math.log10(alpha)) - Math.abs(beta) / se));
}

/** Probability that a normal statistic with this mean and variance 1 is significant. */
function powerOf(mean: number, alpha: number): number {
  const threshold = zOfMinusLog10P(-Math.log10(alpha));
  return Math.exp(logNormalUpper(threshold - mean)) + Math.exp(logNormalUpper(threshold + mean));
}
