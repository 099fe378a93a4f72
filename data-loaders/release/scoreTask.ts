import type {ScoringFile} from "../../src/model/polygenic.js";
import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {openScorer, type ScoredPeople, type ScorePart} from "../tables/polygenic/scorePeople.js";

export interface ScoreContext {
  scorings: readonly ScoringFile[];
  people: ScoredPeople;
}

/** A task of `mapShards`: what the variants of one shard add to everybody's scores. They stay in this process. */
export default async function scoreTask(shard: Shard, {scorings, people}: ScoreContext): Promise<{result: ScorePart}> {
  const scorer = openScorer(scorings, people);
  for await (const batch of readShard(shard)) scorer.add(batch);
  return {result: scorer.end()};
}
