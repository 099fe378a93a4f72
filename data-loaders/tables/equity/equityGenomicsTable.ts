import {genomicMeasures, type EquityGenomicsRow} from "../../../src/model/equityGenomics.js";
import type {TableBatch} from "../../../src/model/table.js";
import {floatColumn} from "../association/numberColumns.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";

/** Table `equity_genomics`: one number a row. */
export function equityGenomicsTable(rows: readonly EquityGenomicsRow[]): TableBatch {
  const text = (name: string, of: (row: EquityGenomicsRow) => string | null) =>
    stringColumn(name, rows.map((row) => of(row) ?? ""), {emptyIsNull: true}); // prettier-ignore
  const float = (name: string, of: (row: EquityGenomicsRow) => number | null) =>
    floatColumn(
      name,
      Float64Array.from(rows, (row) => of(row) ?? NaN)
    );
  const known = Uint8Array.from(rows, ({nVariants}) => Number(nVariants !== null));
  return {
    rows: rows.length,
    columns: [
      text("measure", ({measure}) => measure),
      text(ancestryVariable, ({ancestry}) => ancestry),
      text("other_ancestry", ({otherAncestry}) => otherAncestry),
      text("trait", ({trait}) => trait),
      text("bin", ({bin}) => bin),
      float("estimate", ({estimate}) => estimate),
      float("se", ({se}) => se),
      float("low", ({low}) => low),
      float("high", ({high}) => high),
      {name: "n_variants", type: "int32", values: Int32Array.from(rows, (row) => row.nVariants ?? 0), valid: known},
      text("unit", ({measure}) => genomicMeasures[measure].unit)
    ]
  };
}
