import {cholesky, invertCholesky, solveCholesky} from "../association/cholesky.js";
import type {Covariates} from "./covariateModel.js";

export interface LogisticRegression {
  coefficients: Float64Array;
  /** Standard errors from the information matrix. */
  se: Float64Array;
  logLikelihood: number;
}

/**
 * Logistic regression of 0 and 1 by Newton's method, to a step below 1e-10; `offset` is added to every linear predictor.
 * Null where there is no finite maximum (cases and controls are separated) or the columns explain each other.
 */
export function logisticRegression(
  {columns, values}: Covariates,
  y: Float64Array,
  offset?: Float64Array
): LogisticRegression | null {
  const coefficients = new Float64Array(columns);
  for (let iteration = 0; iteration < 50; ++iteration) {
    const {score, information, logLikelihood} = derivatives(columns, values, y, coefficients, offset);
    const factor = cholesky(information, columns);
    if (!factor) return null;
    const step = solveCholesky(factor, columns, score.slice());
    const largest = Math.max(...step.map((move, j) => Math.abs(move) * Math.sqrt(information[j * columns + j])));
    if (!Number.isFinite(largest)) return null;
    if (largest < 1e-10 * Math.sqrt(y.length)) {
      const inverse = invertCholesky(factor, columns);
      return {coefficients, se: step.map((_, j) => Math.sqrt(inverse[j * columns + j])), logLikelihood};
    }
    // A long step may jump over the maximum.
    const length = Math.min(1, 5 / Math.max(...step.map(Math.abs)));
    step.forEach((move, j) => (coefficients[j] += length * move));
  }
  return null;
}

function derivatives(
  columns: number,
  values: Float64Array,
  y: Float64Array,
  coefficients: Float64Array,
  offset?: Float64Array
): {score: Float64Array; information: Float64Array; logLikelihood: number} {
  const score = new Float64Array(columns);
  const information = new Float64Array(columns * columns);
  let logLikelihood = 0;
  for (let i = 0; i < y.length; ++i) {
    let eta = offset ? offset[i] : 0;
    for (let j = 0; j < columns; ++j) eta += values[i * columns + j] * coefficients[j];
    const mu = 1 / (1 + Math.exp(-eta));
    logLikelihood -= Math.log1p(Math.exp(-Math.abs(eta))) + Math.max(0, y[i] === 1 ? -eta : eta);
    for (let j = 0; j < columns; ++j) {
      const value = values[i * columns + j];
      score[j] += value * (y[i] - mu);
      for (let k = j; k < columns; ++k) information[j * columns + k] += mu * (1 - mu) * value * values[i * columns + k];
    }
  }
  return {score, information, logLikelihood};
}
