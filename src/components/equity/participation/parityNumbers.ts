import {participantsForPower} from "../../../kernels/equity/equalPower.js";
import {caseControlPower, effectiveSampleSize} from "../../../kernels/power.js";
import {isNoGroup} from "../../../model/ancestry.js";
import type {EquityDocument, ParticipationDocument} from "../../../model/equity.js";
import type {ParityQuestion} from "../../../model/participationView.js";
import {ancestriesOf, notReported, sharesOverall} from "./participationShares.js";

/** People of a group who take part now; null = withheld. */
export interface GroupNow {
  group: string;
  now: number | null;
}

/** What a group has and what it would need. */
export interface ParityGroup extends GroupNow {
  frequency: number;
  /** Size of a study with as many cases as controls that tells as much as the people of now would; null = withheld. */
  effective: number | null;
  power: number | null;
  /** People, rounded up. */
  needed: number;
  /** People beyond those of now; null = withheld. */
  more: number | null;
}

/** One point of a curve of power over the minor allele frequency. */
export interface PowerPoint {
  group: string;
  frequency: number;
  power: number;
}

/** The cohort's genetic ancestry groups; empty where it has none. People of unknown ancestry, or not assigned, are no group. */
export function cohortNow({representation}: EquityDocument): GroupNow[] {
  return representation
    .filter(({variable, level}) => variable === "ancestry" && !isNoGroup(level))
    .map(({level, n}) => ({group: level, now: n}));
}

/** Participants of all studies of the GWAS Catalog together: a person counts once in each study. */
export function gwasNow({rows}: ParticipationDocument): GroupNow[] {
  const all = {metric: "participants", stage: "both", trait: null, from: null, to: null, count: "cumulative"} as const;
  const counts = new Map(sharesOverall(rows, all).map(({ancestry, count}) => [ancestry, count]));
  return ancestriesOf(rows)
    .filter((ancestry) => ancestry !== notReported)
    .map((group) => ({group, now: counts.get(group) ?? 0}));
}

/** For each group, the people that a case–control study needs to answer the question. */
export function parityGroups(groups: readonly GroupNow[], question: ParityQuestion): ParityGroup[] {
  return groups.map(({group, now}) => {
    const frequency = question.frequencies[group] ?? question.frequency;
    const {oddsRatio, caseFraction, power, alpha} = question;
    const needed = participantsForPower(oddsRatio, frequency, caseFraction, power, alpha);
    return {
      group,
      now,
      frequency,
      effective: now === null ? null : effectiveOf(now, question),
      power: now === null ? null : powerOf(now, question, frequency),
      needed,
      more: now === null ? null : Math.max(0, needed - now)
    };
  });
}

/** Curves with the people of now, from 0.1 % to 50 % on a logarithmic grid; groups that are withheld have none. */
export function powerCurves(groups: readonly GroupNow[], question: ParityQuestion): PowerPoint[] {
  const [from, to] = [Math.log(0.001), Math.log(0.5)];
  const grid = Array.from({length: 61}, (_, i) => Math.exp(from + ((to - from) * i) / 60));
  return groups.flatMap(({group, now}) =>
    now === null ? [] : grid.map((frequency) => ({group, frequency, power: powerOf(now, question, frequency)}))
  );
}

function powerOf(people: number, question: ParityQuestion, frequency: number): number {
  const {oddsRatio, caseFraction, alpha} = question;
  const cases = people * caseFraction;
  return caseControlPower(Math.log(oddsRatio), frequency, cases, people - cases, alpha);
}

function effectiveOf(people: number, {caseFraction}: ParityQuestion): number {
  return effectiveSampleSize(people * caseFraction, people * (1 - caseFraction));
}
