// The engine is loaded before there are threads: see there.
import "./policyEngineClass.js";
import type {Shard} from "../sources/cohort.js";
import {startThreads, type Threads} from "./pool.js";
import type {ShardContext, ShardResult} from "./shardTask.js";

export type ShardThreads = Threads<Shard, ShardContext, ShardResult>;

/**
 * Starts the threads that count the shards of a release; default: one per processor. They load what they need while the
 * caller loads the rest of the program and reads who is in the cohort.
 */
export function startShardThreads(threads?: number): ShardThreads {
  return startThreads(new URL("./shardTask.ts", import.meta.url), threads);
}
