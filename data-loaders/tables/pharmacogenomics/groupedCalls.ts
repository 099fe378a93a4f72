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
}

/** Counts a gene's calls in one group; ambiguous ones get the weights that the group's own allele frequencies give. */
export function groupCalls({calls, callOf}: GeneCalls, {members}: PgxGroup): GroupedCalls {
  const people = calls.map(() => 0);
  callOf.forEach((call, person) => {
    if (call >= 0 && members[person]) ++people[call];
  });
  const numbers = new Map<string, number>();
  // Several alleles on one copy are inherited together: to the frequencies they are one.
  const numberOf = (copy: readonly number[]): number => {
    const key = copy.join();
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  };
  const candidates = calls.map((call, i) => ({
    people: people[i],
    pairs: call.candidates.map(({copies}) => copies.map(numberOf))
  }));
  return {people, weights: candidateWeights(candidates, numbers.size)};
}

/** People who have something for certain, at most, and with the probability of their candidates. */
export interface Tally {
  least: number;
  most: number;
  expected: number;
}

/** The share of all these people, with its interval. */
export function shareOf({least, most, expected}: Tally, people: number): PgxShare {
  const [low, high] = wilsonInterval(expected, people);
  return {people, least, most, share: people > 0 ? expected / people : NaN, low, high};
}

/** Adds people whose candidates have something with this weight together; `all` = all of their candidates have it. */
export function addPeople(tally: Tally, people: number, weight: number, all: boolean): void {
  tally.most += people;
  if (all) tally.least += people;
  // Certain people are counted, not weighed: weights add up to 1 only within rounding.
  tally.expected += all ? people : people * weight;
}

/** People of the group whose genotypes of a gene are explained. */
export function explainedPeople({calls}: GeneCalls, {people}: GroupedCalls): number {
  return calls.reduce((sum, {candidates}, call) => sum + (candidates.length > 0 ? people[call] : 0), 0);
}

/** People by what their candidates are, such as a phenotype: every value that anybody has or may have. */
export function tallyBy<T>(
  {calls}: GeneCalls,
  {people, weights}: GroupedCalls,
  valueOf: (candidate: Diplotype) => T
): Map<T, Tally> {
  const tallies = new Map<T, Tally>();
  calls.forEach(({candidates}, call) => {
    if (people[call] === 0) return;
    const weightOf = new Map<T, number>();
    candidates.forEach((candidate, k) => {
      const value = valueOf(candidate);
      weightOf.set(value, (weightOf.get(value) ?? 0) + weights[call][k]);
    });
    for (const [value, weight] of weightOf) {
      const tally = tallies.get(value) ?? noPeople();
      tallies.set(value, tally);
      addPeople(tally, people[call], weight, weightOf.size === 1);
    }
  });
  return tallies;
}

export function noPeople(): Tally {
  return {least: 0, most: 0, expected: 0};
}
