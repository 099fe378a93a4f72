import {beforeAll, describe, expect, it} from "vitest";
import {openDatabase, type LoadableDatabase} from "../../src/query/duckdb.js";
import {scannedTables} from "../../src/query/scannedTables.js";
import {duckdbInProcess} from "../fixtures/duckdb.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";

let database: LoadableDatabase;

beforeAll(async () => {
  const release = await sampleRelease({variants: 20});
  database = await openDatabase(await duckdbInProcess(), release.manifest.strata);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
    await database.load(name, release.tables[name]);
  await database.run({text: "CREATE VIEW innocent AS SELECT * FROM genotype_counts", values: []});
  await database.run({text: "CREATE MACRO harmless() AS TABLE SELECT * FROM allele_counts", values: []});
});

describe("scannedTables(text, database)", () => {
  it.each([
    ["SELECT 1", [], []],
    ["SELECT count(*) FROM variants", ["variants"], []],
    ["SELECT * FROM innocent", ["genotype_counts", "variants"], []],
    ["FROM harmless()", ["allele_counts", "variants"], []],
    ["FROM query_table('innocent')", ["genotype_counts", "variants"], []],
    ["WITH x AS (SELECT * FROM variants) SELECT * FROM x a JOIN x b USING (pos)", ["variants"], []],
    ["SELECT (SELECT max(ac) FROM allele_counts)", ["allele_counts", "variants"], []],
    ["SELECT * FROM variants WHERE false", ["variants"], []],
    ["SELECT 'FROM genotype_counts; --' AS text", [], []],
    ["SELECT * FROM range(3)", [], ["RANGE"]],
    ["SELECT * FROM duckdb_tables()", [], ["DUCKDB_TABLES"]]
  ])("of %j are %j and %j", async (text, tables, others) => {
    expect(await scannedTables(text, database)).toEqual({tables, others});
  });

  it.each([
    ["DROP TABLE variants", "only a query can be judged"],
    ["WITH x AS (SELECT 1) DELETE FROM variants", "would change a table"],
    ["COPY variants TO 'x'", "only a query can be judged"],
    ["SELECT 1; SELECT * FROM genotype_counts", "only one statement can be judged"],
    ["SELECT * FROM read_csv('x')", "file system operations are disabled"],
    ["SELECT * FROM nowhere", "nowhere does not exist"]
  ])("rejects %j", async (text, message) => {
    await expect(scannedTables(text, database)).rejects.toThrow(message);
  });

  it("runs nothing", async () => {
    await expect(scannedTables("WITH x AS (SELECT 1) DELETE FROM variants", database)).rejects.toThrow();
    await scannedTables("SELECT * FROM variants", database);
    const {values} = await database.run({text: "SELECT count(*)::DOUBLE FROM variants", values: []});
    expect(values[0][0]).toBe(20);
  });
});
