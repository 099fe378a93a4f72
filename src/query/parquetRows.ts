import {DataType, tableFromIPC, type Table, type Vector} from "apache-arrow";
import * as parquetWasm from "parquet-wasm";

/** Some rows of a Parquet file. A column that the file does not have is null throughout. */
export interface ParquetRows {
  rows: number;
  text(column: string): (row: number) => string | null;
  /** NaN is a value; null is none. */
  number(column: string): (row: number) => number | null;
  /** Of a column with few distinct texts: the texts, and which of them each row has; −1 = none. */
  levels(column: string): {levels: string[]; codes: Int32Array};
}

let started: Promise<unknown> | null = null;

/** Gets the reader ready in a page; `parquetWasm` is its address on this site. Where it is ready anyway that does nothing. */
export function startParquet(address: string): Promise<unknown> {
  return (started ??= parquetWasm.default({module_or_path: address}));
}

/**
 * Reads the named columns, one row group after the other, so that little is held at once; a pause after each lets the
 * page draw. `isWanted` may leave groups out, by their number.
 * Rejects when the file cannot be read.
 */
export async function visitParquet(
  bytes: Uint8Array,
  columns: readonly string[],
  visit: (rows: ParquetRows) => void,
  isWanted: (group: number) => boolean = () => true
): Promise<void> {
  const {file, groups, names} = await openFile(bytes);
  const wanted = columns.filter((name) => names.includes(name));
  try {
    for (let group = 0; group < groups; group += 1) {
      if (!isWanted(group)) continue;
      visit(rowsOf(await readGroup(file, {rowGroups: [group], columns: wanted})));
      await new Promise((resume) => setTimeout(resume, 0));
    }
  } finally {
    file.free();
  }
}

/** A text column of the first row of each row group: in a sorted file, an index of it. */
export async function firstTexts(bytes: Uint8Array, column: string): Promise<string[]> {
  const {file, groups} = await openFile(bytes);
  const texts: string[] = [];
  try {
    for (let group = 0; group < groups; group += 1) {
      const table = await readGroup(file, {rowGroups: [group], columns: [column], limit: 1});
      texts.push(rowsOf(table).text(column)(0) ?? "");
    }
  } finally {
    file.free();
  }
  return texts;
}

/** The file is read where it lies, so that a row group costs what it holds. */
async function openFile(bytes: Uint8Array): Promise<{file: parquetWasm.ParquetFile; groups: number; names: string[]}> {
  const file = await parquetWasm.ParquetFile.fromFile(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const names = tableFromIPC(file.schema().intoIPCStream()).schema.fields.map(({name}) => name);
  return {file, groups: file.metadata().numRowGroups(), names};
}

/** One batch for a whole group: a column in one piece is read several times faster, row by row. */
async function readGroup(
  file: parquetWasm.ParquetFile,
  options: {rowGroups: number[]; columns: string[]; limit?: number}
): Promise<Table> {
  return tableFromIPC((await file.read({...options, batchSize: 1 << 24})).intoIPCStream());
}

function rowsOf(table: Table): ParquetRows {
  return {
    rows: table.numRows,
    text: (column) => {
      const vector = table.getChild(column);
      return (row) => (vector?.get(row) as string | null | undefined) ?? null;
    },
    number: (column) => {
      const vector = table.getChild(column);
      return (row) => plainNumber(vector?.get(row));
    },
    levels: (column) => levelsOf(table.getChild(column), table.numRows)
  };
}

function levelsOf(vector: Vector | null, rows: number): {levels: string[]; codes: Int32Array} {
  const codes = new Int32Array(rows).fill(-1);
  const levels: string[] = [];
  if (!vector) return {levels, codes};
  const keyOf = keys(vector);
  const seen = new Map<number | string, number>();
  for (let row = 0; row < rows; row += 1) {
    const key = keyOf(row);
    if (key === null) continue;
    let code = seen.get(key);
    if (code === undefined) {
      code = levels.push(vector.get(row) as string) - 1;
      seen.set(key, code);
    }
    codes[row] = code;
  }
  return {levels, codes};
}

/** What tells the texts of a column apart: for short ones their bytes as a number, which need not be decoded. */
function keys(vector: Vector): (row: number) => number | string | null {
  const [data] = vector.data;
  if (vector.data.length !== 1 || !DataType.isUtf8(vector.type) || vector.nullCount > 0)
    return (row) => vector.get(row) as string | null;
  const {values, valueOffsets} = data as unknown as {values: Uint8Array; valueOffsets: Int32Array};
  return (row) => {
    const [start, end] = [valueOffsets[row], valueOffsets[row + 1]];
    if (end - start > 6) return vector.get(row) as string;
    let key = end - start;
    for (let at = start; at < end; at += 1) key = key * 256 + values[at];
    return key;
  };
}

function plainNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "bigint" ? Number(value) : (value as number);
}
