import type {Column, TableBatch} from "../../src/model/table.js";

/** A table as a reader would see it: an object per row. */
export function rowsOf({rows, columns}: TableBatch): Record<string, string | number | null>[] {
  return Array.from({length: rows}, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, valueAt(column, row)]))
  );
}

function valueAt(column: Column, row: number): string | number | null {
  if (column.valid?.[row] === 0) return null;
  return column.type === "string" ? column.dictionary[column.codes[row]] : column.values[row];
}
