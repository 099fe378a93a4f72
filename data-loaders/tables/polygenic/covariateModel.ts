import {cholesky, solveCholesky} from "../association/cholesky.js";

/** Columns of a regression, row by row: people × columns. The first column is the constant. */
export interface Covariates {
  columns: number;
  values: Float64Array;
}

/** The constant alone, for `n` people. */
export function constantOnly(n: number): Covariates {
  return {columns: 1, values: new Float64Array(n).fill(1)};
}

/**
 * Least squares, each person counted `weights` times (once where not given): coefficients, and what they leave. Null
 * where the columns explain each other.
 */
export function leastSquares(
  {columns, values}: Covariates,
  y: Float64Array,
  weights?: ArrayLike<number>
): {coefficients: Float64Array; residuals: Float64Array} | null {
  const square = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  for (let i = 0; i < y.length; ++i) {
    const weight = weights ? weights[i] : 1;
    if (weight === 0) continue;
    for (let j = 0; j < columns; ++j) {
      const value = weight * values[i * columns + j];
      right[j] += value * y[i];
      for (let k = j; k < columns; ++k) square[j * columns + k] += value * values[i * columns + k];
    }
  }
  const factor = cholesky(square, columns);
  if (!factor) return null;
  const coefficients = solveCholesky(factor, columns, right);
  const residuals = y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < columns; ++j) fitted += values[i * columns + j] * coefficients[j];
    return value - fitted;
  });
  return {coefficients, residuals};
}
