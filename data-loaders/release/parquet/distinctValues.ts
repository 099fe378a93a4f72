import type {Column} from "../../../src/model/table.js";

/** The values of one column chunk that are not null: as indices into a list, or just the values. */
export interface ChunkValues {
  /** Non-null rows; index into `list` each. Absent when a dictionary would not pay. */
  indices: Int32Array | null;
  /** The dictionary; without `indices`, the non-null values in row order. Strings, or numbers. */
  list: readonly string[] | Int32Array | Float64Array;
  /** Non-null rows. */
  count: number;
  /** Smallest and largest non-null value; strings in the order of their UTF-8 bytes. Undefined without any, or with NaN. */
  min?: string | number;
  max?: string | number;
}

/** What to write of a column: nulls dropped, unused dictionary entries dropped, bounds found. */
export function distinctValues(column: Column): ChunkValues {
  switch (column.type) {
    case "string":
      return distinctStrings(column.dictionary, dropNulls(column.codes, column.valid));
    case "int32":
      return distinctIntegers(dropNulls(column.values, column.valid));
    case "float64":
      return plainNumbers(dropNulls(column.values, column.valid));
  }
}

function dropNulls<T extends Int32Array | Float64Array>(values: T, valid: Uint8Array | undefined): T {
  return valid ? (values.filter((_, row) => valid[row] !== 0) as T) : values;
}

function distinctStrings(dictionary: readonly string[], codes: Int32Array): ChunkValues {
  const count = codes.length;
  const place = new Int32Array(dictionary.length).fill(-1);
  for (let row = 0; row < count; ++row) place[codes[row]] = 0;
  const list: string[] = [];
  let min: string | undefined;
  let max: string | undefined;
  for (let code = 0; code < place.length; ++code) {
    if (place[code] < 0) continue;
    const value = dictionary[code];
    place[code] = list.push(value) - 1;
    if (min === undefined || compareUtf8(value, min) < 0) min = value;
    if (max === undefined || compareUtf8(value, max) > 0) max = value;
  }
  // With nearly as many strings as rows, indices would only be added to the strings.
  if (list.length * 4 > count * 3 && count > 64) {
    return {indices: null, list: Array.from(codes, (code) => dictionary[code]), count, min, max};
  }
  const indices = list.length === dictionary.length ? codes : codes.map((code) => place[code]);
  return {indices, list, count, min, max};
}

/** Counts lie close together: the dictionary is every whole number from the smallest to the largest, so no look-up is needed. */
function distinctIntegers(values: Int32Array): ChunkValues {
  const count = values.length;
  if (count === 0) return {indices: null, list: values, count};
  let min = values[0];
  let max = values[0];
  for (let row = 1; row < count; ++row) {
    const value = values[row];
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const distinct = max - min + 1;
  if (distinct > 65536 || distinct * 2 > count + 64) return {indices: null, list: values, count, min, max};
  const list = Int32Array.from({length: distinct}, (_, i) => min + i);
  return {indices: min === 0 ? values : values.map((value) => value - min), list, count, min, max};
}

function plainNumbers(values: Float64Array): ChunkValues {
  let min = Infinity;
  let max = -Infinity;
  let comparable = values.length > 0;
  for (let row = 0; row < values.length; ++row) {
    const value = values[row];
    if (Number.isNaN(value)) comparable = false;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Zeros of both signs are equal, yet readers compare bounds: the format asks for -0 … +0.
  const bounds = comparable ? {min: min === 0 ? -0 : min, max: max === 0 ? 0 : max} : {};
  return {indices: null, list: values, count: values.length, ...bounds};
}

/** JavaScript orders strings by UTF-16 units, which differs from UTF-8 bytes only where surrogates meet U+E000–U+FFFF. */
function compareUtf8(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
