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
  return exactTail((het - odd) / 2, 0, (rare - odd) / 2, (k) => {
    const hets = odd + 2 * k;
    return (((rare - hets) / (hets + 1)) * (common - hets)) / (hets + 2);
  });
}
