import gammaln from "@stdlib/math-base-special-gammaln";
import {betaFraction} from "./tails.js";

/**
 * The probability that a variable with the F distribution of `df1` and `df2` degrees of freedom exceeds `f`, 0 to 1.
 * NaN where `f` is below 0 or degrees are not above 0.
 *
 * The incomplete beta function by its continued fraction: Abramowitz & Stegun 26.5.8, 26.6.2.
 */
export function fisherFUpper(f: number, df1: number, df2: number): number {
  if (!(f >= 0) || !(df1 > 0) || !(df2 > 0)) return NaN;
  if (f === 0 || f === Infinity) return f === 0 ? 1 : 0;
  const [a, b] = [df2 / 2, df1 / 2];
  const x = df2 / (df2 + df1 * f);
  const y = (df1 * f) / (df2 + df1 * f);
  const logKernel = gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(y);
  if (x < (a + 1) / (a + b + 2)) return (Math.exp(logKernel) / a) * betaFraction(a, b, x, y);
  return 1 - (Math.exp(logKernel) / b) * betaFraction(b, a, y, x);
}
