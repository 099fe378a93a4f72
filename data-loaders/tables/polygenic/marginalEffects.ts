import {studentMinusLog10P} from "../../../src/kernels/tails.js";
import {cholesky, solveLower} from "../association/cholesky.js";
import {leastSquares, type Covariates} from "./covariateModel.js";
import {centredDosages, type TrainingGenotypes} from "./trainingGenotypes.js";

/** Linear regression of a trait on each variant alone, with the covariates. */
export interface MarginalEffects {
  /** Per copy of alt; NaN where the variant does not vary beyond the covariates. */
  beta: Float64Array;
  se: Float64Array;
  minusLog10P: Float64Array;
}

/**
 * Exact linear regression, variant by variant, in `people` (indices; `trait` and rows of `covariates` are in their
 * order). Missing genotypes are at their mean.
 */
export function marginalEffects(
  training: TrainingGenotypes,
  people: Int32Array,
  trait: Float64Array,
  {columns, values}: Covariates
): MarginalEffects {
  const n = people.length;
  const effects: MarginalEffects = {
    beta: new Float64Array(training.variants).fill(NaN),
    se: new Float64Array(training.variants).fill(NaN),
    minusLog10P: new Float64Array(training.variants).fill(NaN)
  };
  const residuals = leastSquares({columns, values}, trait)?.residuals;
  const square = new Float64Array(columns * columns);
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < columns; ++j)
      for (let k = j; k < columns; ++k) square[j * columns + k] += values[i * columns + j] * values[i * columns + k];
  const factor = cholesky(square, columns);
  const freedom = n - columns - 1;
  if (!residuals || !factor || freedom < 1) return effects;
  const rss = residuals.reduce((sum, value) => sum + value * value, 0);
  const dosages = new Float32Array(n);
  for (let variant = 0; variant < training.variants; ++variant) {
    const {deviation} = centredDosages(training, variant, people, dosages);
    if (!(deviation > 0)) continue;
    const onCovariates = new Float64Array(columns);
    let [gy, gg] = [0, n * deviation * deviation];
    for (let i = 0; i < n; ++i) {
      const dosage = dosages[i];
      gy += dosage * residuals[i];
      for (let j = 0; j < columns; ++j) onCovariates[j] += dosage * values[i * columns + j];
    }
    const total = gg;
    for (const value of solveLower(factor, columns, onCovariates)) gg -= value * value;
    if (!(gg > 1e-6 * total)) continue;
    const beta = gy / gg;
    const se = Math.sqrt(Math.max(0, rss - beta * gy) / freedom / gg);
    effects.beta[variant] = beta;
    effects.se[variant] = se;
    effects.minusLog10P[variant] = studentMinusLog10P(beta / se, freedom);
  }
  return effects;
}
