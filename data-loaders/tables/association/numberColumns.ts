import type {Column} from "../../../src/model/table.js";

/** A column of numbers of which NaN is unknown, and null in the file. */
export function floatColumn(name: string, values: Float64Array): Column {
  let complete = true;
  for (let i = 0; complete && i < values.length; ++i) complete = !Number.isNaN(values[i]);
  if (complete) return {name, type: "float64", values};
  const valid = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  return {name, type: "float64", values: values.map((value) => (Number.isNaN(value) ? 0 : value)), valid};
}

export function intColumn(name: string, values: Int32Array): Column {
  return {name, type: "int32", values};
}

export function nullIntColumn(name: string, rows: number): Column {
  return {name, type: "int32", values: new Int32Array(rows), valid: new Uint8Array(rows)};
}
