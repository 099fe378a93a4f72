import type {TableBatch} from "../../src/model/table.js";
import type {People, StratumVariable} from "../sources/cohort.js";
import {stringColumn} from "./stringColumn.js";
import {unknownLevel} from "./strataLayout.js";

/** A table of people by several characteristics, down to its finest cells. Mixed radix, the last dimension fastest. */
export interface PeopleCube {
  dimensions: {name: string; levels: string[]}[];
  cells: Int32Array;
}

/** The level that stands for all of a dimension in table `people_margins`. */
export const allLevels = "all";

/** Numbers of people by every stratum and by band of age, where it is known. */
export function countPeople({
  total,
  included,
  strata,
  age
}: Pick<People, "total" | "included" | "strata" | "age">): PeopleCube {
  const variables = (age ? [...strata, age] : strata).map((variable) => withUnknown(variable, included));
  const size = variables.reduce((product, {levels}) => product * levels.length, 1);
  const cells = new Int32Array(size);
  for (let person = 0; person < total; ++person) {
    if (!included[person]) continue;
    let cell = 0;
    for (const {levels, codes} of variables)
      cell = cell * levels.length + (codes[person] < 0 ? levels.length - 1 : codes[person]);
    ++cells[cell];
  }
  return {dimensions: variables.map(({name, levels}) => ({name, levels})), cells};
}

function withUnknown({name, levels, codes}: StratumVariable, included: Uint8Array): StratumVariable {
  const missing = codes.some((code, person) => code < 0 && included[person]);
  return {name, levels: missing && levels.at(-1) !== unknownLevel ? [...levels, unknownLevel] : levels, codes};
}

/**
 * Table `people_margins`: `n` people for every combination of levels of every choice of dimensions; `all` where a
 * dimension is not chosen. `rows` have a level index per dimension, -1 = all.
 */
export function marginsTable(dimensions: PeopleCube["dimensions"], rows: {levels: number[]; n: number}[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      ...dimensions.map(({name, levels}, d) =>
        stringColumn(
          name,
          rows.map((row) => (row.levels[d] < 0 ? allLevels : levels[row.levels[d]]))
        )
      ),
      {name: "n", type: "int32", values: Int32Array.from(rows, ({n}) => n)}
    ]
  };
}
