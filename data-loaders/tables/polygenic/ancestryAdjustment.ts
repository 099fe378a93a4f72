import {leastSquares} from "./covariateModel.js";

/** How a score's mean and variance go with genetic ancestry, as learned from reference people. No person is in it. */
export interface AncestryAdjustment {
  /** Of the constant and the components: the mean, and the natural logarithm of the variance around it. */
  mean: Float64Array;
  logVariance: Float64Array;
}

/**
 * Learns a score's mean and variance as linear and log-linear functions of principal components (people × `components`,
 * row by row), from people whose `reference` is 1. Null where they are too few or do not vary.
 *
 * Mean: Khera et al. 2019, Cell 177:587. Variance by gamma regression: Khan et al. 2022, Nat Med 28:1412, and pgsc_calc.
 */
export function learnAncestryAdjustment(
  score: Float64Array,
  principalComponents: Float64Array,
  components: number,
  reference: Uint8Array
): AncestryAdjustment | null {
  const people = Array.from(score.keys()).filter((i) => reference[i] && !Number.isNaN(score[i]));
  const columns = components + 1;
  if (people.length <= 2 * columns) return null;
  const values = new Float64Array(people.length * columns);
  people.forEach((person, i) => values.set(rowOf(principalComponents, components, person), i * columns));
  const mean = leastSquares(
    {columns, values},
    Float64Array.from(people, (person) => score[person])
  );
  if (!mean) return null;
  const squares = mean.residuals.map((residual) => residual * residual);
  const logVariance = gammaRegression(columns, values, squares);
  return logVariance && {mean: mean.coefficients, logVariance};
}

/** Everybody's score as a deviation from what is usual at their place among the components. NaN stays. */
export function adjustForAncestry(
  score: Float64Array,
  principalComponents: Float64Array,
  components: number,
  {mean, logVariance}: AncestryAdjustment
): Float64Array {
  return score.map((value, person) => {
    const row = rowOf(principalComponents, components, person);
    return (value - product(row, mean)) / Math.exp(product(row, logVariance) / 2);
  });
}

/** Gamma regression with a logarithmic link, by reweighted least squares: all weights are 1. */
function gammaRegression(columns: number, values: Float64Array, y: Float64Array): Float64Array | null {
  const n = y.length;
  const average = y.reduce((sum, value) => sum + value, 0) / n;
  if (!(average > 0)) return null;
  let coefficients = new Float64Array(columns);
  coefficients[0] = Math.log(average);
  for (let iteration = 0; iteration < 100; ++iteration) {
    const working = y.map((value, i) => {
      const eta = product(values.subarray(i * columns, (i + 1) * columns), coefficients);
      return eta + value * Math.exp(-eta) - 1;
    });
    const next = leastSquares({columns, values}, working)?.coefficients;
    if (!next || !next.every(Number.isFinite)) return null;
    const most = Math.max(...next.map((value, j) => Math.abs(value - coefficients[j])));
    coefficients = Float64Array.from(next);
    if (most < 1e-10) return coefficients;
  }
  return null;
}

function rowOf(principalComponents: Float64Array, components: number, person: number): Float64Array {
  const row = new Float64Array(components + 1);
  row[0] = 1;
  row.set(principalComponents.subarray(person * components, (person + 1) * components), 1);
  return row;
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
