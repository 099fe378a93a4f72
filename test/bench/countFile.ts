import {readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import {mapShards} from "../../data-loaders/release/pool.js";
import type {Shard} from "../../data-loaders/sources/cohort.js";
import {planBedShards} from "../../data-loaders/sources/plink/planBedShards.js";
import {planVcfShards} from "../../data-loaders/sources/vcf/planVcfShards.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";
import type {Counted} from "./countTask.js";

// Counts the genotypes of all strata of one file and prints what it took, as JSON. Run by bench.ts, in a process of its
// own, so that its memory can be told from everything else's.
const {values} = parseArgs({
  options: {genotypes: {type: "string"}, strata: {type: "string"}, threads: {type: "string"}, repeat: {type: "string"}}
});
const file = values.genotypes!;
const threads = Number(values.threads ?? 2);
const rows = readFileSync(values.strata!, "utf8").trim().split("\n").slice(1);
const strata = rows.map((line) => line.split("\t")[2]);
const levels = [...new Set(strata)].sort();
const people = strata.length;
const sex = new Uint8Array(people).fill(2);

const layout = layOutStrata({
  total: people,
  included: new Uint8Array(people).fill(1),
  sex,
  strata: [{name: "stratum", levels, codes: Int16Array.from(strata, (level) => levels.indexOf(level))}],
  age: null,
  tokens: new Uint8Array(),
  traits: [],
  covariates: [],
  left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
});

let seconds = Infinity;
let variants = 0;
let codes = [0, 0, 0, 0];
for (let run = 0; run < Number(values.repeat ?? 1); ++run) {
  const start = performance.now();
  const input = [{file, label: file}];
  const shards: Shard[] = file.endsWith(".bed")
    ? await planBedShards(input, {people, build: "GRCh37"})
    : await planVcfShards(input, {people, sex, build: "GRCh37"});
  variants = 0;
  codes = [0, 0, 0, 0];
  for await (const counted of mapShards<Shard, typeof layout, Counted>(
    shards,
    new URL("./countTask.ts", import.meta.url),
    layout,
    {threads}
  )) {
    variants += counted.variants;
    codes = codes.map((sum, code) => sum + counted.codes[code]);
  }
  seconds = Math.min(seconds, (performance.now() - start) / 1000);
}

const {maxRSS} = process.resourceUsage();
console.log(JSON.stringify({seconds, variants, codes, peakBytes: maxRSS * 1024}));
