import type {Column} from "../../src/model/table.js";
import {floatColumn} from "./association/numberColumns.js";
import {stringColumn} from "./stringColumn.js";

/*
 * Columns of a table made from its rows.
 */

/** A row may have none (null), and so may those below. */
export function text<Row>(name: string, rows: readonly Row[], of: (row: Row) => string | null): Column {
  return stringColumn(name, rows.map((row) => of(row) ?? ""), {emptyIsNull: true}); // prettier-ignore
}

export function float<Row>(name: string, rows: readonly Row[], of: (row: Row) => number | null): Column {
  return floatColumn(
    name,
    Float64Array.from(rows, (row) => of(row) ?? NaN)
  );
}

/** Whole numbers. */
export function count<Row>(name: string, rows: readonly Row[], of: (row: Row) => number | null): Column {
  const values = Int32Array.from(rows, (row) => of(row) ?? 0);
  return {name, type: "int32", values, valid: Uint8Array.from(rows, (row) => Number(of(row) !== null))};
}

export function yesOrNo(value: boolean): string {
  return value ? "yes" : "no";
}
