import {readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import {ParquetFile, type EncodedRowGroup} from "../../data-loaders/release/parquet.js";
import {fileSink} from "../../data-loaders/release/parquet/byteSink.js";
import {startThreads} from "../../data-loaders/release/pool.js";
import type {People, Shard} from "../../data-loaders/sources/cohort.js";
import {planBedShards} from "../../data-loaders/sources/plink/planBedShards.js";
import {everybodyOf, planAnalyses} from "../../data-loaders/tables/association/planAnalyses.js";
import type {GwasContext} from "./gwasTask.js";

// Tests one trait of a .bed for association, adjusted for all columns of a file, and writes a row a variant into a Parquet file. Run by
// benchGwas.ts, in a process of its own, so that its memory can be told from everything else's.
const {values} = parseArgs({
  options: {
    bed: {type: "string"},
    traits: {type: "string"},
    covariates: {type: "string"},
    kind: {type: "string"},
    threads: {type: "string"},
    out: {type: "string"}
  }
});
const threads = startThreads<Shard, GwasContext, {rowGroups: EncodedRowGroup[]; tested: number}>(
  new URL("./gwasTask.ts", import.meta.url),
  Number(values.threads ?? 2)
);
const table = (file: string): string[][] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
const [[, , ...names], ...rows] = table(values.covariates!);
const [, ...traits] = table(values.traits!);
const kind = values.kind as "binary" | "quantitative";
const people = rows.length;
const trait = Float64Array.from(traits, (row) => Number(row[2]) - (kind === "binary" ? 1 : 0));
const cohort: People = {
  total: people,
  included: new Uint8Array(people).fill(1),
  sex: new Uint8Array(people).fill(2),
  strata: [],
  age: null,
  tokens: new Uint8Array(),
  covariates: names.map((name, c) => ({
    name,
    kind: "quantitative",
    values: Float64Array.from(rows, (row) => Number(row[c + 2]))
  })),
  traits: [{id: "trait", label: "trait", kind, values: trait}],
  left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
};
const plan = planAnalyses(
  cohort,
  cohort.included,
  [],
  {count: 0, scores: new Float64Array()},
  {cases: 10, people: 50},
  {missing: "mean", saddlepointP: 0.05, fitP: 0.02}
);
const shards = await planBedShards([{file: values.bed!, label: "bench"}], {people, build: "GRCh37"});
const context = {
  everybody: everybodyOf(cohort, plan, false),
  plan,
  limits: {mafMin: 0, macMin: 1, callRateMin: 0, hweMin: 0}
};
let file: ParquetFile | undefined;
let tested = 0;
for await (const found of threads.map(shards, context)) {
  for (const rowGroup of found.rowGroups) {
    file ??= new ParquetFile(await fileSink(values.out!), rowGroup.columns);
    await file.append(rowGroup);
  }
  tested += found.tested;
}
const {rows: written} = await file!.close({});
console.log(JSON.stringify({tested, written, peakBytes: process.resourceUsage().maxRSS * 1024}));
