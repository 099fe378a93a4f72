import {scoreMeasures, type PolygenicScoreRow} from "../../../src/model/polygenicScores.js";
import type {Column, TableBatch} from "../../../src/model/table.js";
import {floatColumn} from "../association/numberColumns.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";

/** Table `polygenic_scores`: one number a row. */
export function polygenicScoresTable(rows: readonly PolygenicScoreRow[]): TableBatch {
  const text = (name: string, of: (row: PolygenicScoreRow) => string | null) =>
    stringColumn(name, rows.map((row) => of(row) ?? ""), {emptyIsNull: true}); // prettier-ignore
  const float = (name: string, of: (row: PolygenicScoreRow) => number | null) =>
    floatColumn(
      name,
      // An interval without an end has none in the table.
      Float64Array.from(rows, (row) => {
        const value = of(row) ?? NaN;
        return Number.isFinite(value) ? value : NaN;
      })
    );
  const int = (name: string, of: (row: PolygenicScoreRow) => number | null): Column => ({
    name,
    type: "int32",
    values: Int32Array.from(rows, (row) => of(row) ?? 0),
    valid: Uint8Array.from(rows, (row) => Number(of(row) !== null))
  });
  return {
    rows: rows.length,
    columns: [
      text("score", ({score}) => score),
      text("measure", ({measure}) => measure),
      text(ancestryVariable, ({ancestry}) => ancestry),
      text("bin", ({bin}) => bin),
      float("x0", ({x0}) => x0),
      float("x1", ({x1}) => x1),
      float("estimate", ({estimate}) => estimate),
      float("low", ({low}) => low),
      float("high", ({high}) => high),
      int("n", ({n}) => n),
      int("n_variants", ({nVariants}) => nVariants),
      text("unit", ({measure}) => scoreMeasures[measure].unit)
    ]
  };
}
