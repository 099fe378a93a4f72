import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {WatchedCollector, type Watched, type WatchedGenotypes} from "./watchedGenotypes.js";

/** A task of `mapShards`: the genotypes of watched variants of one shard. They stay in this process. */
export default async function watchTask(
  shard: Shard,
  watched: Watched
): Promise<{result: WatchedGenotypes; transfer: ArrayBuffer[]}> {
  const collector = new WatchedCollector(watched, []);
  for await (const _ of collector.through(readShard(shard)));
  const found = collector.result();
  return {result: found, transfer: [found.genotypes.buffer]};
}
