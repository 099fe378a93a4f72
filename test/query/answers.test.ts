import {beforeAll, describe, expect, it} from "vitest";
import type {Measure, Question} from "../../src/model/question.js";
import {answerQuestion, countVariants} from "../../src/query/answers.js";
import {openDatabase, type LoadableDatabase} from "../../src/query/duckdb.js";
import {duckdbInProcess} from "../fixtures/duckdb.js";
import {sampleRelease, type SampleRelease} from "../fixtures/sampleRelease.js";

let database: LoadableDatabase;
let release: SampleRelease;

beforeAll(async () => {
  release = await sampleRelease({variants: 200, rowGroup: 700});
  database = await openDatabase(await duckdbInProcess(), release.manifest.strata);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
    await database.load(name, release.tables[name]);
});

const ac = (ancestry?: string): Measure => ({
  name: ancestry ? `ac ${ancestry}` : "ac",
  table: "allele_counts",
  sum: {ac: 1},
  where: ancestry ? {ancestry} : {},
  count: true
});

const question = (change: Partial<Question> = {}): Question => ({
  columns: ["variant_id"],
  groupBy: [],
  measures: [ac()],
  filters: [],
  orderBy: [],
  limit: null,
  offset: 0,
  ...change
});

describe("answerQuestion(question, database)", () => {
  it("has one row per variant, in genome order", async () => {
    const answer = await answerQuestion(question(), database);
    expect(answer.rows).toBe(200);
    const page = await answer.page(0, 3);
    const all = await database.run({text: "SELECT variant_id FROM variants", values: []});
    expect(page.values[0]).toEqual(all.values[0].slice(0, 3));
    await answer.close();
  });
});
