/** Variance explained in a group, with the variance of that estimate's error. */
export interface Accuracy {
  r2: number;
  variance: number;
}

/**
 * Large-sample variance of a squared correlation over `n` people: 4 r² (1 − r²)² / n.
 *
 * Olkin & Finn 1995, Psychol Bull 118:155.
 */
export function varianceOfR2(r2: number, n: number): number {
  return (4 * r2 * (1 - r2) ** 2) / n;
}

/**
 * Accuracy in a group relative to the reference group, of other people: 1 = as accurate, with a 95 % interval by the
 * delta method on the logarithm. NaN where either is not above 0.
 */
export function portability(
  group: Accuracy,
  reference: Accuracy
): {ratio: number; interval: [low: number, high: number]} {
  if (!(group.r2 > 0 && reference.r2 > 0)) return {ratio: NaN, interval: [NaN, NaN]};
  const ratio = group.r2 / reference.r2;
  const half = z95 * Math.sqrt(group.variance / group.r2 ** 2 + reference.variance / reference.r2 ** 2);
  return {ratio, interval: [ratio * Math.exp(-half), ratio * Math.exp(half)]};
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
