import gammaln from "@stdlib/math-base-special-gammaln";

/**
 * Central interval of the kth smallest of n independent uniform p-values, as −log10 p: the larger number first. The kth
 * smallest follows the beta distribution with k and n − k + 1; its quantiles are found on a log scale, so that those near
 * 0 keep their digits. `coverage` is a share, 0.95 by default; k from 1 to n.
 *
 * Casella & Berger 2002, Statistical Inference, example 5.4.5.
 */
export function orderStatisticInterval(k: number, n: number, coverage = 0.95): [high: number, low: number] {
  const tail = (1 - coverage) / 2;
  return [-betaQuantile(tail, k, n - k + 1) / Math.LN10, -betaQuantile(1 - tail, k, n - k + 1) / Math.LN10];
}

/** Natural logarithm of the quantile. */
function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [-745, 0];
  for (let i = 0; i < 200 && high - low > 1e-13 * Math.max(1, -low); i += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(Math.exp(middle), a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta function by its continued fraction. Press et al. 2007, Numerical Recipes, 6.4. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}
