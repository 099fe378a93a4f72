/** Two-sided 95 % quantile of the standard normal distribution. */
export const z95 = 1.959963984540054;

/**
 * Interval of an allele frequency `ac / an` whose count carries noise of standard deviation `noiseSd`, in copies.
 * Sampling and noise are independent, so their variances add up: se² = p (1 − p) / an + (noiseSd / an)².
 * Noise can carry a count below 0 or above `an`; such a frequency is taken as 0 or 1, and both ends lie in [0, 1].
 * [NaN, NaN] without copies.
 */
export function noisyInterval(ac: number, an: number, noiseSd: number, z = z95): [low: number, high: number] {
  if (!(an > 0)) return [NaN, NaN];
  const p = Math.min(1, Math.max(0, ac / an));
  const half = z * Math.sqrt((p * (1 - p)) / an + (noiseSd / an) ** 2);
  return [Math.max(0, p - half), Math.min(1, p + half)];
}
