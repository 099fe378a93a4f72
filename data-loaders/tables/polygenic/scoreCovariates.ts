import type {CovariateValues} from "../../sources/cohort.js";
import {designMatrix, type Covariate} from "../association/designMatrix.js";
import type {Covariates} from "./covariateModel.js";

/** Everybody's covariates in columns: those that can be told apart in every one of some groups. */
export interface ScoreCovariates extends Covariates {
  names: string[];
}

/** One column each; a categorical covariate has one for each level but the first. `components`: people × `count`. */
export function covariateColumns(
  covariates: readonly CovariateValues[],
  {count, scores}: {count: number; scores: Float64Array}
): Covariate[] {
  const quantitative = (name: string, values: Float64Array): Covariate => ({name, kind: "quantitative", values});
  return [
    ...covariates.flatMap(({name, kind, values, levels}) =>
      kind === "quantitative"
        ? [quantitative(name, values)]
        : (levels ?? []).slice(1).map((level, i) =>
            quantitative(
              (levels ?? []).length === 2 ? name : `${name} ${level}`,
              values.map((code) => (Number.isNaN(code) ? NaN : Number(code === i + 1)))
            )
          )
    ),
    ...Array.from({length: count}, (_, k) =>
      quantitative(
        `PC${k + 1}`,
        Float64Array.from({length: scores.length / count}, (_, person) => scores[person * count + k])
      )
    )
  ];
}

/**
 * The constant and the columns that vary, and do not follow from others, in each of `groups` (indices of people whose
 * trait is known). A column that one group cannot have is taken from all, so that groups are compared alike.
 */
export function commonCovariates(
  total: number,
  trait: Float64Array,
  columns: readonly Covariate[],
  groups: readonly Int32Array[]
): ScoreCovariates {
  const named = groups.map((people) => new Set(designMatrix(people, trait, columns).names));
  const kept = columns.filter(({name}) => named.every((names) => names.has(name)));
  const wide = kept.length + 1;
  const values = new Float64Array(total * wide);
  for (let person = 0; person < total; ++person) {
    values[person * wide] = 1;
    kept.forEach((column, c) => (values[person * wide + c + 1] = column.values[person]));
  }
  return {columns: wide, values, names: kept.map(({name}) => name)};
}
