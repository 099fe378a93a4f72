import type {GenotypeBatch, Shard} from "./cohort.js";
import {readBedShard} from "./plink/readBedShard.js";
import {readSyntheticShard} from "./synthetic/readSyntheticShard.js";
import {readVcfShard} from "./vcf/readVcfShard.js";

/** Every variant of one shard, in batches of at most a few thousand. Runs in worker threads. */
export function readShard(shard: Shard): AsyncIterable<GenotypeBatch> {
  switch (shard.kind) {
    case "bed":
      return readBedShard(shard);
    case "vcf":
      return readVcfShard(shard);
    case "synthetic":
      return readSyntheticShard(shard);
  }
}
