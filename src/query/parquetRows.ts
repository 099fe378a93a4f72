import {tableFromIPC, type Vector} from "apache-arrow";
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
 * Reads the named columns, some row groups at a time, so that little is held at once; a pause after each lets the page
 * draw. Rejects when the file cannot be read.
 */
export async function visitParquet(
  bytes: Uint8Array,
  columns: readonly string[],
  visit: (rows: ParquetRows) => void
): Promise<void> {
  const file = await parquetWasm.ParquetFile.fromFile(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const metadata = file.metadata();
  const groups = metadata.numRowGroups();
  const known = file.schema().intoIPCStream();
  const names = tableFromIPC(known).schema.fields.map(({name}) => name);
  file.free();
  const wanted = columns.filter((name) => names.includes(name));
  for (let group = 0; group < groups; group += 1) {
    const stream = parquetWasm
      .readParquet(bytes, {rowGroups: [group], columns: wanted, batchSize: 65_536})
      .intoIPCStream();
    const table = tableFromIPC(stream);
    visit({
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
    });
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

function levelsOf(vector: Vector | null, rows: number): {levels: string[]; codes: Int32Array} {
  const codes = new Int32Array(rows).fill(-1);
  const levels: string[] = [];
  const seen = new Map<string, number>();
  if (!vector) return {levels, codes};
  for (let row = 0; row < rows; row += 1) {
    const text = vector.get(row) as string | null;
    if (text === null) continue;
    let code = seen.get(text);
    if (code === undefined) {
      code = levels.push(text) - 1;
      seen.set(text, code);
    }
    codes[row] = code;
  }
  return {levels, codes};
}

function plainNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "bigint" ? Number(value) : (value as number);
}
