import {beforeAll, describe, expect, it} from "vitest";
import {openDatabase, type LoadableDatabase} from "../../src/query/duckdb.js";
import {readPlan} from "../../src/query/sqlCell/sqlPlan.js";
import {duckdbInProcess} from "../fixtures/duckdb.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";

let database: LoadableDatabase;

beforeAll(async () => {
  const release = await sampleRelease({variants: 20});
  database = await openDatabase(await duckdbInProcess(), release.manifest.strata);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
    await database.load(name, release.tables[name]);
  for (const text of [
    "CREATE VIEW innocent AS SELECT * FROM genotype_counts",
    "CREATE MACRO harmless() AS TABLE SELECT * FROM allele_counts",
    "CREATE TEMP TABLE answer_1 AS SELECT * FROM allele_counts",
    "CREATE TABLE other_rows AS SELECT 1 AS one",
    "CREATE VIEW view_of_answer AS SELECT one FROM other_rows"
  ])
    await database.run({text, values: []});
});

/** Of the plan alone, without the check of the text that comes before it. */
describe("readPlan(explained, known)", () => {
  it.each([
    ["SELECT 1", [], []],
    ["SELECT count(*) FROM variants", ["variants"], []],
    ["SELECT sum(het) FROM innocent", ["genotype_counts", "variants"], ["het"]],
    ["SELECT sum(ac) FROM harmless()", ["allele_counts", "variants"], ["ac"]],
    ["SELECT sum(het) FROM query_table('innocent')", ["genotype_counts", "variants"], ["het"]],
    ["WITH x AS (SELECT pos AS p FROM variants) SELECT a.p FROM x a JOIN x b USING (p)", ["variants"], ["pos"]],
    [
      "SELECT x FROM (SELECT ac AS x, ancestry AS y FROM allele_counts) WHERE y = 'AFR'",
      ["allele_counts", "variants"],
      ["ac", "ancestry"]
    ],
    ["SELECT pos FROM variants WHERE gene <> 'CFTR chrom'", ["variants"], ["gene", "pos"]],
    ["SELECT 'FROM genotype_counts; --' AS text", [], []]
  ])("of %j reads %j and needs the columns %j", async (text, tables, columns) => {
    expect(readPlan(await database.explain(text), database.known)).toMatchObject({tables, columns});
  });

  it("takes every column as needed of a table whose scan is left out of the plan", async () => {
    const plan = readPlan(await database.explain("SELECT ac FROM allele_counts WHERE false"), database.known);
    expect(plan).toMatchObject({tables: ["allele_counts", "variants"]});
    expect((plan as {columns: string[]}).columns).toEqual(expect.arrayContaining(["ac", "an", "ancestry"]));
  });

  it.each([
    ["SELECT * FROM answer_1", "answer_1"],
    ["SELECT * FROM view_of_answer", "other_rows"],
    ["SELECT * FROM duckdb_tables()", "DUCKDB_TABLES"],
    ["SELECT * FROM duckdb_settings()", "DUCKDB_SETTINGS"],
    ["SELECT * FROM information_schema.tables", "DUCKDB"],
    ["SELECT (SELECT max(table_name) FROM duckdb_tables()), 1", "DUCKDB_TABLES"],
    ["WITH x AS (SELECT 1) DELETE FROM variants", "DELETE"],
    ["INSERT INTO other_rows SELECT 1", "INSERT"],
    ["CREATE TABLE t AS SELECT 1", "CREATE"],
    ["WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r", "REC"],
    ["SELECT * FROM variants USING SAMPLE 3 ROWS", "SAMPLE"],
    ["SELECT * FROM variants a POSITIONAL JOIN variants b", "POSITIONAL"]
  ])("refuses %j: %s is not on the list", async (text, what) => {
    const plan = readPlan(await database.explain(text), database.known);
    const sentences = "reasons" in plan ? plan.reasons.map(({sentence}) => sentence).join(" ") : JSON.stringify(plan);
    expect(sentences).toContain(what);
    expect("reasons" in plan).toBe(true);
  });

  it("refuses what is no plan", () => {
    for (const explained of [
      [],
      [{stage: "physical_plan", plan: []}],
      [{stage: "logical_plan", plan: [{name: "NEW_SCAN"}]}]
    ])
      expect(readPlan(explained, database.known)).toHaveProperty("reasons");
  });

  it("runs nothing", async () => {
    await database.explain("WITH x AS (SELECT 1) DELETE FROM variants");
    const {values} = await database.run({text: "SELECT count(*)::DOUBLE FROM variants", values: []});
    expect(values[0][0]).toBe(20);
  });
});
