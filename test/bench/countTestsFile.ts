import {readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import {ParquetFile, type EncodedRowGroup} from "../../data-loaders/release/parquet.js";
import {fileSink} from "../../data-loaders/release/parquet/byteSink.js";
import {startThreads} from "../../data-loaders/release/pool.js";
import type {Shard} from "../../data-loaders/sources/cohort.js";
import {planBedShards} from "../../data-loaders/sources/plink/planBedShards.js";
import type {CountTestsContext} from "./countTestsTask.js";

// Hardy–Weinberg or allelic tests of all variants of a .bed, into a Parquet file. Run by benchAssociation.ts, in a process
// of its own, so that its memory can be told from everything else's.
const {values} = parseArgs({
  options: {
    bed: {type: "string"},
    traits: {type: "string"},
    test: {type: "string"},
    threads: {type: "string"},
    out: {type: "string"}
  }
});
const threads = startThreads<Shard, CountTestsContext, EncodedRowGroup>(
  new URL("./countTestsTask.ts", import.meta.url),
  Number(values.threads ?? 2)
);
const test = values.test as CountTestsContext["test"];
const status = readFileSync(values.traits!, "utf8").trim().split("\n").slice(1);
const people = status.length;
const cells = Int32Array.from(status, (line) => (test === "hardy" ? 0 : Number(line.endsWith("2"))));
const shards = await planBedShards([{file: values.bed!, label: "bench"}], {people, build: "GRCh37"});
let file: ParquetFile | undefined;
for await (const rowGroup of threads.map(shards, {people, cells, cellCount: test === "hardy" ? 1 : 2, test})) {
  file ??= new ParquetFile(await fileSink(values.out!), rowGroup.columns);
  await file.append(rowGroup);
}
const written = await file!.close({});
console.log(JSON.stringify({...written, peakBytes: process.resourceUsage().maxRSS * 1024}));
