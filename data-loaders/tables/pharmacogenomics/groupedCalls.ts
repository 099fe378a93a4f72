import {candidateWeights} from "../../../src/kernels/candidateWeights.js";
import type {PgxShare} from "../../../src/model/pharmacogenomicsTables.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import type {People} from "../../sources/cohort.js";
import type {GeneCalls} from "./callCohort.js";
import type {Diplotype} from "./callDiplotypes.js";

/** People by group: the whole cohort, and every level of one variable. */
export interface PgxGroup {
  name: string;
  /** 1 = in the group. */
  members: Uint8Array;
}

/** The group of everybody who is counted. */
export const everybody = "all";

/** Everybody, and the levels of the stratum variable `name` where the cohort has it. */
export function pgxGroups(
  {total, included, strata}: Pick<People, "total" | "included" | "strata">,
  name: string
): PgxGroup[] {
  const variable = strata.find((stratum) => stratum.name === name);
  const levels = (variable?.levels ?? []).map((level, code) => ({
    name: level,
    members: Uint8Array.from({length: total}, (_, person) =>
      Number(included[person] && variable!.codes[person] === code)
    )
  }));
  return [{name: everybody, members: Uint8Array.from(included)}, ...levels];
}

/** How many people of a group have each call of a gene, and what they probably are. */
export interface GroupedCalls {
  /** Per call. */
  people: number[];
  /** Per call and candidate, adding up to 1 per call. */
  weights: number[][];
  /** Copies of a gene with one or more alleles, numbered; `copyOf` per call, candidate and copy. */
  copyNames: string[];
  copyOf: number[][][];
}

/** Counts a gene's calls in one group; ambiguous ones get the weights that the group's own allele frequencies give. */
export function groupCalls({gene, calls, callOf}: GeneCalls, {members}: PgxGroup): GroupedCalls {
  const people = calls.map(() => 0);
  callOf.forEach((call, person) => {
    if (call >= 0 && members[person]) ++people[call];
  });
  const copyNames: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (copy: readonly number[]): number => {
    const name = copy.map((allele) => gene.alleles[allele].name).join(" + ");
    if (!numbers.has(name)) numbers.set(name, copyNames.push(name) - 1);
    return numbers.get(name)!;
  };
  const copyOf = calls.map(({candidates}) => candidates.map(({copies}) => copies.map(numberOf)));
  const weights = candidateWeights(
    copyOf.map((pairs, call) => ({people: people[call], pairs})),
    copyNames.length
  );
  return {people, weights, copyNames, copyOf};
}

/** The share of people who are so, and its bounds; `isSo` is asked of every candidate. */
export function shareOf(
  entries: readonly {people: number; candidates: readonly {weight: number; isSo: boolean}[]}[]
): PgxShare {
  const sum = {people: 0, least: 0, most: 0, expected: 0};
  for (const {people, candidates} of entries) {
    if (candidates.length === 0) continue;
    sum.people += people;
    if (candidates.every(({isSo}) => isSo)) sum.least += people;
    if (candidates.some(({isSo}) => isSo)) sum.most += people;
    // Certain people are counted, not weighed: weights add up to 1 only within rounding.
    sum.expected += candidates.every(({isSo}) => isSo)
      ? people
      : people * candidates.reduce((total, {weight, isSo}) => total + (isSo ? weight : 0), 0);
  }
  const [low, high] = wilsonInterval(sum.expected, sum.people);
  const {people, least, most} = sum;
  return {people, least, most, share: people > 0 ? sum.expected / people : NaN, low, high};
}

/** Entries of `shareOf` for one gene. */
export function entriesOf(
  {calls}: GeneCalls,
  {people, weights}: GroupedCalls,
  isSo: (candidate: Diplotype) => boolean
): {people: number; candidates: {weight: number; isSo: boolean}[]}[] {
  return calls.map(({candidates}, call) => ({
    people: people[call],
    candidates: candidates.map((candidate, k) => ({weight: weights[call][k], isSo: isSo(candidate)}))
  }));
}
