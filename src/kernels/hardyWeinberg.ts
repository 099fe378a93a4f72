import {exactTail, type ExactTail} from "./exactTail.js";

/**
 * Exact test of Hardy–Weinberg proportions for one biallelic variant, two-sided, given the allele counts.
 * Counts are diploid genotypes of people; missing calls are already dropped.
 * NaN when no genotype was called.
 *
 * Wigginton, Cutler & Abecasis 2005, Am J Hum Genet 76:887; mid-p: Graffelman & Moreno 2013, Stat Appl Genet Mol Biol
 * 12:433.
 */
export function hardyWeinberg(homRef: number, het: number, homAlt: number): ExactTail {
  const n = homRef + het + homAlt;
  if (!(n > 0)) return {minusLog10P: NaN, minusLog10MidP: NaN};
  const rare = 2 * Math.min(homRef, homAlt) + het;
  const common = 2 * n - rare;
  // The number of heterozygotes has the parity of the rare allele count: step k stands for odd + 2k of them.
  const odd = rare & 1;
  return (
    directTail(het, rare, common) ??
    exactTail((het - odd) / 2, 0, (rare - odd) / 2, (k) => {
      const hets = odd + 2 * k;
      return (((rare - hets) / (hets + 1)) * (common - hets)) / (hets + 2);
    })
  );
}

/** As `exactTail` and some times as fast, for the usual case: null where the observed outcome is too unlikely for doubles. */
function directTail(observed: number, rare: number, common: number): ExactTail | null {
  let tail = 1;
  let ties = 1;
  let centre = 0;
  for (let value = 1, hets = observed; hets <= rare - 2; hets += 2) {
    const factor = ((rare - hets) * (common - hets)) / ((hets + 1) * (hets + 2));
    value *= factor;
    if (value > 1 + tieTolerance) {
      if (value > 1e280) return null;
      centre += value;
      continue;
    }
    if (value >= 1 - tieTolerance) ties += value;
    tail += value;
    if (factor < 1 && value < tail * negligible) break;
  }
  for (let value = 1, hets = observed; hets >= 2; hets -= 2) {
    const factor = (hets * (hets - 1)) / ((rare - hets + 2) * (common - hets + 2));
    value *= factor;
    if (value > 1 + tieTolerance) {
      if (value > 1e280) return null;
      centre += value;
      continue;
    }
    if (value >= 1 - tieTolerance) ties += value;
    tail += value;
    if (factor < 1 && value < tail * negligible) break;
  }
  return {
    minusLog10P: Math.log1p(centre / tail) / Math.LN10,
    minusLog10MidP: Math.log1p((centre + ties / 2) / (tail - ties / 2)) / Math.LN10
  };
}

/** Outcomes whose probabilities differ by less than this share count as equally likely: rounding of many products. */
const tieTolerance = 1e-11;
const negligible = 2 ** -60;
