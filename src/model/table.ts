/**
 * A piece of a table, column by column; every column has `rows` values.
 * A null is a withheld or unknown value: `valid[i] === 0`. Without `valid` nothing is null.
 */
export interface TableBatch {
  rows: number;
  columns: Column[];
}

export type Column =
  | {name: string; type: "string"; dictionary: readonly string[]; codes: Int32Array; valid?: Uint8Array}
  | {name: string; type: "int32"; values: Int32Array; valid?: Uint8Array}
  | {name: string; type: "float64"; values: Float64Array; valid?: Uint8Array};
