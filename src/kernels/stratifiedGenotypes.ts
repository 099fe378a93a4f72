import type {CaseControlGenotypes} from "./genotypeModels.js";
import type {ChiSquared} from "./pearson.js";
import {chiSquaredMinusLog10P, normalMinusLog10P} from "./tails.js";

/**
 * Trend of case status with the number of alternate alleles within strata; z is positive where cases carry more of them.
 * NaN where no stratum has cases, controls and two genotypes.
 *
 * Mantel 1963, J Am Stat Assoc 58:690.
 */
export function stratifiedTrend(strata: readonly CaseControlGenotypes[]): {z: number; minusLog10P: number} {
  const {difference, variance} = pooled(strata);
  const [het, homAlt] = difference;
  const z = (het + 2 * homAlt) / Math.sqrt(variance.het + 4 * variance.covariance + 4 * variance.homAlt);
  return {z, minusLog10P: normalMinusLog10P(z)};
}

/**
 * Whether genotypes of cases and controls differ within strata, in any direction: two degrees of freedom, or one where
 * only two genotypes occur.
 *
 * Generalised Mantel–Haenszel test of general association: Landis, Heyman & Koch 1978, Int Stat Rev 46:237.
 */
export function stratifiedGenotypes(strata: readonly CaseControlGenotypes[]): ChiSquared {
  const {difference, variance, scale} = pooled(strata);
  const [het, homAlt] = difference;
  const determinant = variance.het * variance.homAlt - variance.covariance ** 2;
  if (determinant > 1e-10 * scale * scale) {
    const chiSquared =
      (het * het * variance.homAlt - 2 * het * homAlt * variance.covariance + homAlt * homAlt * variance.het) /
      determinant;
    return {chiSquared, df: 2, minusLog10P: chiSquaredMinusLog10P(chiSquared, 2)};
  }
  const one = variance.het >= variance.homAlt ? (het * het) / variance.het : (homAlt * homAlt) / variance.homAlt;
  return {chiSquared: one, df: Number.isNaN(one) ? 0 : 1, minusLog10P: chiSquaredMinusLog10P(one, 1)};
}

/** Heterozygous and homozygous cases beyond what the margins of each stratum call for, with their covariance. */
function pooled(strata: readonly CaseControlGenotypes[]): {
  difference: [het: number, homAlt: number];
  variance: {het: number; homAlt: number; covariance: number};
  scale: number;
} {
  const difference: [number, number] = [0, 0];
  const variance = {het: 0, homAlt: 0, covariance: 0};
  for (const {cases, controls} of strata) {
    const nCases = cases[0] + cases[1] + cases[2];
    const nControls = controls[0] + controls[1] + controls[2];
    const n = nCases + nControls;
    if (nCases === 0 || nControls === 0) continue;
    const [het, homAlt] = [cases[1] + controls[1], cases[2] + controls[2]];
    const factor = (nCases * nControls) / (n * n * (n - 1));
    difference[0] += cases[1] - (nCases * het) / n;
    difference[1] += cases[2] - (nCases * homAlt) / n;
    variance.het += factor * het * (n - het);
    variance.homAlt += factor * homAlt * (n - homAlt);
    variance.covariance -= factor * het * homAlt;
  }
  return {difference, variance, scale: Math.max(variance.het, variance.homAlt)};
}
