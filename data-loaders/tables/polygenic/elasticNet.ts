import {cholesky, solveCholesky} from "../association/cholesky.js";
import type {Covariates} from "./covariateModel.js";
import {centredDosages, type TrainingGenotypes} from "./trainingGenotypes.js";

/** Coefficients of a penalised regression at one penalty. */
export interface ElasticNetFit {
  lambda: number;
  /** Per copy of alt, per variant; most are 0. */
  beta: Float64Array;
  /** Variants whose coefficient is not 0. */
  used: number;
}

export interface ElasticNetOptions {
  /** 1 = lasso, towards 0 = ridge; above 0, at most 1. */
  mixing: number;
  /** Descending. */
  lambdas: readonly number[];
  /** The fit stops where no standardised coefficient moves by more than this share of the trait's deviation; default 1e-4. */
  tolerance?: number;
  /** Per variant: 1 = may have a coefficient; all may where not given. */
  among?: Uint8Array;
}

/**
 * Elastic net over genotypes, by coordinate descent along a path of penalties λ. With standardised copies of alt x, trait
 * y and covariates z, which are not penalised, it minimises
 * Σ (y − xβ − zγ)² / 2n + λ (α Σ |β| + (1 − α) Σ β² / 2).
 * `people` are indices; `trait` and rows of `covariates` are in their order. Missing genotypes are at their mean.
 *
 * Zou & Hastie 2005, J R Stat Soc B 67:301; Friedman, Hastie & Tibshirani 2010, J Stat Softw 33:1.
 */
export function elasticNet(
  training: TrainingGenotypes,
  people: Int32Array,
  trait: Float64Array,
  covariates: Covariates,
  {mixing, lambdas, tolerance = 1e-4, among}: ElasticNetOptions
): ElasticNetFit[] {
  const {columns, deviations, residuals, project, scale} = openProblem(training, people, trait, covariates, among);
  const n = people.length;
  const beta = new Float64Array(columns.length);
  const active = new Set<number>();

  const sweep = (variants: Iterable<number>, lambda: number): number => {
    let largest = 0;
    for (const j of variants) {
      const x = columns[j];
      if (x === null) continue;
      let dot = 0;
      for (let i = 0; i < n; ++i) dot += x[i] * residuals[i];
      const gradient = dot / n / deviations[j] + beta[j];
      const next = soft(gradient, lambda * mixing) / (1 + lambda * (1 - mixing));
      const change = next - beta[j];
      if (change === 0) continue;
      beta[j] = next;
      active.add(j);
      const step = change / deviations[j];
      for (let i = 0; i < n; ++i) residuals[i] -= step * x[i];
      largest = Math.max(largest, Math.abs(change));
    }
    project();
    return largest;
  };

  return lambdas.map((lambda) => {
    for (let round = 0; round < 1000; ++round) {
      for (let pass = 0; pass < 10_000 && sweep(active, lambda) > tolerance * scale; ++pass);
      // All variants once more: some may now be wanted, and then the active ones are not yet done.
      if (sweep(columns.keys(), lambda) <= tolerance * scale) break;
    }
    return {
      lambda,
      beta: beta.map((value, j) => (value === 0 ? 0 : value / deviations[j])),
      used: beta.reduce((count, value) => count + Number(value !== 0), 0)
    };
  });
}

/** Penalties from the smallest at which every coefficient is 0 down to `least` of it, evenly on a logarithmic scale. */
export function penaltyPath(
  training: TrainingGenotypes,
  people: Int32Array,
  trait: Float64Array,
  covariates: Covariates,
  {mixing, steps, least, among}: {mixing: number; steps: number; least: number; among?: Uint8Array}
): number[] {
  const {columns, deviations, residuals} = openProblem(training, people, trait, covariates, among);
  let most = 0;
  columns.forEach((x, j) => {
    if (x === null) return;
    let dot = 0;
    for (let i = 0; i < people.length; ++i) dot += x[i] * residuals[i];
    most = Math.max(most, Math.abs(dot) / people.length / deviations[j]);
  });
  return Array.from({length: steps}, (_, k) => (most / mixing) * least ** (k / Math.max(1, steps - 1)));
}

interface Problem {
  /** Centred copies of alt, 4 bytes a person; null = does not vary, or may not have a coefficient. */
  columns: (Float32Array | null)[];
  deviations: Float64Array;
  /** The trait less everything fitted so far. */
  residuals: Float64Array;
  /** Takes out of `residuals` what the covariates explain. */
  project: () => void;
  /** Standard deviation of the trait beyond the covariates. */
  scale: number;
}

function openProblem(
  training: TrainingGenotypes,
  people: Int32Array,
  trait: Float64Array,
  {columns: width, values}: Covariates,
  among?: Uint8Array
): Problem {
  const deviations = new Float64Array(training.variants);
  const columns = Array.from({length: training.variants}, (_, variant) => {
    if (among && !among[variant]) return null;
    const column = new Float32Array(people.length);
    deviations[variant] = centredDosages(training, variant, people, column).deviation;
    return deviations[variant] > 0 ? column : null;
  });
  const square = new Float64Array(width * width);
  for (let i = 0; i < people.length; ++i)
    for (let j = 0; j < width; ++j)
      for (let k = j; k < width; ++k) square[j * width + k] += values[i * width + j] * values[i * width + k];
  const factor = cholesky(square, width);
  if (!factor) throw new Error("covariates explain each other; leave one out");
  const residuals = trait.slice();
  const project = (): void => {
    const right = new Float64Array(width);
    for (let i = 0; i < residuals.length; ++i)
      for (let j = 0; j < width; ++j) right[j] += values[i * width + j] * residuals[i];
    const gamma = solveCholesky(factor, width, right);
    for (let i = 0; i < residuals.length; ++i)
      for (let j = 0; j < width; ++j) residuals[i] -= values[i * width + j] * gamma[j];
  };
  project();
  const scale = Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length);
  return {columns, deviations, residuals, project, scale};
}

function soft(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}
