import type {Covariates} from "./covariateModel.js";
import {logisticRegression} from "./logisticRegression.js";

/**
 * Odds ratio of being a case per standard deviation of the score, adjusted for the covariates, with a 95 % interval.
 * `deviation`: the standard deviation that counts as one, that of the people given where it is not told. NaN where the
 * regression has no finite answer.
 */
export function oddsPerDeviation(
  cases: Float64Array,
  score: Float64Array,
  {columns, values}: Covariates,
  deviation = standardDeviation(score)
): {oddsRatio: number; interval: [low: number, high: number]} {
  const wide = columns + 1;
  const design = new Float64Array(score.length * wide);
  const centre = score.reduce((sum, value) => sum + value, 0) / score.length;
  for (let i = 0; i < score.length; ++i) {
    design.set(values.subarray(i * columns, (i + 1) * columns), i * wide);
    design[i * wide + columns] = (score[i] - centre) / deviation;
  }
  const fit = deviation > 0 ? logisticRegression({columns: wide, values: design}, cases) : null;
  if (!fit) return {oddsRatio: NaN, interval: [NaN, NaN]};
  const [beta, half] = [fit.coefficients[columns], z95 * fit.se[columns]];
  return {oddsRatio: Math.exp(beta), interval: [Math.exp(beta - half), Math.exp(beta + half)]};
}

/** Of a sample: over n − 1. */
export function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
