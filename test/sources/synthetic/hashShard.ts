import {createHash} from "node:crypto";
import type {Shard} from "../../../data-loaders/sources/cohort.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";

/** A worker's task: SHA-256 of the genotypes of one shard, hex. */
export default async function hashShard(shard: Shard): Promise<{result: string}> {
  const hash = createHash("sha256");
  for await (const {genotypes} of readShard(shard)) hash.update(genotypes);
  return {result: hash.digest("hex")};
}
