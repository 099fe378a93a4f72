import {bootstrapInterval} from "../../../src/kernels/polygenic/bootstrapInterval.js";
import {squaredCorrelationInterval} from "../../../src/kernels/polygenic/correlationInterval.js";
import {varianceOfR2} from "../../../src/kernels/polygenic/portability.js";
import {leastSquares, type Covariates} from "./covariateModel.js";

export interface VarianceExplained {
  n: number;
  /** Of the trait by the covariates, and by covariates and score, 0 to 1. */
  r2Covariates: number;
  r2Full: number;
  /** What the score adds: the difference of the two. */
  r2: number;
  /** 95 %: Fisher's z of the partial correlation, the covariates' share taken as known. */
  interval: [low: number, high: number];
  /** 95 %: percentiles of resampled people; NaN where none were drawn. */
  bootstrap: [low: number, high: number];
  /** Large-sample variance of the error of `r2`. */
  variance: number;
  /** Correlation of trait and score, both less what the covariates explain, −1 to 1: below 0 the score is turned around. */
  partial: number;
}

/**
 * Share of a trait's variance that a score explains beyond the covariates, by linear regression. A binary trait is taken
 * as 0 and 1: the observed scale. Everything is NaN where trait or score do not vary, or too few people are left.
 * `bootstrap`: how many times people are drawn, with seeded `random` numbers.
 */
export function varianceExplained(
  trait: Float64Array,
  score: Float64Array,
  covariates: Covariates,
  bootstrap?: {draws: number; random: () => number}
): VarianceExplained {
  const n = trait.length;
  const adjusted = covariates.columns - 1;
  const point = sharesOf(trait, score, covariates);
  const rest = 1 - point.r2Covariates;
  const [low, high] = squaredCorrelationInterval(point.partial, n, adjusted);
  return {
    n,
    ...point,
    interval: [low * rest, high * rest],
    bootstrap: bootstrap
      ? bootstrapInterval(n, (times) => sharesOf(trait, score, covariates, times).r2, bootstrap.random, bootstrap.draws)
      : [NaN, NaN],
    variance: varianceOfR2(point.partial ** 2, n) * rest ** 2
  };
}

function sharesOf(
  trait: Float64Array,
  score: Float64Array,
  covariates: Covariates,
  times?: Int32Array
): Pick<VarianceExplained, "r2Covariates" | "r2Full" | "r2" | "partial"> {
  const unknown = {r2Covariates: NaN, r2Full: NaN, r2: NaN, partial: NaN};
  if (trait.length <= covariates.columns + 1) return unknown;
  const y = leastSquares(covariates, trait, times)?.residuals;
  const s = leastSquares(covariates, score, times)?.residuals;
  if (!y || !s) return unknown;
  const total = sumOfProducts(centred(trait, times), centred(trait, times), times);
  const scoreTotal = sumOfProducts(centred(score, times), centred(score, times), times);
  const [yy, ss, ys] = [sumOfProducts(y, y, times), sumOfProducts(s, s, times), sumOfProducts(y, s, times)];
  // What is left of a score that the covariates explain wholly is rounding.
  if (!(total > 0) || !(yy > 0) || !(ss > 1e-12 * scoreTotal)) return unknown;
  const partial = Math.max(-1, Math.min(1, ys / Math.sqrt(yy * ss)));
  const r2Covariates = Math.max(0, 1 - yy / total);
  const r2 = partial ** 2 * (1 - r2Covariates);
  return {r2Covariates, r2Full: r2Covariates + r2, r2, partial};
}

function centred(values: Float64Array, times?: Int32Array): Float64Array {
  let [sum, n] = [0, 0];
  values.forEach((value, i) => {
    const weight = times ? times[i] : 1;
    sum += weight * value;
    n += weight;
  });
  return values.map((value) => value - sum / n);
}

function sumOfProducts(a: Float64Array, b: Float64Array, times?: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += (times ? times[i] : 1) * a[i] * b[i];
  return sum;
}
