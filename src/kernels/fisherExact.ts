import gammaln from "@stdlib/math-base-special-gammaln";
import {exactTail, type ExactTail} from "./exactTail.js";
import type {CaseControlGenotypes} from "./genotypeModels.js";
import type {CaseControlTable} from "./mantelHaenszel.js";

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
    const low = Math.max(0, nCases - het - totals[2]);
    const high = Math.min(nCases - het, totals[0]);
    // Along a row the probability rises to one mode and falls; both ends are summed inwards from the least likely side.
    const relative = (homRef: number): number => logProbability(homRef, het) - observed;
    const mode = Math.min(
      high,
      Math.max(low, Math.floor(((nCases - het + 1) * (totals[0] + 1)) / (totals[0] + totals[2] + 2)))
    );
    const atMost = (homRef: number): boolean => relative(homRef) <= tieTolerance;
    const left = lastWhere(low, mode - 1, atMost);
    const right = firstWhere(Math.max(mode, low), high, atMost);
    for (let homRef = left; homRef >= low; homRef--) {
      const term = Math.exp(relative(homRef));
      tail += term;
      if (term < tail * negligible) break;
    }
    for (let homRef = right; homRef <= high; homRef++) {
      const term = Math.exp(relative(homRef));
      tail += term;
      if (term < tail * negligible) break;
    }
  }
  return Math.max(0, -(observed - logChoose(sum(totals), nCases) + Math.log(tail)) / Math.LN10);
}

/** The last of `low`–`high` that holds, where all before it hold; low − 1 where none does. */
function lastWhere(low: number, high: number, holds: (k: number) => boolean): number {
  let [inside, outside] = [low - 1, high + 1];
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** The first of `low`–`high` that holds, where all after it hold; high + 1 where none does. */
function firstWhere(low: number, high: number, holds: (k: number) => boolean): number {
  return lastWhere(low, high, (k) => !holds(k)) + 1;
}

/** Tables whose logarithms of probability differ by less count as equally likely: rounding of large logarithms. */
const tieTolerance = 1e-8;
const negligible = 2 ** -60;

/** Logarithms of factorials met so far: a test asks for the same few thousand many times. */
const logFactorials: number[] = [];

function logFactorial(n: number): number {
  return (logFactorials[n] ??= gammaln(n + 1));
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
