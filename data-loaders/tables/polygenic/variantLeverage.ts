import type {GenotypeBatch} from "../../sources/cohort.js";
import type {ScoringFile} from "../../../src/model/polygenic.js";
import {cholesky, solveLower} from "../association/cholesky.js";
import {leastSquares, type Covariates} from "./covariateModel.js";
import {addedBy, openScorer, usualScoring, type ScoredPeople, type ScoreOptions} from "./scorePeople.js";

/** Some people in whom the accuracy of a score is looked at: a genetic ancestry group. */
export interface LeverageGroup {
  name: string;
  /** Indices of people with trait and score, in the order of `trait` and of the rows of `covariates`. */
  people: Int32Array;
  trait: Float64Array;
  covariates: Covariates;
}

/** What one variant does for the accuracy of a score in each group. */
export interface VariantLeverage {
  /** Index into the score's variants. */
  variant: number;
  /** Per group: variance explained beyond the covariates without this variant; NaN where nothing is left to explain with. */
  r2Without: number[];
}

/**
 * The accuracy of a score without each of its variants, one at a time, by group: in one more pass over the genotypes.
 * `score` is what `scorePeople` gave for the same people and options. One variant can carry a score in one ancestry
 * alone: rs7254892 at APOE is common enough in few of them.
 */
export async function variantLeverage(
  batches: AsyncIterable<GenotypeBatch>,
  scoring: ScoringFile,
  score: Float64Array,
  people: ScoredPeople,
  groups: readonly LeverageGroup[],
  options: ScoreOptions = usualScoring
): Promise<VariantLeverage[]> {
  const prepared = groups.map((group) => prepareGroup(group, score));
  const found: VariantLeverage[] = [];
  const scorer = openScorer([scoring], people, options, (used) => {
    const r2Without = prepared.map((group) => {
      if (!group) return NaN;
      const adds = Float64Array.from(group.people, (person) => addedBy(used, person, people.groups?.[person] ?? -1));
      return r2WithoutVariant(group, adds);
    });
    found.push({variant: used.variant, r2Without});
  });
  for await (const batch of batches) scorer.add(batch);
  scorer.end();
  return found.sort((a, b) => a.variant - b.variant);
}

interface PreparedGroup {
  people: Int32Array;
  /** Trait and score less what the covariates explain, and the covariates' Cholesky factor. */
  y: Float64Array;
  s: Float64Array;
  covariates: Covariates;
  factor: Float64Array;
  total: number;
}

function prepareGroup({people, trait, covariates}: LeverageGroup, score: Float64Array): PreparedGroup | null {
  const own = Float64Array.from(people, (person) => score[person]);
  const [y, s] = [leastSquares(covariates, trait), leastSquares(covariates, own)];
  const {columns, values} = covariates;
  const square = new Float64Array(columns * columns);
  for (let i = 0; i < people.length; ++i)
    for (let j = 0; j < columns; ++j)
      for (let k = j; k < columns; ++k) square[j * columns + k] += values[i * columns + j] * values[i * columns + k];
  const factor = cholesky(square, columns);
  if (!y || !s || !factor) return null;
  const mean = trait.reduce((sum, value) => sum + value, 0) / trait.length;
  const total = trait.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {people, y: y.residuals, s: s.residuals, covariates, factor, total};
}

/** The residuals of the score without the variant are those of the score less those of the variant. */
function r2WithoutVariant(
  {y, s, covariates: {columns, values}, factor, total}: PreparedGroup,
  adds: Float64Array
): number {
  let [sy, cy, ss, cs, cc] = [0, 0, 0, 0, 0];
  const onCovariates = new Float64Array(columns);
  for (let i = 0; i < adds.length; ++i) {
    sy += s[i] * y[i];
    cy += adds[i] * y[i];
    ss += s[i] * s[i];
    cs += adds[i] * s[i];
    cc += adds[i] * adds[i];
    for (let j = 0; j < columns; ++j) onCovariates[j] += adds[i] * values[i * columns + j];
  }
  const explained = solveLower(factor, columns, onCovariates).reduce((sum, value) => sum + value * value, 0);
  const left = ss - 2 * cs + Math.max(0, cc - explained);
  return left > 1e-10 * ss ? (sy - cy) ** 2 / (left * total) : NaN;
}
