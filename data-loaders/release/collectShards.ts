import type {Protected} from "../disclosure/protect.js";
import type {Shard} from "../sources/cohort.js";
import type {FrequencySums} from "../tables/equity/frequencySums.js";
import {joinGenotypes, type GeneGenotypes} from "../tables/pharmacogenomics/collectGenotypes.js";
import type {FoundVariants} from "../tables/protein/chosenVariants.js";
import type {FoundHit} from "./privacyReport.js";
import type {OnProgress} from "./progress.js";
import type {ShardResult, VariantTableName} from "./shardTask.js";
import type {SiteOrder} from "./siteOrder.js";
import type {TableFile} from "./tableFile.js";
import type {WatchedGenotypes} from "./watchedGenotypes.js";

/** What the shards of a release give beside their tables. */
export interface Collected {
  variants: number;
  watched: WatchedGenotypes[];
  /** Of the genes of medicines; null where none were sought. Memory: a row per defining variant that is found. */
  medicines: GeneGenotypes[] | null;
  hits: FoundHit[];
  uniqueAlleles: number;
  frequencies: Protected<FrequencySums>[];
  found: Protected<FoundVariants>[];
}

/** Takes what the threads have counted: protected tables go to their files, the rest stays in this process. */
export async function collectShards(
  counted: AsyncGenerator<ShardResult>,
  files: readonly TableFile[],
  order: SiteOrder | null,
  shards: readonly Shard[],
  onProgress?: OnProgress
): Promise<Collected> {
  const watched: WatchedGenotypes[] = [];
  const hits: FoundHit[] = [];
  const frequencies: Protected<FrequencySums>[] = [];
  const found: Protected<FoundVariants>[] = [];
  let medicines: GeneGenotypes[] | null = null;
  let variants = 0;
  let uniqueAlleles = 0;
  let done = 0;
  for await (const shard of counted) {
    for (const stretch of shard.stretches) order?.add(stretch, labelOf(shards[done]));
    for (const file of files) await file.append(shard.tables[file.name as VariantTableName]!);
    if (shard.watched) watched.push(shard.watched);
    if (shard.medicines) medicines = medicines ? joinGenotypes([medicines, shard.medicines]) : shard.medicines;
    hits.push(...shard.hits.map((hit) => ({...hit, shard: done})));
    frequencies.push(...shard.frequencies);
    found.push(...shard.found);
    variants += shard.variants;
    uniqueAlleles += shard.uniqueAlleles;
    done += 1;
    onProgress?.({phase: "counting", done, of: shards.length, variants});
  }
  return {variants, watched, medicines, hits, uniqueAlleles, frequencies, found};
}

function labelOf(shard: Shard): string {
  return shard.kind === "synthetic" ? "synthetic cohort" : shard.label;
}
