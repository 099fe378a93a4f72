import type {Shard, TraitValues} from "../sources/cohort.js";
import type {CohortScore} from "../sources/scores/readScores.js";
import {Genotype} from "../tables/countGenotypes.js";
import {stratifiedFolds} from "../tables/polygenic/folds.js";
import {commonCovariates} from "../tables/polygenic/scoreCovariates.js";
import type {ScreenedPeople} from "../tables/polygenic/screenVariants.js";
import {openStrongest, type StrongestVariant} from "../tables/polygenic/strongestVariant.js";
import type {TrainingGenotypes} from "../tables/polygenic/trainingGenotypes.js";
import {
  scoresOf,
  trainScore,
  type ClumpingMethod,
  type PenalisedMethod,
  type TrainedScore
} from "../tables/polygenic/trainScore.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import {columnsFor, groupsOf, isLargeEnough, randomOf, roundedPeople, type PeopleInput} from "./scoredPeople.js";
import type {ShardCandidates, TrainingContext} from "./trainingTask.js";

/** A score that was learned here. All of it is about individual people and stays in the loaders. */
export interface LearnedScore extends TrainedScore, TrainingPlan {
  /** Everybody's score; null where there is none. */
  scores: Float64Array | null;
  genotypes: TrainingGenotypes;
}

interface TrainingPlan {
  refused: string | null;
  /** The genetic ancestry group that is learned from. */
  group: string;
  /** How many people; cases of a binary trait. */
  learners: {n: number; cases: number | null};
  /** 1 = training never sees the person, who may be tested; `kept` are those of the group. */
  unseen: Uint8Array;
  kept: Int32Array;
  learned: ScreenedPeople;
}

export const foldCount = 5;
/** One person in so many of the group is kept for testing alone. */
export const heldOutOneIn = 3;

/** Memory for the genotypes of variants that are tried, in bytes a score: fewer variants where there are many people. */
const genotypeBytes = 2 ** 28;

/**
 * Learns the scores of the manifest that have no file, each in one group: reads all genotypes once, in threads, for the
 * variants that are significant by themselves, and keeps those alone.
 */
export async function trainScores(
  input: PeopleInput & {cohort: {shards: readonly Shard[]}},
  scores: readonly CohortScore[],
  threads: number,
  onProgress?: OnProgress
): Promise<Map<string, LearnedScore>> {
  const {shards, people} = input.cohort;
  const plans = scores.map((score) => planTraining(input, score, people.traits[score.trait!]));
  const most = Math.max(50, Math.floor(genotypeBytes / Math.ceil(people.total / 4) / (foldCount + 1)));
  const methods = scores.map(({method}) => methodOf(method, most));
  const active = plans.flatMap((plan, i) => (plan.refused === null ? i : []));
  const rows: CandidateRow[] = [];
  const context: TrainingContext = {
    people: people.total,
    trainings: active.map((i) => ({...plans[i].learned, leastMinusLog10P: methods[i].leastMinusLog10P}))
  };
  const mostOf = active.map((i) => methods[i].mostVariants);
  if (active.length > 0)
    for await (const part of mapShards<Shard, TrainingContext, ShardCandidates>(
      shards,
      new URL("./trainingTask.ts", import.meta.url),
      context,
      {threads, onDone: (done, of) => onProgress?.({phase: "scores", done, of, variants: 0})}
    )) {
      for (let i = 0; i < part.genotypes.variants; ++i) rows.push(rowOf(part, i));
      const needed = mostOf.reduce((sum, most) => sum + most * (foldCount + 1), 0);
      if (rows.length > 2 * needed) rows.splice(0, rows.length, ...strongest(rows, mostOf));
    }
  const found = new Map<string, LearnedScore>();
  for (const [i, score] of scores.entries()) {
    const plan = plans[i];
    const at = active.indexOf(i);
    const own = strongest(rows, mostOf, at);
    const training = packRows(own, people.total);
    const trained =
      plan.refused === null
        ? await trainScore({training, ...plan.learned, method: methods[i]})
        : {refused: plan.refused, tuning: [], variants: 0, weights: new Float64Array(training.variants)};
    const everybody = Int32Array.from(people.included.keys()).filter((person) => people.included[person] === 1);
    found.set(score.id, {
      ...plan,
      ...trained,
      genotypes: training,
      scores: trained.refused === null ? scoresOf(training, trained.weights, everybody) : null
    });
  }
  return found;
}

/** Per judged group the variant of a learned score that varies most; see `openStrongest`. */
export function strongestLearned(
  {genotypes: training, weights}: Pick<LearnedScore, "genotypes" | "weights">,
  {codes, levels}: {codes: Int16Array; levels: readonly string[]},
  leastCarriers: number
): (StrongestVariant | null)[] {
  const found = openStrongest(codes, levels.length, leastCarriers);
  const bytes = Math.ceil(training.people / 4);
  weights.forEach((weight, variant) => {
    if (weight === 0) return;
    const adds = new Float64Array(4);
    adds[Genotype.het] = weight;
    adds[Genotype.homAlt] = 2 * weight;
    found.add({
      variant,
      adds,
      missing: Float64Array.of(weight),
      genotypes: training.genotypes.subarray(variant * bytes, (variant + 1) * bytes)
    });
  });
  return found.end();
}

/** Who is learned from and who is kept for testing; refused where they are too few. */
function planTraining(input: PeopleInput, {id, madeIn}: CohortScore, trait: TraitValues): TrainingPlan {
  const {total} = input.cohort.people;
  const columns = columnsFor(input);
  const nobody = (refused: string, group: string): TrainingPlan => ({
    refused,
    group,
    learners: {n: 0, cases: null},
    unseen: new Uint8Array(total).fill(1),
    kept: new Int32Array(),
    learned: {
      folds: new Int16Array(total).fill(-1),
      foldCount,
      trait: trait.values,
      covariates: {columns: 1, values: new Float64Array(total).fill(1)}
    }
  });
  const groups = groupsOf(input, trait);
  const group =
    madeIn === null
      ? groups.reduce<(typeof groups)[number] | undefined>(
          (most, one) => (most && most.known.length >= one.known.length ? most : one),
          undefined
        )
      : groups.find(({level}) => level === madeIn);
  if (!group) return nobody("the group to learn from is withheld", madeIn ?? "none");
  const {level, known} = group;
  const stratumOf = (person: number): number => (trait.kind === "binary" ? trait.values[person] : 0);
  const pieces = stratifiedFolds(Array.from(known, stratumOf), heldOutOneIn, randomOf(`${id} kept for testing`));
  const kept = known.filter((_, i) => pieces[i] === 0);
  const learners = roundedPeople(
    input,
    trait,
    group,
    known.filter((_, i) => pieces[i] !== 0),
    " learned from"
  );
  if (![learners, kept].every((people) => isLargeEnough(people, trait, input, columns.length)))
    return nobody(`too few people of ${level} to learn from and to keep for testing`, level);
  const folds = new Int16Array(total).fill(-1);
  stratifiedFolds(Array.from(learners, stratumOf), foldCount, randomOf(`${id} folds`)).forEach(
    (fold, i) => (folds[learners[i]] = fold)
  );
  const unseen = new Uint8Array(total).fill(1);
  for (const person of group.all) unseen[person] = 0;
  for (const person of kept) unseen[person] = 1;
  const {columns: wide, values} = commonCovariates(total, trait.values, columns, [learners]);
  const cases = learners.reduce((sum, person) => sum + trait.values[person], 0);
  return {
    refused: null,
    group: level,
    learners: {n: learners.length, cases: trait.kind === "binary" ? cases : null},
    unseen,
    kept,
    learned: {folds, foldCount, trait: trait.values, covariates: {columns: wide, values}}
  };
}

/** What is tried; the numbers are ours, those of clumping about as PRSice-2 and plink1.9 have them. */
function methodOf(kind: CohortScore["method"], most: number): ClumpingMethod | PenalisedMethod {
  if (kind === "clumping")
    return {
      kind,
      leastMinusLog10P: 2,
      mostVariants: Math.min(most, 2000),
      minusLog10P: [2, 3, 4, 5, 6, 8],
      r2: [0.1, 0.3],
      distanceBp: 250_000
    };
  return {
    kind,
    leastMinusLog10P: 2,
    mostVariants: Math.min(most, 1000),
    mixing: [1, 0.5],
    steps: 12,
    least: 0.05
  };
}

interface CandidateRow {
  chrom: string;
  pos: number;
  ref: string;
  alt: string;
  rsid: string;
  genotypes: Uint8Array;
  /** Per training, −log₁₀ p by fit; null = significant in none. */
  significance: (Float64Array | null)[];
}

function rowOf({genotypes: {chrom, pos, ref, alt, rsid, genotypes, people}, significance}: ShardCandidates, i: number) {
  const bytes = Math.ceil(people / 4);
  return {
    chrom: chrom[i],
    pos: pos[i],
    ref: ref[i],
    alt: alt[i],
    rsid: rsid[i],
    genotypes: genotypes.subarray(i * bytes, (i + 1) * bytes),
    significance: significance.map((of) => of[i])
  };
}

/** Rows among the most significant ones of any fit of any training, or of one; in their order. */
function strongest(rows: readonly CandidateRow[], mostOf: readonly number[], only?: number): CandidateRow[] {
  const kept = new Set<number>();
  mostOf.forEach((most, t) => {
    if (only !== undefined && only !== t) return;
    for (let fit = 0; fit <= foldCount; ++fit) {
      const significanceOf = (row: number): number => rows[row].significance[t]?.[fit] ?? NaN;
      Array.from(rows.keys())
        .filter((row) => !Number.isNaN(significanceOf(row)))
        .sort((a, b) => significanceOf(b) - significanceOf(a) || a - b)
        .slice(0, most)
        .forEach((row) => kept.add(row));
    }
  });
  return rows.filter((_, row) => kept.has(row));
}

function packRows(rows: readonly CandidateRow[], people: number): TrainingGenotypes {
  const bytes = Math.ceil(people / 4);
  const genotypes = new Uint8Array(rows.length * bytes);
  rows.forEach((row, i) => genotypes.set(row.genotypes, i * bytes));
  const of = (name: "chrom" | "ref" | "alt" | "rsid"): string[] => rows.map((row) => row[name]);
  return {
    chrom: of("chrom"),
    pos: Int32Array.from(rows, ({pos}) => pos),
    ref: of("ref"),
    alt: of("alt"),
    rsid: of("rsid"),
    genotypes,
    variants: rows.length,
    people
  };
}
