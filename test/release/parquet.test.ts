import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {createHash} from "node:crypto";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {decompress} from "@bokuweb/zstd-wasm";
import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";
import {tableFromIPC} from "apache-arrow";
import fc from "fast-check";
import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {readParquet} from "parquet-wasm";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Protected} from "../../data-loaders/disclosure/protect.js";
import {encodeRowGroup, ParquetFile} from "../../data-loaders/release/parquet.js";
import {fileSink} from "../../data-loaders/release/parquet/byteSink.js";
import {openCompressor} from "../../data-loaders/release/parquet/compressPage.js";
import type {Column, TableBatch} from "../../src/model/table.js";

let folder: string;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-parquet-"));
  duckdb = await (await DuckDBInstance.create()).connect();
  await openCompressor();
});

afterAll(() => rm(folder, {recursive: true}));

const protect = (batch: TableBatch) => batch as Protected<TableBatch>;

async function write(name: string, batches: TableBatch[], keyValue: Record<string, string> = {}): Promise<string> {
  const path = join(folder, name);
  const groups = await Promise.all(batches.map((batch) => encodeRowGroup(protect(batch))));
  const file = new ParquetFile(await fileSink(path), groups[0].columns);
  for (const group of groups) await file.append(group);
  await file.close(keyValue);
  return path;
}

/** What the file should say, row by row. */
function rowsOf({rows, columns}: TableBatch): Record<string, unknown>[] {
  const valueOf = (column: Column, row: number) =>
    column.valid?.[row] === 0
      ? null
      : column.type === "string"
        ? column.dictionary[column.codes[row]]
        : column.values[row];
  return Array.from({length: rows}, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, valueOf(column, row)]))
  );
}

const readers: Record<string, (path: string) => Promise<Record<string, unknown>[]>> = {
  duckdb: async (path) => (await duckdb.runAndReadAll(`from '${path}'`)).getRowObjectsJS(),
  "parquet-wasm": async (path) => {
    const table = tableFromIPC(readParquet(new Uint8Array(await readFile(path))).intoIPCStream());
    return table.toArray().map((row) => ({...row.toJSON()}));
  },
  hyparquet: async (path) =>
    parquetReadObjects({
      file: await asyncBufferFromFile(path),
      compressors: {ZSTD: (input) => decompress(input as Uint8Array<ArrayBuffer> & Buffer)}
    })
};

/** Whole numbers 0 … 255 from a small seeded generator. */
function scattered(count: number, seed: number): Int32Array {
  let state = seed;
  return Int32Array.from({length: count}, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24);
}

const small: TableBatch = {
  rows: 4,
  columns: [
    {
      name: "variant_id",
      type: "string",
      dictionary: ["1-1-A-G", "unused", "X-9-é-<DEL>"],
      codes: Int32Array.of(0, 0, 2, 2)
    },
    {name: "hom_ref", type: "int32", values: Int32Array.of(-3, 2147483647, 7, 0), valid: Uint8Array.of(1, 1, 0, 1)},
    {name: "het", type: "int32", values: Int32Array.of(5, 5, 6, 9)},
    {name: "beta", type: "float64", values: Float64Array.of(0.1, -1e300, NaN, 5), valid: Uint8Array.of(1, 1, 1, 0)}
  ]
};

describe.each(Object.entries(readers))("a file read by %s", (_, read) => {
  it("has the values, nulls and text of the batch", async () => {
    expect(await read(await write("small.parquet", [small]))).toEqual(rowsOf(small));
  });

  it("has the rows of all row groups, in the order of append", async () => {
    const groups = [batchOf(1000, 3), batchOf(1, 5), batchOf(70_001, 7)];
    expect(await read(await write("groups.parquet", groups))).toEqual(groups.flatMap(rowsOf));
  });

  it("has columns of nulls only", async () => {
    const nulls: TableBatch = {
      rows: 9,
      columns: [
        {name: "a", type: "int32", values: new Int32Array(9), valid: new Uint8Array(9)},
        {name: "b", type: "string", dictionary: [], codes: new Int32Array(9).fill(-1), valid: new Uint8Array(9)},
        {name: "c", type: "float64", values: new Float64Array(9), valid: new Uint8Array(9)}
      ]
    };
    expect(await read(await write("nulls.parquet", [nulls]))).toEqual(rowsOf(nulls));
  });

  it("has counts that do not shrink, whose pages are left uncompressed, beside others that do", async () => {
    const counts = scattered(60_000, 17);
    const batch: TableBatch = {
      rows: counts.length,
      columns: [
        {name: "common", type: "int32", values: counts},
        {name: "rare", type: "int32", values: counts.map((value) => (value > 250 ? 1 : 0))},
        {name: "gaps", type: "int32", values: counts, valid: Uint8Array.from(counts, (value) => value & 1)}
      ]
    };
    const {chunks} = await encodeRowGroup(protect(batch));
    const [common, rare] = chunks.map((chunk) => Number(chunk.total_compressed_size));
    expect(common).toBeGreaterThan(counts.length);
    expect(rare).toBeLessThan(counts.length / 16);
    expect(await read(await write("scattered.parquet", [batch]))).toEqual(rowsOf(batch));
  });

  it("has what any batch holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, async (batch) => {
        expect(await read(await write("any.parquet", [batch]))).toEqual(rowsOf(batch));
      }),
      {seed: 20261123, numRuns: 60}
    );
  });
});

describe("encodeRowGroup(batch)", () => {
  it("gives types, null counts and bounds that DuckDB sees without reading the data", async () => {
    const path = await write("statistics.parquet", [small]);
    const found = await duckdb.runAndReadAll(
      `select path_in_schema, type, stats_min_value, stats_max_value, stats_null_count::int, compression
       from parquet_metadata('${path}')`
    );
    expect(found.getRowsJS()).toEqual([
      ["variant_id", "BYTE_ARRAY", "1-1-A-G", "X-9-é-<DEL>", 0, "ZSTD"],
      ["hom_ref", "INT32", "-3", "2147483647", 1, "ZSTD"],
      ["het", "INT32", "5", "9", 0, "ZSTD"],
      ["beta", "DOUBLE", null, null, 1, "ZSTD"]
    ]);
    const types = await duckdb.runAndReadAll(`describe from '${path}'`);
    expect(types.getColumnsJS()[1]).toEqual(["VARCHAR", "INTEGER", "INTEGER", "DOUBLE"]);
  });

  it("uses a dictionary for groups and counts, and none where every value differs", async () => {
    const path = await write("encodings.parquet", [batchOf(50_000, 11)]);
    const found = await duckdb.runAndReadAll(`select path_in_schema, encodings from parquet_metadata('${path}')`);
    const encodings = Object.fromEntries(found.getRowsJS() as [string, string][]);
    expect(encodings.variant_id).toContain("RLE_DICTIONARY");
    expect(encodings.hom_ref).toContain("RLE_DICTIONARY");
    expect(encodings.unique).not.toContain("RLE_DICTIONARY");
  });

  it("spends next to nothing on groups that repeat and on columns of zeros", async () => {
    const {chunks} = await encodeRowGroup(protect(batchOf(100_000, 13)));
    const bytes = Object.fromEntries(
      chunks.map((chunk) => [chunk.path_in_schema[0], Number(chunk.total_compressed_size)])
    );
    expect(bytes.ancestry).toBeLessThan(500);
    expect(bytes.hemi_alt).toBeLessThan(200);
  });

  it("refuses a column that is not as long as the batch", async () => {
    const torn = {...small, rows: 5};
    await expect(encodeRowGroup(protect(torn))).rejects.toThrow("column variant_id has 4 values in 5 rows");
  });
});

describe("ParquetFile", () => {
  it("keeps provenance as key–value metadata", async () => {
    const path = await write("provenance.parquet", [small], {"covenant.cohort": "kg1126", "covenant.note": "5 ≤ 6"});
    const {key_value_metadata, num_rows} = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(num_rows).toBe(4n);
    expect(key_value_metadata).toEqual([
      {key: "covenant.cohort", value: "kg1126"},
      {key: "covenant.note", value: "5 ≤ 6"}
    ]);
  });

  it("can be a table without rows", async () => {
    const sink = await fileSink(join(folder, "empty.parquet"));
    const {columns} = await encodeRowGroup(protect(small));
    expect((await new ParquetFile(sink, columns).close({})).rows).toBe(0);
    for (const read of Object.values(readers)) expect(await read(join(folder, "empty.parquet"))).toEqual([]);
  });

  it("says how many rows and bytes were written, and the sink their SHA-256", async () => {
    const path = join(folder, "hashed.parquet");
    const sink = await fileSink(path);
    const group = await encodeRowGroup(protect(small));
    const file = new ParquetFile(sink, group.columns);
    await file.append(group);
    const {rows, bytes} = await file.close({});
    const written = await readFile(path);
    expect({rows, bytes, hash: sink.sha256()}).toEqual({
      rows: 4,
      bytes: written.length,
      hash: createHash("sha256").update(written).digest("hex")
    });
  });

  it("is invisible until it is closed, and gone when aborted", async () => {
    const inner = await mkdtemp(join(folder, "atomic-"));
    const group = await encodeRowGroup(protect(small));
    const file = new ParquetFile(await fileSink(join(inner, "a.parquet")), group.columns);
    await file.append(group);
    expect(await readdir(inner)).not.toContain("a.parquet");
    await file.abort();
    expect(await readdir(inner)).toEqual([]);
  });

  it("refuses a row group with other columns", async () => {
    const group = await encodeRowGroup(protect(small));
    const file = new ParquetFile(await fileSink(join(folder, "other.parquet")), [{name: "n", type: "int32"}]);
    await expect(file.append(group)).rejects.toThrow("row group has columns variant_id string");
    await file.abort();
  });
});

/** Like `genotype_counts`: 20 groups a variant; numbers from a small seeded generator. */
function batchOf(rows: number, seed: number): TableBatch {
  let state = seed;
  const random = (n: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
  const ids = Array.from({length: Math.ceil(rows / 20)}, (_, i) => `1-${seed * 1000 + i}-A-C`);
  return {
    rows,
    columns: [
      {name: "variant_id", type: "string", dictionary: ids, codes: Int32Array.from({length: rows}, (_, i) => i / 20)},
      {
        name: "ancestry",
        type: "string",
        dictionary: ["AFR", "AMR", "EAS", "EUR", "SAS"],
        codes: Int32Array.from({length: rows}, (_, i) => (i % 20) / 4)
      },
      {name: "hom_ref", type: "int32", values: Int32Array.from({length: rows}, () => random(126))},
      {
        name: "het",
        type: "int32",
        values: Int32Array.from({length: rows}, () => 20 + random(3000)),
        valid: Uint8Array.from({length: rows}, () => Math.min(1, random(4)))
      },
      {name: "hemi_alt", type: "int32", values: new Int32Array(rows)},
      {
        name: "unique",
        type: "string",
        dictionary: Array.from({length: rows}, (_, i) => `rs${seed}${i}`),
        codes: Int32Array.from({length: rows}, (_, i) => i)
      }
    ]
  };
}

const anyBatch: fc.Arbitrary<TableBatch> = fc.integer({min: 1, max: 70}).chain((rows) => {
  const valid = fc.option(fc.uint8Array({minLength: rows, maxLength: rows, max: 1}), {nil: undefined});
  const text = fc.string({unit: "grapheme", maxLength: 6});
  const strings = fc.array(text, {minLength: 1, maxLength: 80}).chain((dictionary) =>
    fc.record({
      dictionary: fc.constant(dictionary),
      codes: fc.int32Array({minLength: rows, maxLength: rows, min: 0, max: dictionary.length - 1}),
      valid
    })
  );
  const integers = (min: number, max: number) =>
    fc.record({values: fc.int32Array({minLength: rows, maxLength: rows, min, max}), valid});
  const numbers = fc.record({values: fc.float64Array({minLength: rows, maxLength: rows, noNaN: true}), valid});
  return fc
    .record({strings, counts: integers(0, 20), wide: integers(-(2 ** 31), 2 ** 31 - 1), numbers})
    .map(({strings, counts, wide, numbers}) => ({
      rows,
      columns: [
        {name: "text", type: "string" as const, ...strings},
        {name: "count", type: "int32" as const, ...counts},
        {name: "wide", type: "int32" as const, ...wide},
        {name: "number", type: "float64" as const, ...numbers}
      ]
    }));
});
