import type {PolygenicScoreRow, ReleasedScore} from "../../src/model/polygenicScores.js";
import type {ScoringFile} from "../../src/model/polygenic.js";
import type {Finding} from "../../src/model/privacy.js";
import type {Tier} from "../../src/model/release.js";
import {attackDensity} from "../disclosure/audit/attackDensity.js";
import {attackTraining} from "../disclosure/audit/attackTraining.js";
import {hideSquares} from "../disclosure/association/hideSquares.js";
import {protectScores, type ProtectedTable} from "../disclosure/protect.js";
import type {MembershipLimits} from "../disclosure/thresholds.js";
import type {Cohort, TraitValues} from "../sources/cohort.js";
import type {CohortScore} from "../sources/scores/readScores.js";
import type {DensitySquare} from "../tables/association/pcaDensityTable.js";
import {learnedGains} from "../tables/polygenic/learnedGains.js";
import {polygenicScoresTable} from "../tables/polygenic/polygenicScoresTable.js";
import {
  adjustedRows,
  densityRows,
  evaluationRows,
  flagRows,
  leverageRows,
  matchRows,
  trainingRows
} from "../tables/polygenic/scoreRows.js";
import {joinScores} from "../tables/polygenic/scorePeople.js";
import {joinStrongest, type StrongestVariant} from "../tables/polygenic/strongestVariant.js";
import type {Measured} from "./authorize.js";
import {evaluateScore, judgedGroups, type EvaluatedScore, type JudgedGroups} from "./evaluateScore.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import type {PeopleInput} from "./scoredPeople.js";
import type {ScoreContext, ShardScores} from "./scoreTask.js";
import {foldCount, heldOutOneIn, strongestLearned, trainScores, type LearnedScore} from "./trainScores.js";

export interface ScoreInput extends PeopleInput {
  cohort: Cohort;
  scores: readonly CohortScore[];
  membership: MembershipLimits;
  tier: Tier;
  threads: number;
  onProgress?: OnProgress;
}

export interface ScoreSide {
  table: ProtectedTable;
  scores: ReleasedScore[];
  /** For the release policy. */
  facts: NonNullable<Measured["score"]>;
  audit: Finding[];
}

/**
 * Scores everybody in one pass over the genotypes, learns what is to be learned in another, and says how well each score
 * does in each genetic ancestry group. A score is shown only for groups in which it was evaluated; where it was in none,
 * only what became of its variants is told. Scores and learned weights leave neither this function nor its threads.
 */
export async function makeScores(input: ScoreInput): Promise<ScoreSide> {
  const {cohort, scores, protection, limits, tier, threads, onProgress} = input;
  const learned = await trainScores(
    input,
    scores.filter(({scoring}) => scoring === null),
    threads,
    onProgress
  );
  const table = `${tier}/polygenic_scores`;
  const rows: PolygenicScoreRow[] = [];
  const stretches = new Map<string, DensitySquare[]>();
  const released: ReleasedScore[] = [];
  const audit = attackLearned(input, table, learned);
  for (const one of await scoreCohort(input, learned)) {
    const {score, judged, sum, strongest, refused} = one;
    const {id} = score;
    const own = learned.get(id);
    const trait = score.trait === null ? null : cohort.people.traits[score.trait];
    rows.push(...one.rows, ...(own && own.refused === null ? trainingRows(id, own.group, own) : []));
    const found = sum && judged && trait ? evaluateScore(input, trait, sum, judged, strongest) : null;
    if (found) {
      rows.push(...rowsOf(score, found, judged!.levels));
      stretches.set(id, found.squares);
    }
    released.push({
      ...describe(score, trait),
      evaluatedIn: found?.evaluations.map(({group}) => group) ?? [],
      shownFor: [...new Set(found?.squares.map(({ancestry}) => ancestry))],
      reference: found ? judged!.reference : null,
      referenceIs: judged?.referenceIs ?? "the largest",
      madeIn: own ? own.group : score.madeIn,
      adjustedFor: found ? judged!.covariates.names : [],
      refused
    });
    if (found && protection.limit !== null) audit.push(...attacksOf(found, protection.limit));
  }
  return {
    table: protectScores(rows, stretches, protection, limits, densityRows, polygenicScoresTable),
    scores: released,
    facts: scoreFacts(released),
    audit
  };

  /**
   * Where people are by their scores, of whom it is known exactly how many there are; and on either side of the threshold
   * above which they are flagged, where that is told.
   */
  function attacksOf({squares, evaluations, flagged}: EvaluatedScore, limit: number): Finding[] {
    const known = new Map(evaluations.map(({group, n}) => [group, n]));
    const shown = hideSquares(squares, new Set(known.keys()), limits.roundPeople);
    const attack = (squares: DensitySquare[], people: ReadonlyMap<string, number>): Finding =>
      attackDensity({table, standing: "enforced", squares, people, countedDown: limits.roundPeople - 1}, limit);
    const told = (flagged?.groups ?? []).flatMap(({group, flagged: share}) =>
      share === null ? [] : {group, n: known.get(group)!, above: Math.round(share * known.get(group)!)}
    );
    if (told.length === 0) return [attack(shown, known)];
    const [low, high] = [
      (group: string) => `${group} below the cut-off`,
      (group: string) => `${group} above the cut-off`
    ];
    const sides = attack(
      shown.map((square) => ({
        ...square,
        ancestry: (square.x0 < flagged!.threshold ? low : high)(square.ancestry)
      })),
      new Map(told.flatMap(({group, n, above}): [string, number][] => [[high(group), above], [low(group), n - above]])) // prettier-ignore
    );
    return [attack(shown, known), sides];
  }
}

/**
 * Attacks each learned score with its weights in hand. One that remembers whom it was learned from is refused, except in
 * class `open`, where the attack is reported.
 */
export function attackLearned(
  {protection, membership}: Pick<ScoreInput, "protection" | "membership">,
  table: string,
  learned: ReadonlyMap<string, Pick<LearnedScore, "scores" | "refused" | "group" | "learned" | "kept">>
): Finding[] {
  const standing = protection.limit === null ? "reported" : "enforced";
  return [...learned.values()].flatMap((own) => {
    if (own.scores === null) return [];
    const gains = learnedGains({...own, scores: own.scores});
    const finding = attackTraining({table, standing, group: own.group, gains}, membership);
    if (finding.withstood || protection.limit === null) return finding;
    own.scores = null;
    own.refused =
      "the score would remember the people it was learned from; learn from more people, or by clumping instead";
    return [];
  });
}

interface ScoredOne {
  score: CohortScore;
  judged: JudgedGroups | null;
  /** Everybody's score; null where there is none. */
  sum: Float64Array | null;
  /** Per judged group. */
  strongest: readonly (StrongestVariant | null)[];
  refused: string | null;
  /** What became of the rows of a scoring file. */
  rows: PolygenicScoreRow[];
}

/** Everybody's scores, of files and learned ones, in the order of the manifest. */
async function scoreCohort(input: ScoreInput, learned: ReadonlyMap<string, LearnedScore>): Promise<ScoredOne[]> {
  const {cohort, scores, limits, threads, onProgress} = input;
  const {total, included, traits} = cohort.people;
  const people = {total, included};
  const judged = scores.map(({id, trait, madeIn}) =>
    trait === null
      ? null
      : judgedGroups(input, traits[trait], learned.get(id)?.group ?? madeIn, learned.get(id)?.unseen ?? null)
  );
  const files = scores.flatMap(({scoring}, s) => (scoring ? {scoring, s} : []));
  const scorings = files.map(({scoring}) => scoring);
  const context: ScoreContext = {
    scorings,
    people,
    groups: files.map(({s}) => judged[s] && {codes: judged[s].codes, count: judged[s].levels.length}),
    leastCarriers: limits.roundPeople
  };
  const parts: ShardScores[] = [];
  if (files.length > 0)
    for await (const part of mapShards<(typeof cohort.shards)[number], ScoreContext, ShardScores>(
      cohort.shards,
      new URL("./scoreTask.ts", import.meta.url),
      context,
      {threads, onDone: (done, of) => onProgress?.({phase: "scores", done, of, variants: 0})}
    ))
      parts.push(part);
  const {scores: sums, reports} = joinScores(
    parts.map(({part}) => part),
    scorings,
    people
  );
  return scores.map((score, s) => {
    const own = learned.get(score.id);
    if (own)
      return {
        score,
        judged: judged[s],
        sum: own.scores,
        strongest: judged[s] ? strongestLearned(own, judged[s], limits.roundPeople) : [],
        refused: own.refused,
        rows: []
      };
    const f = files.findIndex((file) => file.s === s);
    return {
      score,
      judged: judged[s],
      sum: sums[f],
      strongest: joinStrongest(parts.map(({strongest}) => strongest[f])),
      refused: reports[f].refused,
      rows: matchRows(reports[f])
    };
  });
}

function rowsOf(
  {id, scoring}: CohortScore,
  {evaluations, flagged, adjusted, strongest}: EvaluatedScore,
  groups: readonly string[]
): PolygenicScoreRow[] {
  return [
    ...evaluations.flatMap((evaluation) => evaluationRows(id, evaluation)),
    ...(flagged ? flagRows(id, flagged.threshold, flagged) : []),
    ...(adjusted ? adjustedRows(id, adjusted) : []),
    ...strongest.flatMap((one, code) =>
      one === null
        ? []
        : leverageRows(id, groups[code], {...one, name: scoring && variantName(scoring.variants[one.variant])})
    )
  ];
}

/** Only of a scoring file: which variants were learned is not told. */
function variantName({rsid, chrom, pos, effectAllele}: ScoringFile["variants"][number]): string {
  return `${rsid || `${chrom}:${pos}`} (${effectAllele})`;
}

/** Groups that a score is shown for, and those of them in which every score that is shown was evaluated. */
export function scoreFacts(scores: readonly Pick<ReleasedScore, "evaluatedIn" | "shownFor">[]): ScoreSide["facts"] {
  const shown = [...new Set(scores.flatMap(({shownFor}) => shownFor))].sort();
  const isEvaluated = (group: string): boolean =>
    scores.every(({evaluatedIn, shownFor}) => !shownFor.includes(group) || evaluatedIn.includes(group));
  return {evaluated_in: shown.filter(isEvaluated), shown_for: shown};
}

function describe(
  {id, scoring, label, method}: CohortScore,
  trait: TraitValues | null
): Pick<ReleasedScore, "id" | "label" | "traits" | "evaluatedAgainst" | "card" | "training"> {
  const {traitIds = [], traitReported = "", traitMapped = ""} = scoring ?? {};
  const own = trait ? [{id: trait.id, label: trait.label}] : [];
  const ofFile = traitIds
    .filter((one) => one !== trait?.id)
    .map((one) => ({id: one, label: traitMapped || traitReported || one}));
  const traits = [...own, ...ofFile];
  return {
    id,
    label,
    // What nobody has named goes to the board, as what nobody has classified does.
    traits:
      traits.length > 0 ? traits : [{id: "unknown", label: traitReported || "a trait that the file does not name"}],
    evaluatedAgainst: trait && {id: trait.id, label: trait.label, kind: trait.kind},
    training: scoring ? null : {method, folds: foldCount, heldOutOneIn},
    card: scoring && {
      name: scoring.name,
      traitReported,
      weightType: scoring.weightType,
      formatVersion: scoring.formatVersion,
      harmonised: scoring.harmonised,
      citation: scoring.citation,
      licence: scoring.licence,
      variants: scoring.rows
    }
  };
}
