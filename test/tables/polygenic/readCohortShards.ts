import {readFileSync} from "node:fs";
import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {planBedShards} from "../../../data-loaders/sources/plink/planBedShards.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";

export const data = new URL("../../../../shared/data/", import.meta.url).pathname;

/** Every batch of PREFIX.bed or FILE.vcf.gz. */
export async function* readCohortShards(path: string, people: number): AsyncGenerator<GenotypeBatch> {
  const file = inputFile(path);
  const shards = path.endsWith(".bed")
    ? await planBedShards([file], {people, build: "GRCh37"})
    : await planVcfShards([file], {people, sex: new Uint8Array(people), build: "GRCh37"});
  for (const shard of shards) yield* readShard(shard);
}

/** Lines of a table as values, the first with the names of the columns. */
export function readTable(path: string): string[][] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}
