/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;

/**
 * Score interval of a proportion `successes / trials`, without continuity correction; both ends lie in [0, 1].
 * Alleles of one person count as independent trials, which holds under Hardy–Weinberg proportions.
 * [NaN, NaN] without trials.
 *
 * Wilson 1927, J Am Stat Assoc 22:209.
 */
export function wilsonInterval(successes: number, trials: number, z = z95): [low: number, high: number] {
  if (!(trials > 0)) return [NaN, NaN];
  const p = successes / trials;
  const middle = p + (z * z) / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // At 0 and 1 the two terms cancel, but for rounding.
  return [successes === 0 ? 0 : (middle - half) / scale, successes === trials ? 1 : (middle + half) / scale];
}
