import gammaln from "@stdlib/math-base-special-gammaln";
import type {ExactTail} from "./exactTail.js";

/**
 * Exact test of Hardy–Weinberg proportions on chromosome X outside the pseudoautosomal regions: females in
 * Hardy–Weinberg proportions and alleles equally frequent in both sexes, given the allele counts and the number of
 * females and males. NaN when no genotype was called.
 *
 * Graffelman & Weir 2016, Heredity 116:558.
 */
export function hardyWeinbergX(
  femaleHomRef: number,
  femaleHet: number,
  femaleHomAlt: number,
  maleRef: number,
  maleAlt: number
): ExactTail {
  const females = femaleHomRef + femaleHet + femaleHomAlt;
  const males = maleRef + maleAlt;
  if (!(females + males > 0)) return {minusLog10P: NaN, minusLog10MidP: NaN};
  const alt = 2 * femaleHomAlt + femaleHet + maleAlt;
  const alleles = 2 * females + males;
  const logProbability = (altMales: number, hets: number): number => {
    const homAlt = (alt - altMales - hets) / 2;
    return (
      hets * Math.LN2 -
      logFactorial(altMales) -
      logFactorial(males - altMales) -
      logFactorial(hets) -
      logFactorial(homAlt) -
      logFactorial(females - hets - homAlt)
    );
  };
  const observed = logProbability(maleAlt, femaleHet);
  let tail = 0;
  let ties = 0;
  for (let altMales = Math.max(0, alt - 2 * females); altMales <= Math.min(males, alt); altMales++) {
    const inFemales = alt - altMales;
    const most = Math.min(inFemales, 2 * females - inFemales);
    for (let hets = inFemales & 1; hets <= most; hets += 2) {
      const log = logProbability(altMales, hets) - observed;
      if (log > tieTolerance) continue;
      const relative = Math.exp(log);
      tail += relative;
      if (log > -tieTolerance) ties += relative;
    }
  }
  const scale =
    observed +
    logFactorial(alt) +
    logFactorial(alleles - alt) +
    logFactorial(females) +
    logFactorial(males) -
    logFactorial(alleles);
  return {
    minusLog10P: Math.max(0, -(scale + Math.log(tail)) / Math.LN10),
    minusLog10MidP: Math.max(0, -(scale + Math.log(tail - ties / 2)) / Math.LN10)
  };
}

/** Outcomes whose logarithms of probability differ by less count as equally likely: rounding of large logarithms. */
const tieTolerance = 1e-8;

/** Logarithms of factorials met so far: a test asks for the same few thousand many times. */
const logFactorials: number[] = [];

function logFactorial(n: number): number {
  return (logFactorials[n] ??= gammaln(n + 1));
}
