import {cholesky, solveCholesky, solveLower} from "./cholesky.js";
import type {Design} from "./designMatrix.js";

/** A regression of the trait on the covariates alone, fitted once for all variants. */
export interface NullModel {
  kind: "binary" | "quantitative";
  /** Of the columns of the design. */
  coefficients: Float64Array;
  /**
   * Whether the variance of a quantitative trait is estimated with every variant, as in a t-test, or taken from the null
   * model. A binary trait's is known.
   */
  variance: "estimated" | "known";
  /** Per person of the design: expected value, trait minus that, and information weight. */
  fitted: Float64Array;
  residuals: Float64Array;
  weights: Float64Array;
  /** Lower Cholesky factor of X′WX, columns × columns. */
  factor: Float64Array;
}

/** Why a trait cannot be analysed in a group of people. */
export class NoModel extends Error {}

/**
 * Linear regression by least squares, or logistic regression by Newton's method, to a step below 1e-10.
 * `groups` (per person of the design): a quantitative trait has a variance of its own in each, estimated by restricted
 * maximum likelihood, as GENESIS does with `group.var`.
 */
export function fitNullModel(
  design: Design,
  trait: Float64Array,
  kind: "binary" | "quantitative",
  groups?: Int32Array
): NullModel {
  const y = Float64Array.from(design.people, (person) => trait[person]);
  const {columns} = design;
  if (y.length <= columns) throw new NoModel(`${y.length} people for ${columns} columns of covariates`);
  if (y.every((value) => value === y[0])) throw new NoModel("the trait is the same in everybody");
  if (kind === "binary") return fitLogistic(design, y);
  return groups
    ? fitGrouped(design, y, groups)
    : fitWeighted(design, y, new Float64Array(y.length).fill(1), "estimated");
}

function fitWeighted(
  {columns, values}: Design,
  y: Float64Array,
  weights: Float64Array,
  variance: NullModel["variance"]
): NullModel {
  const factor = factorOf(crossProduct(values, columns, weights), columns);
  const weighted = y.map((value, i) => value * weights[i]);
  const coefficients = solveCholesky(factor, columns, transposeTimes(values, columns, weighted));
  const fitted = times(values, columns, coefficients);
  const residuals = y.map((value, i) => value - fitted[i]);
  return {kind: "quantitative", variance, coefficients, fitted, residuals, weights, factor};
}

/**
 * The restricted likelihood is largest where, in every group, the variance is the sum of squared residuals over the
 * number of people less their leverages.
 */
function fitGrouped(design: Design, y: Float64Array, groups: Int32Array): NullModel {
  const {columns, values} = design;
  let variances = new Float64Array(Math.max(...groups) + 1).fill(1);
  for (let iteration = 0; iteration < 1000; ++iteration) {
    const weights = Float64Array.from(groups, (group) => 1 / variances[group]);
    const model = fitWeighted(design, y, weights, "known");
    const squares = new Float64Array(variances.length);
    const freedom = new Float64Array(variances.length);
    for (let i = 0; i < y.length; ++i) {
      const x = solveLower(model.factor, columns, values.slice(i * columns, (i + 1) * columns));
      squares[groups[i]] += model.residuals[i] ** 2;
      freedom[groups[i]] += 1 - weights[i] * x.reduce((sum, value) => sum + value ** 2, 0);
    }
    const next = squares.map((sum, group) => sum / freedom[group]);
    if (!next.every((variance) => variance > 0)) throw new NoModel("a group of people has no variance of its own");
    if (next.every((variance, group) => Math.abs(variance / variances[group] - 1) < 1e-12)) return model;
    variances = next;
  }
  throw new NoModel("the variances of the groups of people do not settle");
}

function fitLogistic({columns, values}: Design, y: Float64Array): NullModel {
  const coefficients = new Float64Array(columns);
  const prevalence = y.reduce((sum, value) => sum + value, 0) / y.length;
  coefficients[0] = Math.log(prevalence / (1 - prevalence));
  for (let iteration = 0; iteration < 50; ++iteration) {
    const fitted = times(values, columns, coefficients).map((eta) => 1 / (1 + Math.exp(-eta)));
    const weights = fitted.map((mu) => mu * (1 - mu));
    const residuals = y.map((value, i) => value - fitted[i]);
    const information = crossProduct(values, columns, weights);
    const factor = factorOf(information, columns);
    const step = solveCholesky(factor, columns, transposeTimes(values, columns, residuals));
    const largest = step.reduce(
      (most, d, j) => Math.max(most, Math.abs(d) * Math.sqrt(information[j * columns + j])),
      0
    );
    // Columns have unit variance: such an effect runs away, and its information with it.
    if (!Number.isFinite(largest) || coefficients.subarray(1).some((b) => Math.abs(b) > 15)) break;
    if (largest < 1e-10) return {kind: "binary", variance: "known", coefficients, fitted, residuals, weights, factor};
    step.forEach((d, j) => (coefficients[j] += d));
  }
  throw new NoModel("covariates tell cases from controls; leave one of them out");
}

function factorOf(information: Float64Array, columns: number): Float64Array {
  const factor = cholesky(information, columns);
  if (!factor) throw new NoModel("covariates tell cases from controls, or follow from each other");
  return factor;
}

/** X′WX, upper triangle. */
function crossProduct(values: Float64Array, columns: number, weights: Float64Array): Float64Array {
  const product = new Float64Array(columns * columns);
  for (let i = 0; i < weights.length; ++i)
    for (let j = 0, at = i * columns; j < columns; ++j) {
      const scaled = weights[i] * values[at + j];
      for (let k = j; k < columns; ++k) product[j * columns + k] += scaled * values[at + k];
    }
  return product;
}

function transposeTimes(values: Float64Array, columns: number, y: Float64Array): Float64Array {
  const product = new Float64Array(columns);
  for (let i = 0; i < y.length; ++i) for (let j = 0; j < columns; ++j) product[j] += values[i * columns + j] * y[i];
  return product;
}

function times(values: Float64Array, columns: number, coefficients: Float64Array): Float64Array {
  return Float64Array.from({length: values.length / columns}, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; ++j) sum += values[i * columns + j] * coefficients[j];
    return sum;
  });
}
