import type {ScoringFile} from "../../src/model/polygenic.js";
import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {openScorer, usualScoring, type ScoredPeople, type ScorePart} from "../tables/polygenic/scorePeople.js";
import {openStrongest, type StrongestVariant} from "../tables/polygenic/strongestVariant.js";

export interface ScoreContext {
  scorings: readonly ScoringFile[];
  people: ScoredPeople;
  /** Per scoring, group per person among so many, for its strongest variants; null = it is judged in none. */
  groups: readonly ({codes: Int16Array; count: number} | null)[];
  /** People of a group who have to carry either allele of a strongest variant. */
  leastCarriers: number;
}

export interface ShardScores {
  part: ScorePart;
  strongest: (StrongestVariant | null)[][];
}

/** A task of `mapShards`: what the variants of one shard add to everybody's scores. They stay in this process. */
export default async function scoreTask(
  shard: Shard,
  {scorings, people, groups, leastCarriers}: ScoreContext
): Promise<{result: ShardScores}> {
  const strongest = groups.map((own) => own && openStrongest(own.codes, own.count, leastCarriers));
  const scorer = openScorer(scorings, people, usualScoring, (used) => strongest[used.score]?.add(used));
  for await (const batch of readShard(shard)) scorer.add(batch);
  return {result: {part: scorer.end(), strongest: strongest.map((own) => own?.end() ?? [])}};
}
