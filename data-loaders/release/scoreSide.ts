import {createHash} from "node:crypto";
import {randomLcg} from "d3-random";
import type {PolygenicScoreRow, ReleasedScore} from "../../src/model/polygenicScores.js";
import type {Finding} from "../../src/model/privacy.js";
import type {Tier} from "../../src/model/release.js";
import {attackDensity} from "../disclosure/audit/attackDensity.js";
import {hideSquares} from "../disclosure/association/hideSquares.js";
import {roundPeople} from "../disclosure/polygenic/roundPeople.js";
import {protectScores, type ProtectedTable, type Protection} from "../disclosure/protect.js";
import type {AssociationLimits} from "../disclosure/thresholds.js";
import type {Cohort, TraitValues} from "../sources/cohort.js";
import type {CohortScore} from "../sources/scores/readScores.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {densitySquares} from "../tables/association/densitySquares.js";
import type {DensitySquare} from "../tables/association/pcaDensityTable.js";
import {evaluateByGroup} from "../tables/polygenic/evaluateByGroup.js";
import {polygenicScoresTable} from "../tables/polygenic/polygenicScoresTable.js";
import {commonCovariates, covariateColumns} from "../tables/polygenic/scoreCovariates.js";
import {densityRows, evaluationRows, matchRows} from "../tables/polygenic/scoreRows.js";
import {joinScores, type ScorePart} from "../tables/polygenic/scorePeople.js";
import type {CaseControlTrait} from "../tables/strongHits.js";
import type {Measured} from "./authorize.js";
import type {Structure} from "./associationSide.js";
import {mapShards} from "./pool.js";
import type {OnProgress} from "./progress.js";
import type {ScoreContext} from "./scoreTask.js";

export interface ScoreInput {
  cohort: Cohort;
  scores: readonly CohortScore[];
  /** Who is analysed, and everybody's components; null where associations are switched off: everybody, and none. */
  structure: Pick<Structure, "usable" | "components"> | null;
  protection: Protection;
  limits: AssociationLimits;
  /** The trait whose cases exact tables count, if there is one. */
  counted: CaseControlTrait | null;
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

/** Groups, cases and controls of fewer people are not evaluated. */
const leastPeople = 50;

/**
 * Scores everybody in one pass over the genotypes, and says how well each score does in each genetic ancestry group. A
 * score is shown only for groups in which it was evaluated; where it was in none, only what became of its variants is
 * told. The scores themselves leave neither this function nor its threads.
 */
export async function makeScores(input: ScoreInput): Promise<ScoreSide> {
  const {cohort, scores, protection, limits, tier, threads, onProgress} = input;
  const {total, included, traits} = cohort.people;
  const people = {total, included};
  const scorings = scores.map(({scoring}) => scoring);
  const parts: ScorePart[] = [];
  for await (const part of mapShards<(typeof cohort.shards)[number], ScoreContext, ScorePart>(
    cohort.shards,
    new URL("./scoreTask.ts", import.meta.url),
    {scorings, people},
    {threads, onDone: (done, of) => onProgress?.({phase: "scores", done, of, variants: 0})}
  ))
    parts.push(part);
  const {scores: sums, reports} = joinScores(parts, scorings, people);

  const rows: PolygenicScoreRow[] = [];
  const stretches = new Map<string, DensitySquare[]>();
  const released: ReleasedScore[] = [];
  const audit: Finding[] = [];
  for (const [s, score] of scores.entries()) {
    const {id} = score.scoring;
    const trait = score.trait === null ? null : traits[score.trait];
    rows.push(...matchRows(reports[s]));
    const sum = sums[s];
    const found = sum !== null && trait !== null ? evaluate(input, sum, trait) : null;
    for (const row of found?.evaluations ?? []) rows.push(...evaluationRows(id, row));
    if (found) stretches.set(id, found.squares);
    const groups = found?.evaluations.map(({group}) => group) ?? [];
    released.push({
      ...describe(score, trait),
      evaluatedIn: groups,
      shownFor: [...new Set(found?.squares.map(({ancestry}) => ancestry))],
      reference: found?.reference ?? null,
      adjustedFor: found?.adjustedFor ?? [],
      refused: reports[s].refused
    });
    if (found && protection.limit !== null) audit.push(attack(found, protection.limit));
  }
  return {
    table: protectScores(rows, stretches, protection, limits, densityRows, polygenicScoresTable),
    scores: released,
    facts: scoreFacts(released),
    audit
  };

  /** Where people are by their scores, of whom it is known exactly how many there are. */
  function attack({squares, evaluations}: Evaluated, limit: number): Finding {
    const known = new Map(evaluations.map(({group, n}) => [group, n]));
    const shown = hideSquares(squares, new Set(known.keys()), limits.roundPeople);
    const published = {squares: shown, people: known, countedDown: limits.roundPeople - 1};
    return attackDensity({table: `${tier}/polygenic_scores`, standing: "enforced", ...published}, limit);
  }
}

/** Groups that a score is shown for, and those of them in which every score that is shown was evaluated. */
export function scoreFacts(scores: readonly Pick<ReleasedScore, "evaluatedIn" | "shownFor">[]): ScoreSide["facts"] {
  const shown = [...new Set(scores.flatMap(({shownFor}) => shownFor))].sort();
  const isEvaluated = (group: string): boolean =>
    scores.every(({evaluatedIn, shownFor}) => !shownFor.includes(group) || evaluatedIn.includes(group));
  return {evaluated_in: shown.filter(isEvaluated), shown_for: shown};
}

interface Evaluated {
  evaluations: ReturnType<typeof evaluateByGroup>;
  squares: DensitySquare[];
  reference: string;
  adjustedFor: string[];
}

/** Null where no group has enough people. */
function evaluate(input: ScoreInput, score: Float64Array, trait: TraitValues): Evaluated | null {
  const {cohort, structure, limits} = input;
  const {total, covariates} = cohort.people;
  const columns = covariateColumns(covariates, structure?.components ?? {count: 0, scores: new Float64Array()});
  const least = Math.max(leastPeople, Math.ceil((columns.length + 2) / limits.parametersMax));
  const groups = peopleOfGroups(input, score, trait, columns).filter(({people}) => {
    const cases = people.filter((person) => trait.values[person] === 1).length;
    return trait.kind === "binary" ? Math.min(cases, people.length - cases) >= least : people.length >= least;
  });
  if (groups.length === 0) return null;
  const codes = new Int16Array(total).fill(-1);
  groups.forEach(({people}, code) => people.forEach((person) => (codes[person] = code)));
  const levels = groups.map(({level}) => level);
  const reference = groups.reduce((most, one) => (one.people.length > most.people.length ? one : most)).level;
  const {names, ...common} = commonCovariates(
    total,
    trait.values,
    columns,
    groups.map(({people}) => people)
  );
  const evaluations = evaluateByGroup({
    kind: trait.kind,
    trait: trait.values,
    score,
    covariates: common,
    groups: {levels, codes},
    reference,
    least
  });
  const flat = {pc: 2, scores: new Float64Array(total)};
  return {
    evaluations,
    squares: densitySquares({pc: 1, scores: score}, flat, codes, levels),
    reference,
    adjustedFor: names
  };
}

/** Who is evaluated in each group of which something may be shown; everybody who can be, in class `open`. */
function peopleOfGroups(
  {cohort, structure, protection, limits, counted}: ScoreInput,
  score: Float64Array,
  trait: TraitValues,
  columns: ReturnType<typeof covariateColumns>
): {level: string; people: Int32Array}[] {
  const {total, included, strata} = cohort.people;
  const ancestry = strata.find(({name}) => name === ancestryVariable);
  const hidden = protection.groups.blocks.flatMap(({level}, b) =>
    protection.hidden.totals[b] && !protection.hidden.changed[b] ? [] : level
  );
  return (ancestry?.levels ?? [wholeCohort]).flatMap((level, code) => {
    if (hidden.includes(level)) return [];
    const all = Int32Array.from({length: total}, (_, person) => person).filter(
      (person) => included[person] && (!ancestry || ancestry.codes[person] === code)
    );
    const known = all.filter(
      (person) =>
        (structure?.usable[person] ?? 1) === 1 &&
        !Number.isNaN(score[person]) &&
        !Number.isNaN(trait.values[person]) &&
        columns.every(({values}) => !Number.isNaN(values[person]))
    );
    if (protection.limit === null) return {level, people: known};
    const isCounted = counted?.id === trait.id;
    const kept = roundPeople(
      known.length,
      trait.kind === "binary" ? Array.from(known, (person) => trait.values[person]) : null,
      {all: all.length, cases: isCounted ? all.filter((person) => trait.values[person] === 1).length : null},
      limits.roundPeople,
      randomLcg(seedOf(`${trait.id} ${level}`))
    );
    return {level, people: Int32Array.from(kept, (i) => known[i])};
  });
}

function describe(
  {scoring, label}: CohortScore,
  trait: TraitValues | null
): Pick<ReleasedScore, "id" | "label" | "traits" | "evaluatedAgainst" | "card"> {
  const {id, traitIds, traitReported, traitMapped} = scoring;
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
    card: {
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

function seedOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
