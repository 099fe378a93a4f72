import {exactTail, type ExactTail} from "./exactTail.js";
import type {CaseControlGenotypes} from "./genotypeModels.js";
import {logChoose} from "./logFactorial.js";
import type {CaseControlTable} from "./mantelHaenszel.js";
import {unlikelyMass} from "./unlikelyMass.js";

/**
 * Fisher's exact test of a 2 × 2 table, two-sided: all tables with the same margins that are at most as likely as the
 * observed one. −log10 p is 0 where the margins allow one table only.
 *
 * Fisher 1935, J R Stat Soc 98:39; the same as plink1.9 --fisher and R's fisher.test.
 */
export function fisherExact({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): ExactTail {
  const cases = caseAlt + caseRef;
  const alt = caseAlt + controlAlt;
  const low = Math.max(0, alt - controlAlt - controlRef);
  return exactTail(
    caseAlt,
    low,
    Math.min(cases, alt),
    (a) => ((cases - a) / (a + 1)) * ((alt - a) / (controlRef - caseAlt + a + 1))
  );
}

/**
 * Fisher's exact test of a 2 × 3 table of genotypes; −log10 p to an absolute error of about 1e-11.
 *
 * Freeman & Halton 1951, Biometrika 38:141; the same as plink1.9 --model fisher.
 */
export function fisherExactGenotypes({cases, controls}: CaseControlGenotypes): number {
  const totals = cases.map((count, i) => count + controls[i]);
  const nCases = sum(cases);
  const logProbability = (homRef: number, het: number): number =>
    logChoose(totals[0], homRef) + logChoose(totals[1], het) + logChoose(totals[2], nCases - homRef - het);
  const observed = logProbability(cases[0], cases[1]);
  let tail = 0;
  for (let het = Math.max(0, nCases - totals[0] - totals[2]); het <= Math.min(nCases, totals[1]); het++) {
    const left = nCases - het;
    const mode = Math.floor(((left + 1) * (totals[0] + 1)) / (totals[0] + totals[2] + 2));
    const relative = (homRef: number): number => logProbability(homRef, het) - observed;
    tail += unlikelyMass(Math.max(0, left - totals[2]), Math.min(left, totals[0]), mode, relative, tail).mass;
  }
  return Math.max(0, -(observed - logChoose(sum(totals), nCases) + Math.log(tail)) / Math.LN10);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
