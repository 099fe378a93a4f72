import type {TraitValues} from "../sources/cohort.js";
import {densitySquares} from "../tables/association/densitySquares.js";
import type {DensitySquare} from "../tables/association/pcaDensityTable.js";
import {adjustedByGroup, type AdjustedGroup} from "../tables/polygenic/adjustedByGroup.js";
import {evaluateByGroup, type GroupEvaluation} from "../tables/polygenic/evaluateByGroup.js";
import {flagByGroup, roundThreshold, type FlaggedGroups} from "../tables/polygenic/flagByGroup.js";
import {commonCovariates, type ScoreCovariates} from "../tables/polygenic/scoreCovariates.js";
import {scoreWithout, type StrongestVariant} from "../tables/polygenic/strongestVariant.js";
import {varianceExplained, type VarianceExplained} from "../tables/polygenic/varianceExplained.js";
import {columnsFor, groupsOf, isLargeEnough, leastOf, roundedPeople, type PeopleInput} from "./scoredPeople.js";

/** Who is judged in each group, and with what: nothing of it depends on the score. */
export interface JudgedGroups {
  levels: string[];
  /** Index into `levels` per person; −1 = is not judged. */
  codes: Int16Array;
  reference: string;
  referenceIs: "where it was made" | "the largest";
  covariates: ScoreCovariates;
  least: number;
}

/**
 * Groups with enough people whom training has not seen (`unseen`; everybody, where nothing was learned here). Null where
 * there is none.
 */
export function judgedGroups(
  input: PeopleInput,
  trait: TraitValues,
  madeIn: string | null,
  unseen: Uint8Array | null
): JudgedGroups | null {
  const {total} = input.cohort.people;
  const columns = columnsFor(input);
  const groups = groupsOf(input, trait)
    .map((group) => {
      const known = unseen ? group.known.filter((person) => unseen[person]) : group.known;
      return {level: group.level, people: roundedPeople(input, trait, group, known)};
    })
    .filter(({people}) => isLargeEnough(people, trait, input, columns.length));
  if (groups.length === 0) return null;
  const codes = new Int16Array(total).fill(-1);
  groups.forEach(({people}, code) => people.forEach((person) => (codes[person] = code)));
  const isJudged = groups.some(({level}) => level === madeIn);
  return {
    levels: groups.map(({level}) => level),
    codes,
    reference: isJudged
      ? madeIn!
      : groups.reduce((most, one) => (one.people.length > most.people.length ? one : most)).level,
    referenceIs: isJudged ? "where it was made" : "the largest",
    covariates: commonCovariates(
      total,
      trait.values,
      columns,
      groups.map(({people}) => people)
    ),
    least: leastOf(input.limits, columns.length)
  };
}

/** Exact numbers of how a score does: they pass disclosure control before they are shown. */
export interface EvaluatedScore {
  evaluations: GroupEvaluation[];
  squares: DensitySquare[];
  /** At the share of the reference group that counts as high; null for a quantitative trait. */
  flagged: (FlaggedGroups & {threshold: number}) | null;
  adjusted: AdjustedGroup[] | null;
  /** Per group; null where no variant is carried by enough people. */
  strongest: ({variant: number; share: number; without: VarianceExplained} | null)[];
}

/** Share of the reference group whose scores count as high, 0 to 1. */
const highShare = 0.1;

/** `strongest`: per group. */
export function evaluateScore(
  {structure, limits}: PeopleInput,
  trait: TraitValues,
  score: Float64Array,
  judged: JudgedGroups,
  strongest: readonly (StrongestVariant | null)[]
): EvaluatedScore {
  const {levels, codes, reference, covariates, least} = judged;
  const groups = {levels, codes};
  const evaluations = evaluateByGroup({
    kind: trait.kind,
    trait: trait.values,
    score,
    covariates,
    groups,
    reference,
    least
  });
  const flat = {pc: 2, scores: new Float64Array(score.length)};
  const squares = densitySquares({pc: 1, scores: score}, flat, codes, levels);
  const ofReference = score.filter((_, person) => codes[person] === levels.indexOf(reference));
  const step = squares.length > 0 ? Number((squares[0].x1 - squares[0].x0).toPrecision(12)) : 0;
  const threshold = step > 0 ? roundThreshold(ofReference, highShare, step) : NaN;
  return {
    evaluations,
    squares,
    flagged:
      trait.kind === "binary" && step > 0
        ? {threshold, ...flagByGroup({cases: trait.values, score, groups, threshold, least: limits.roundPeople})}
        : null,
    adjusted: structure
      ? adjustedByGroup({trait: trait.values, score, covariates, groups, reference, components: structure.components})
      : null,
    strongest: levels.map((_, code) => {
      const used = strongest[code];
      const {scoreDeviation} = evaluations[code];
      if (!used || !(scoreDeviation > 0)) return null;
      const without = ownPart(trait.values, scoreWithout(score, used), covariates, codes, code);
      return {variant: used.variant, share: used.variance / scoreDeviation ** 2, without};
    })
  };
}

function ownPart(
  trait: Float64Array,
  score: Float64Array,
  {columns, values}: ScoreCovariates,
  codes: Int16Array,
  code: number
): VarianceExplained {
  const people = Int32Array.from(codes.keys()).filter((person) => codes[person] === code);
  const own = new Float64Array(people.length * columns);
  people.forEach((person, i) => own.set(values.subarray(person * columns, (person + 1) * columns), i * columns));
  return varianceExplained(
    Float64Array.from(people, (person) => trait[person]),
    Float64Array.from(people, (person) => score[person]),
    {columns, values: own}
  );
}
