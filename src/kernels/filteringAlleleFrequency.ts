import {chiSquaredMinusLog10P} from "./tails.js";

/**
 * Filtering allele frequency: the highest true frequency at which `alleleCount` or more alternate alleles among
 * `alleleNumber` would still be a surprise (probability at most 1 − `confidence`). A variant whose value exceeds what a
 * disease allows is too common to cause it. 0 for up to one allele, as gnomAD has it; NaN where nothing was called.
 *
 * Whiffin et al. 2017, Genet Med 19:1151, by the Poisson distribution.
 */
export function filteringAlleleFrequency(alleleCount: number, alleleNumber: number, confidence = 0.95): number {
  if (!(alleleNumber > 0)) return NaN;
  if (alleleCount <= 1) return 0;
  // P(Poisson(mean) < alleleCount) is the upper tail of χ² with 2 · alleleCount degrees of freedom at 2 · mean.
  const wanted = -Math.log10(confidence);
  let [low, high] = [0, alleleCount];
  for (;;) {
    const mean = (low + high) / 2;
    if (!(mean > low && mean < high)) return mean / alleleNumber;
    if (chiSquaredMinusLog10P(2 * mean, 2 * alleleCount) < wanted) low = mean;
    else high = mean;
  }
}
