import type {CheckedStructure} from "../../../src/model/structure.js";
import type {TableBatch} from "../../../src/model/table.js";
import {stringColumn} from "../stringColumn.js";

/** Table `structure_models`: the files of the models, one a row, as they were given. Public knowledge. */
export function structureModelsTable(structures: readonly CheckedStructure[]): TableBatch {
  const column = (name: string, of: (structure: CheckedStructure) => string | null) =>
    stringColumn(
      name,
      structures.map((structure) => of(structure) ?? ""),
      {emptyIsNull: name === "accession"}
    );
  return {
    rows: structures.length,
    columns: [
      column("gene", ({gene}) => gene),
      column("accession", ({accession}) => accession),
      column("format", ({format}) => format),
      column("model_sha256", ({sha256}) => sha256),
      column("model", ({text}) => text),
      column("source", ({source}) => source),
      column("licence", ({licence}) => licence)
    ]
  };
}
