import type {EffectPair} from "./effectSlope.js";

/** Fewer loci say nothing about a correlation. */
const fewestPairs = 4;

/**
 * Correlation of the effects behind two groups' estimates, about zero, since which allele is counted is arbitrary: noise
 * shrinks the plain correlation, so the variance that the standard errors explain is taken away. Above 1 by chance where
 * noise is large: it is not cut off, which would bias it. Standard error by leaving out one pair at a time. NaN for fewer
 * than four pairs, or where nothing but noise is left.
 *
 * Spearman 1904, Am J Psychol 15:72 (correction for attenuation); Tukey’s jackknife as in Efron & Stein 1981, Ann Stat 9:586.
 */
export function effectCorrelation(pairs: readonly EffectPair[]): {correlation: number; se: number} {
  if (pairs.length < fewestPairs) return {correlation: NaN, se: NaN};
  const correlation = corrected(pairs);
  const without = pairs.map((_, left) => corrected(pairs.filter((_, i) => i !== left)));
  const mean = without.reduce((sum, r) => sum + r, 0) / without.length;
  const spread = without.reduce((sum, r) => sum + (r - mean) ** 2, 0);
  return {correlation, se: Math.sqrt(((pairs.length - 1) / pairs.length) * spread)};
}

function corrected(pairs: readonly EffectPair[]): number {
  let [both, first, second] = [0, 0, 0];
  for (const pair of pairs) {
    both += pair.first.beta * pair.second.beta;
    first += pair.first.beta ** 2 - pair.first.se ** 2;
    second += pair.second.beta ** 2 - pair.second.se ** 2;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : NaN;
}
