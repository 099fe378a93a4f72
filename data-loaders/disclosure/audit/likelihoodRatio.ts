/**
 * For 0, 1 and 2 copies of the alternate allele: how many times likelier the published number of one variant is when a
 * person with that genotype is among the pooled people than when not. Autosomal variants in Hardy–Weinberg proportions.
 */
export type Ratios = [none: number, one: number, two: number];

/** Frequencies are kept this far from 0 and 1, so that an allele which a reference lacks is strong evidence, not infinite. */
const leastFrequency = 1e-6;

/** Weights below this share of the largest do not change a sum of doubles. */
const negligible = 1e-18;

/**
 * Of a published allele count: `ac` alternate alleles among `an` chromosomes, 0 ≤ `ac` ≤ `an`; `p` = frequency in the
 * population, 0–1. [1, 1, 1] where fewer than two chromosomes were counted.
 *
 * P(ac − x; an − 2, p) / P(ac; an, p) of the binomial distribution, as Sankararaman and others 2009 (Nat Genet 41:965) for
 * a finite pool.
 */
export function exactRatios(ac: number, an: number, p: number): Ratios {
  if (an < 2) return [1, 1, 1];
  const {alt, ref} = frequencies(p);
  const pairs = an * (an - 1);
  const other = an - ac;
  return [
    (other * Math.max(0, other - 1)) / (pairs * ref * ref),
    (ac * other) / (pairs * alt * ref),
    (ac * Math.max(0, ac - 1)) / (pairs * alt * alt)
  ];
}

/**
 * Of a count known to lie between `low` and `high`, both included: withheld as small, rounded, put in a bin, or given as
 * present or absent only. [1, 1, 1] where the range says nothing.
 *
 * The mean of `exactRatios` over the range, each count weighted by its probability. Equal to the quotient of differences
 * of binomial distribution functions, which loses all digits in the tails.
 */
export function intervalRatios(low: number, high: number, an: number, p: number): Ratios {
  const from = Math.max(0, Math.ceil(low));
  const to = Math.min(an, Math.floor(high));
  if (an < 2 || from > to || (from === 0 && to === an)) return [1, 1, 1];
  const {alt, ref} = frequencies(p);
  const odds = alt / ref;
  const mode = Math.min(to, Math.max(from, Math.floor((an + 1) * alt)));
  // Of pairs of chromosomes: none, one, both alternate. Exact ratios are these over constants.
  let none = 0;
  let one = 0;
  let two = 0;
  let total = 0;
  const add = (count: number, weight: number): void => {
    const other = an - count;
    none += weight * other * (other - 1);
    one += weight * count * other;
    two += weight * count * (count - 1);
    total += weight;
  };
  for (let count = mode, weight = 1; count <= to && weight > negligible; ++count) {
    add(count, weight);
    weight *= ((an - count) / (count + 1)) * odds;
  }
  for (let count = mode, weight = 1; count > from; --count) {
    weight *= count / ((an - count + 1) * odds);
    if (weight <= negligible) break;
    add(count - 1, weight);
  }
  const pairs = total * an * (an - 1);
  return [none / (pairs * ref * ref), one / (pairs * alt * ref), two / (pairs * alt * alt)];
}

/**
 * Of published genotype counts of a pool. [1, 1, 1] where nobody was counted.
 *
 * Jacobs and others 2009, Nat Genet 41:1253.
 */
export function genotypeRatios(homRef: number, het: number, homAlt: number, p: number): Ratios {
  const people = homRef + het + homAlt;
  if (people === 0) return [1, 1, 1];
  const {alt, ref} = frequencies(p);
  return [homRef / (people * ref * ref), het / (people * 2 * alt * ref), homAlt / (people * alt * alt)];
}

/**
 * Of an allele count released with noise of standard deviation `noiseSd`, in allele copies, above 0. `released` may be
 * any number. The count is taken as normally distributed, which is close where the noise is larger than its steps.
 */
export function noisyRatios(released: number, an: number, p: number, noiseSd: number): Ratios {
  if (!(noiseSd > 0)) throw new Error(`noise must have a standard deviation above 0: ${noiseSd}`);
  if (an < 2) return [1, 1, 1];
  const {alt, ref} = frequencies(p);
  const varianceWithout = an * alt * ref + noiseSd ** 2;
  const varianceWith = (an - 2) * alt * ref + noiseSd ** 2;
  const beyond = released - an * alt;
  const logWithout = -0.5 * (Math.log(varianceWithout) + beyond ** 2 / varianceWithout);
  const ratio = (x: number): number =>
    Math.exp(-0.5 * (Math.log(varianceWith) + (beyond - x + 2 * alt) ** 2 / varianceWith) - logWithout);
  return [ratio(0), ratio(1), ratio(2)];
}

/**
 * What a ratio adds to a person's score: its logarithm, after allowing that the attacker's genotype is wrong with
 * probability `mismatch`. Finite for ratio 0.
 */
export function softLog(ratio: number, mismatch = 1e-3): number {
  return Math.log((1 - mismatch) * ratio + mismatch);
}

/** `softLog` of the three. */
export function logRatios([none, one, two]: Ratios, mismatch = 1e-3): Ratios {
  return [softLog(none, mismatch), softLog(one, mismatch), softLog(two, mismatch)];
}

function frequencies(p: number): {alt: number; ref: number} {
  const alt = Math.min(1 - leastFrequency, Math.max(leastFrequency, p));
  return {alt, ref: 1 - alt};
}
