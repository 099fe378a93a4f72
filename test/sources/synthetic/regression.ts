import {normalProbability} from "../../../data-loaders/sources/synthetic/gaussian.js";

export interface Fit {
  beta: number[];
  se: number[];
}

/** Ordinary least squares; `x` is a list of rows. */
export function leastSquares(x: readonly number[][], y: readonly number[]): Fit {
  const beta = solve(
    crossProduct(x),
    x[0].map((_, a) => x.reduce((sum, row, i) => sum + row[a] * y[i], 0))
  );
  const residual = y.map((value, i) => value - dot(x[i], beta));
  const variance = dot(residual, residual) / (y.length - beta.length);
  return {beta, se: standardErrors(crossProduct(x)).map((se) => se * Math.sqrt(variance))};
}

/** Probit regression of 0/1 values by Fisher scoring, eight steps. */
export function probit(x: readonly number[][], y: readonly number[]): Fit {
  let beta = x[0].map(() => 0);
  let information: number[][] = [];
  for (let step = 0; step < 8; ++step) {
    const score = beta.map(() => 0);
    information = beta.map(() => beta.map(() => 0));
    x.forEach((row, i) => {
      const eta = dot(row, beta);
      const p = Math.min(1 - 1e-6, Math.max(1e-6, normalProbability(eta)));
      const density = Math.exp((-eta * eta) / 2) / Math.sqrt(2 * Math.PI);
      row.forEach((value, a) => {
        score[a] += (value * density * (y[i] - p)) / (p * (1 - p));
        row.forEach((other, b) => (information[a][b] += (value * other * density * density) / (p * (1 - p))));
      });
    });
    const change = solve(information, score);
    beta = beta.map((b, a) => b + change[a]);
  }
  return {beta, se: standardErrors(information)};
}

function crossProduct(x: readonly number[][]): number[][] {
  const size = x[0].length;
  const product = x[0].map(() => x[0].map(() => 0));
  for (const row of x) for (let a = 0; a < size; ++a) for (let b = 0; b < size; ++b) product[a][b] += row[a] * row[b];
  return product;
}

function standardErrors(information: readonly number[][]): number[] {
  return information.map((_, a) =>
    Math.sqrt(
      solve(
        information,
        information.map((__, b) => +(a === b))
      )[a]
    )
  );
}

/** Gaussian elimination with row exchange. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let c = 0; c < n; ++c) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(rows[best][c]) ? c + i : best), c);
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let r = 0; r < n; ++r) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k <= n; ++k) rows[r][k] -= factor * rows[c][k];
    }
  }
  return rows.map((row, c) => row[n] / row[c]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
