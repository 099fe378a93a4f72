import type {CaseControlGenotypes} from "./genotypeModels.js";
import {normalMinusLog10P} from "./tails.js";

/**
 * Trend of case status with the number of alternate alleles; unlike the allelic test it needs no Hardy–Weinberg
 * proportions. z is positive where cases carry more alternate alleles; NaN without cases, controls or two genotypes.
 *
 * Armitage 1955, Biometrics 11:375; the same as plink1.9 --model TREND.
 */
export function cochranArmitage({cases, controls}: CaseControlGenotypes): {z: number; minusLog10P: number} {
  const nCases = cases[0] + cases[1] + cases[2];
  const nControls = controls[0] + controls[1] + controls[2];
  const n = nCases + nControls;
  const het = cases[1] + controls[1];
  const homAlt = cases[2] + controls[2];
  const alleles = het + 2 * homAlt;
  const difference = nControls * (cases[1] + 2 * cases[2]) - nCases * (controls[1] + 2 * controls[2]);
  const variance = nCases * nControls * (het + 4 * homAlt - (alleles * alleles) / n);
  const z = difference / Math.sqrt(variance);
  return {z, minusLog10P: normalMinusLog10P(z)};
}
