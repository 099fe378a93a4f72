import type {TableBatch} from "../../src/model/table.js";
import type {StrataLayout} from "./strataLayout.js";
import {cycledColumn} from "./stringColumn.js";

/** Table `people`: how many people were counted, `n`, per combination of strata that has people. */
export function peopleTable({variables, combinations}: StrataLayout): TableBatch {
  return {
    rows: combinations.length,
    columns: [
      ...variables.map(({name, levels}, i) =>
        cycledColumn(
          name,
          levels,
          combinations.map(({codes}) => codes[i]),
          1
        )
      ),
      {name: "n", type: "int32", values: Int32Array.from(combinations, ({people}) => people)}
    ]
  };
}
