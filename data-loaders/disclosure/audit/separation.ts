import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/**
 * Separation d′ of members from others when exact allele counts of `variants` unlinked variants in a pool of `people` are
 * published: how many standard deviations apart their mean scores lie. `reference`: people in the attacker's reference
 * panel; without it the frequencies of the population are known.
 *
 * Sankararaman, Obozinski, Jordan & Halperin 2009, Nat Genet 41:965; Visscher & Hill 2009, PLoS Genet 5:e1000628.
 */
export function separationOf(variants: number, people: number, reference = Infinity): number {
  return Math.sqrt(variants / (people * (1 + people / reference)));
}

/**
 * The same when normal noise of standard deviation `noiseSd`, in allele copies, was added to each count. `frequencies` are
 * the variants' in the population; one that is fixed adds nothing under noise. `numbers`: 1 for allele counts, 2 where
 * genotype counts are published (Jacobs and others 2009, Nat Genet 41:1253).
 */
export function separationWithNoise(
  frequencies: ArrayLike<number>,
  people: number,
  noiseSd: number,
  reference = Infinity,
  numbers: 1 | 2 = 1
): number {
  const own = people * (1 + people / reference);
  let sum = 0;
  for (let variant = 0; variant < frequencies.length; ++variant) {
    const variance = 2 * frequencies[variant] * (1 - frequencies[variant]);
    sum += noiseSd > 0 ? (numbers * variance) / (own * variance + noiseSd ** 2) : numbers / own;
  }
  return Math.sqrt(sum);
}

/** Area under the curve of two normal distributions of equal variance, d′ apart. */
export function aucOf(separation: number): number {
  return normalCdf(separation / Math.SQRT2, 0, 1);
}

/** Their true-positive rate at false-positive rate `fpr`, 0 < `fpr` < 1. */
export function tprOf(separation: number, fpr: number): number {
  return normalCdf(separation + normalQuantile(fpr, 0, 1), 0, 1);
}

/** The separation that gives this area under the curve, 0 < `auc` < 1. */
export function separationForAuc(auc: number): number {
  return Math.SQRT2 * normalQuantile(auc, 0, 1);
}

/** The separation that gives true-positive rate `tpr` at false-positive rate `fpr`, both between 0 and 1. */
export function separationForTpr(tpr: number, fpr: number): number {
  return normalQuantile(tpr, 0, 1) - normalQuantile(fpr, 0, 1);
}
