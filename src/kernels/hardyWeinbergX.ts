import type {ExactTail} from "./exactTail.js";
import {logFactorial} from "./logFactorial.js";
import {unlikelyMass} from "./unlikelyMass.js";

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
  let before = -Infinity;
  // Adds the outcomes with so many males who carry the allele; false once they no longer matter, and those beyond less.
  const addRow = (altMales: number): boolean => {
    const inFemales = alt - altMales;
    const odd = inFemales & 1;
    const last = (Math.min(inFemales, 2 * females - inFemales) - odd) / 2;
    const logRelative = (step: number): number => logProbability(altMales, odd + 2 * step) - observed;
    // Near the 2pq of females alone, in whose steps of two.
    const mode = modeNear((inFemales * (2 * females - inFemales)) / (4 * females), last, logRelative);
    const most = logRelative(mode) + Math.log(last + 1);
    if (most < before && most < Math.log(tail) + logNegligible) return false;
    before = most;
    const row = unlikelyMass(0, last, mode, logRelative, tail);
    tail += row.mass;
    ties += row.ties;
    return true;
  };
  const [fewest, most] = [Math.max(0, alt - 2 * females), Math.min(males, alt)];
  for (let altMales = maleAlt; altMales <= most && addRow(altMales); altMales++);
  before = -Infinity;
  for (let altMales = maleAlt - 1; altMales >= fewest && addRow(altMales); altMales--);
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

const logNegligible = -60 * Math.LN2;

/** Where a function with one peak over 0–`high` is highest, beginning near it. */
function modeNear(guess: number, high: number, of: (step: number) => number): number {
  let step = Math.min(high, Math.max(0, Math.round(guess) || 0));
  while (step < high && of(step + 1) > of(step)) step++;
  while (step > 0 && of(step - 1) > of(step)) step--;
  return step;
}
