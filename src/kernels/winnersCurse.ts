import type {Estimate} from "./metaAnalysis.js";
import {logNormalUpper, zOfMinusLog10P} from "./tails.js";

/**
 * An effect that was picked because its two-sided p-value is below `alpha` is too large on average. The estimate that is
 * likeliest given that it was picked, and the 95 % interval that inverts the distribution of picked statistics; both in
 * the unit of `beta`. The interval is wide, and crosses 0, where the statistic barely passed. NaN where it did not pass.
 *
 * Zhong & Prentice 2008, Biostatistics 9:621.
 */
export function winnersCurse(
  {beta, se}: Estimate,
  alpha: number
): {beta: number; interval: [low: number, high: number]} {
  const threshold = zOfMinusLog10P(-Math.log10(alpha));
  const z = Math.abs(beta / se);
  if (!(z > threshold) || z === Infinity) return {beta: NaN, interval: [NaN, NaN]};
  const sign = Math.sign(beta);
  // The mean of a picked statistic, and the share of picked statistics above z, increase with the true mean.
  const estimate = increasingRoot((mean) => pickedMean(mean, threshold) - z, 0, z);
  const low = increasingRoot((mean) => pickedAbove(z, mean, threshold) - 0.025, z - 100 - z, z);
  const high = increasingRoot((mean) => pickedAbove(z, mean, threshold) - 0.975, 0, z + 10);
  return {
    beta: sign * estimate * se,
    interval: sign > 0 ? [low * se, high * se] : [-high * se, -low * se]
  };
}

/** Mean of a normal statistic with variance 1, given that its size exceeds the threshold. */
export function pickedMean(mean: number, threshold: number): number {
  const picked = logPicked(mean, threshold);
  return mean + (Math.exp(logDensity(threshold - mean) - picked) - Math.exp(logDensity(threshold + mean) - picked));
}

/** Share of the picked statistics that exceeds z, which is above the threshold. */
function pickedAbove(z: number, mean: number, threshold: number): number {
  return Math.exp(logNormalUpper(z - mean) - logPicked(mean, threshold));
}

/** Logarithm of the probability to be picked, of a normal statistic with this mean and variance 1. */
export function logPicked(mean: number, threshold: number): number {
  const [above, below] = [logNormalUpper(threshold - mean), logNormalUpper(threshold + mean)];
  const most = Math.max(above, below);
  return most + Math.log(Math.exp(above - most) + Math.exp(below - most));
}

function logDensity(x: number): number {
  return -(x * x) / 2 - Math.log(2 * Math.PI) / 2;
}

/** Where an increasing function crosses 0 between two places, by halving. */
export function increasingRoot(f: (x: number) => number, low: number, high: number): number {
  for (;;) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
}
