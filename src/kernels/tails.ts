import erfc from "@stdlib/math-base-special-erfc";
import gammaln from "@stdlib/math-base-special-gammaln";

/**
 * −log10 of the two-sided p-value of a standard normal statistic, right to 12 significant digits from p ≈ 1 down to
 * p-values that no double can hold: 0 where z is 0, Infinity where z is infinite, NaN where z is NaN.
 */
export function normalMinusLog10P(z: number): number {
  const size = Math.abs(z);
  if (size < 0.5) return chiSquaredMinusLog10P(size * size, 1);
  return -(Math.LN2 + logNormalUpper(size)) / Math.LN10;
}

/** Natural logarithm of the probability that a standard normal variable exceeds z. */
export function logNormalUpper(z: number): number {
  if (z < 0) return Math.log1p(-erfc(-z / Math.SQRT2) / 2);
  if (z < largeZ || Number.isNaN(z)) return Math.log(erfc(z / Math.SQRT2) / 2);
  return -(z * z) / 2 - Math.log(2 * Math.PI) / 2 + Math.log(millsRatio(z));
}

/**
 * The z ≥ 0 whose two-sided p-value has this −log10: the inverse of `normalMinusLog10P`. NaN below 0.
 */
export function zOfMinusLog10P(minusLog10P: number): number {
  if (!(minusLog10P >= 0)) return NaN;
  if (minusLog10P === 0 || minusLog10P === Infinity) return minusLog10P;
  // For small values p falls in proportion to z; for large ones as exp(-z²/2).
  const nats = minusLog10P * Math.LN10;
  let z = Math.min(nats * Math.sqrt(Math.PI / 2), Math.sqrt(2 * nats));
  // The curve is convex, so Newton's steps come from one side after the first.
  for (let step = 0; step < 100; step++) {
    const change = (nats - normalMinusLog10P(z) * Math.LN10) / hazard(z);
    z += change;
    if (!(Math.abs(change) > 1e-15 * z)) break;
  }
  return z;
}

/**
 * −log10 of the upper tail of the χ² distribution with `df` > 0 degrees of freedom, right to 12 significant digits.
 * NaN where `x` is below 0 or `df` is not above 0.
 *
 * The series and the continued fraction of the incomplete gamma function: Abramowitz & Stegun 6.5.29, 6.5.31.
 */
export function chiSquaredMinusLog10P(x: number, df: number): number {
  if (!(x >= 0) || !(df > 0)) return NaN;
  if (x === Infinity) return Infinity;
  if (df === 1 && x >= 0.25) return normalMinusLog10P(Math.sqrt(x));
  const shape = df / 2;
  const half = x / 2;
  if (half === 0) return 0;
  if (half < shape + 1) {
    return -Math.log1p(-Math.exp(logGammaKernel(shape, half)) * gammaSeries(shape, half)) / Math.LN10;
  }
  return -(logGammaKernel(shape, half) + Math.log(shape * gammaFraction(shape, half))) / Math.LN10;
}

/**
 * −log10 of the two-sided p-value of Student's t with `df` > 0 degrees of freedom (Infinity: the normal distribution),
 * right to 12 significant digits. NaN where `df` is not above 0.
 *
 * The continued fraction of the incomplete beta function: Abramowitz & Stegun 26.5.8, 26.7.1. Where `df` is large it
 * loses digits, and a series around the normal distribution takes its place.
 */
export function studentMinusLog10P(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return NaN;
  if (df === Infinity) return normalMinusLog10P(t);
  const size = Math.abs(t);
  if (size === 0 || size === Infinity) return size;
  const shape = df / 2;
  const scaled = size / Math.sqrt(df);
  // p is the incomplete beta function of x at (shape, 1/2), x + y = 1; both logarithms stay exact where x or y is tiny.
  const logX = scaled < 1e8 ? -Math.log1p(scaled * scaled) : -2 * Math.log(scaled);
  const logY = scaled < 1e8 ? 2 * Math.log(scaled) + logX : 0;
  const logKernel = shape * logX + logY / 2 + logGammaRatio(shape) - Math.log(Math.PI) / 2;
  if (df < largeDf ? size * size * (df + 2) < 3 * df : size < 0.5) {
    const lower = 2 * Math.exp(logKernel) * betaFraction(0.5, shape, Math.exp(logY), Math.exp(logX));
    return -Math.log1p(-lower) / Math.LN10;
  }
  if (df >= largeDf && -logX < 0.1) return nearNormalMinusLog10P(Math.sqrt(-df * logX), df);
  const upper = logKernel - Math.log(shape) + Math.log(betaFraction(shape, 0.5, Math.exp(logX), Math.exp(logY)));
  return -upper / Math.LN10;
}

/**
 * The t ≥ 0 whose two-sided p-value with `df` degrees of freedom has this −log10: the inverse of `studentMinusLog10P`,
 * found by halving. NaN below 0.
 */
export function studentOfMinusLog10P(minusLog10P: number, df: number): number {
  let low = zOfMinusLog10P(minusLog10P);
  if (!(df > 0) || Number.isNaN(low)) return NaN;
  if (low === 0 || low === Infinity || df === Infinity) return low;
  // Student's tails are heavier than the normal ones, so t is at least z.
  let high = low;
  while (studentMinusLog10P(high, df) < minusLog10P && high < Infinity) high *= 2;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (studentMinusLog10P(middle, df) < minusLog10P) low = middle;
    else high = middle;
  }
}

/** Above this z the double erfc has lost nothing yet, and the continued fraction needs few terms. */
const largeZ = 20;

/** Density over upper tail of the standard normal distribution: the slope of −ln p. */
function hazard(z: number): number {
  if (z >= largeZ) return 1 / millsRatio(z);
  return Math.exp(-(z * z) / 2 - logNormalUpper(z)) / Math.sqrt(2 * Math.PI);
}

/** Upper tail over density of the standard normal distribution, for large z. Laplace's continued fraction. */
function millsRatio(z: number): number {
  let fraction = z;
  for (let term = 40; term >= 1; term--) fraction = z + term / fraction;
  return 1 / fraction;
}

/** Logarithm of x^shape · exp(−x) / Γ(shape + 1), without the loss of subtracting large logarithms. */
function logGammaKernel(shape: number, x: number): number {
  if (shape < largeShape) return shape * Math.log(x) - x - gammaln(shape + 1);
  const excess = (x - shape) / shape;
  const logRatio = excess < -0.5 ? Math.log(x / shape) : Math.log1p(excess);
  return shape * (logRatio - excess) - Math.log(2 * Math.PI * shape) / 2 - stirlingRemainder(shape);
}

/** Σ x^k / ((shape + 1) … (shape + k)), k from 0. */
function gammaSeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * epsilon; k++) {
    term *= x / (shape + k);
    sum += term;
  }
  return sum;
}

/** Γ(shape, x) · exp(x) / x^shape, by Lentz's method. */
function gammaFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < mostTerms; k++) {
    const a = k * (shape - k);
    b += 2;
    d = 1 / nonZero(a * d + b);
    c = nonZero(b + a / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= epsilon) break;
  }
  return fraction;
}

/** The incomplete beta function of x (y = 1 − x) over x^a · y^b / (a · B(a, b)), by Lentz's method. */
export function betaFraction(a: number, b: number, x: number, y: number): number {
  let c = 1;
  // 1 - (a + b) x / (a + 1), which cancels where x is near 1
  let d = 1 / nonZero(x < y ? 1 - ((a + b) * x) / (a + 1) : (1 - b + (a + b) * y) / (a + 1));
  let fraction = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = ((m * (b - m)) / ((a + 2 * m - 1) * (a + 2 * m))) * x;
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-((a + m) * (a + b + m)) / ((a + 2 * m) * (a + 2 * m + 1))) * x;
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= epsilon) break;
  }
  return fraction;
}

/**
 * Student's two-sided −log10 p for many degrees of freedom, where z² = df · ln(1 + t²/df): with u in place of z the tail
 * is the integral of exp(−u²/2) · √(w / (1 − exp(−w))), w = u²/df. The root is expanded in w, and the moments of the
 * normal tail follow from each other by parts.
 */
function nearNormalMinusLog10P(z: number, df: number): number {
  const slope = hazard(z);
  let moment = 1;
  let power = z;
  let sum = 1;
  rootSeries.forEach((coefficient, k) => {
    moment = (power / df ** (k + 1)) * slope + ((2 * k + 1) / df) * moment;
    power *= z * z;
    sum += coefficient * moment;
  });
  const logScale = logGammaRatio(df / 2) - Math.log(df / 2) / 2;
  return normalMinusLog10P(z) - (logScale + Math.log(sum)) / Math.LN10;
}

/** Logarithm of Γ(shape + 1/2) / Γ(shape). */
function logGammaRatio(shape: number): number {
  if (shape < largeShape) return gammaln(shape + 0.5) - gammaln(shape);
  return (
    Math.log(shape) / 2 +
    shape * Math.log1p(0.5 / shape) -
    0.5 +
    stirlingRemainder(shape + 0.5) -
    stirlingRemainder(shape)
  );
}

/** What Stirling's formula leaves of the logarithm of Γ(shape). */
function stirlingRemainder(shape: number): number {
  const square = shape * shape;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / shape;
}

/** Taylor coefficients of √(w / (1 − exp(−w))) at 0, from w¹ on. */
const rootSeries = [1 / 4, 1 / 96, -1 / 384, -1 / 10240, 19 / 368640];
const largeDf = 1e4;

/** From here on five terms of Stirling's series are exact to rounding. */
const largeShape = 16;
const epsilon = 2 ** -53;
const mostTerms = 1e6;

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
