import {createHash} from "node:crypto";
import {randomLcg} from "d3-random";
import {roundPeople} from "../disclosure/polygenic/roundPeople.js";
import type {Protection} from "../disclosure/protect.js";
import type {AssociationLimits} from "../disclosure/thresholds.js";
import type {Cohort, TraitValues} from "../sources/cohort.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {covariateColumns} from "../tables/polygenic/scoreCovariates.js";
import type {CaseControlTrait} from "../tables/strongHits.js";
import type {Structure} from "./associationSide.js";

export interface PeopleInput {
  cohort: Pick<Cohort, "people">;
  /** Who is analysed, and everybody's components; null where associations are switched off: everybody, and none. */
  structure: Pick<Structure, "usable" | "components"> | null;
  protection: Protection;
  limits: AssociationLimits;
  /** The trait whose cases exact tables count, if there is one. */
  counted: CaseControlTrait | null;
}

/** People of a genetic ancestry group who could be scored and judged by a trait. */
export interface GroupPeople {
  level: string;
  /** Everybody in the group, as other tables count them. */
  all: Int32Array;
  /** With the trait, all covariates and good genotypes, no near relatives. */
  known: Int32Array;
}

/** Groups, cases and controls of fewer people are not judged, nor learned from. */
export const leastPeople = 50;

export function columnsFor({cohort, structure}: PeopleInput): ReturnType<typeof covariateColumns> {
  return covariateColumns(cohort.people.covariates, structure?.components ?? {count: 0, scores: new Float64Array()});
}

/** Whether there are people, cases and controls enough for a model with so many columns. */
export function isLargeEnough(
  people: Int32Array,
  {kind, values}: TraitValues,
  {limits}: Pick<PeopleInput, "limits">,
  columns: number
): boolean {
  const least = leastOf(limits, columns);
  const cases = people.reduce((sum, person) => sum + Number(values[person] === 1), 0);
  return kind === "binary" ? Math.min(cases, people.length - cases) >= least : people.length >= least;
}

export function leastOf({parametersMax}: AssociationLimits, columns: number): number {
  return Math.max(leastPeople, Math.ceil((columns + 2) / parametersMax));
}

/** Groups of which something may be shown, with the people who are known. */
export function groupsOf(input: PeopleInput, trait: TraitValues): GroupPeople[] {
  const {cohort, structure, protection} = input;
  const {total, included, strata} = cohort.people;
  const columns = columnsFor(input);
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
        !Number.isNaN(trait.values[person]) &&
        columns.every(({values}) => !Number.isNaN(values[person]))
    );
    return {level, all, known};
  });
}

/** So many of `known`, some people of a group, that no number tells how many could not be used; all in class `open`. */
export function roundedPeople(
  {protection, limits, counted}: PeopleInput,
  {id, kind, values}: TraitValues,
  {level, all}: Pick<GroupPeople, "level" | "all">,
  known: Int32Array,
  salt = ""
): Int32Array {
  if (protection.limit === null) return known;
  const kept = roundPeople(
    known.length,
    kind === "binary" ? Array.from(known, (person) => values[person]) : null,
    {all: all.length, cases: counted?.id === id ? all.filter((person) => values[person] === 1).length : null},
    limits.roundPeople,
    randomOf(`${id} ${level}${salt}`)
  );
  return Int32Array.from(kept, (i) => known[i]);
}

/** Seeded numbers in [0, 1), other ones for each text. */
export function randomOf(text: string): () => number {
  return randomLcg(createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32);
}
