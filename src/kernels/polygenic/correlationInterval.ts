/**
 * 95 % interval of a squared partial correlation by Fisher's z: `r` between −1 and 1 over `n` people, adjusted for
 * `covariates` (without the constant). Where the interval of r holds 0, that of r² begins at 0. NaN where too few people.
 *
 * Fisher 1924, Metron 3:329.
 */
export function squaredCorrelationInterval(r: number, n: number, covariates: number): [low: number, high: number] {
  const freedom = n - covariates - 3;
  if (!(freedom > 0) || !(Math.abs(r) <= 1)) return [NaN, NaN];
  const half = z95 / Math.sqrt(freedom);
  const [low, high] = [Math.tanh(Math.atanh(r) - half) ** 2, Math.tanh(Math.atanh(r) + half) ** 2];
  return Math.abs(Math.atanh(r)) < half ? [0, Math.max(low, high)] : [Math.min(low, high), Math.max(low, high)];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
