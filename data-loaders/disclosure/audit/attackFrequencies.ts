import type {AttackId, Finding, MembershipFigures} from "../../../src/model/privacy.js";
import type {MembershipLimits} from "../thresholds.js";
import {homerScores} from "./homer.js";
import {logRatios, type Ratios} from "./likelihoodRatio.js";
import {drawChildren, drawGenotypes} from "./nonMembers.js";
import {rocOf} from "./roc.js";
import {addGroupScores, addScores, scoreTable} from "./scorePeople.js";
import {takePeople} from "./takePeople.js";

/** Numbers about variants by group of people, as a reader of a table would have them, with the genotypes behind them. */
export interface PublishedFrequencies {
  /** `public/allele_counts`, … */
  table: string;
  standing: Finding["standing"];
  groups: readonly string[];
  /** Per person: group; -1 = not counted. */
  groupOf: Int16Array;
  variants: number;
  people: number;
  /** Packed, as `GenotypeBatch` has them. */
  genotypes: Uint8Array;
  /** Public frequency of `alt`, which the attacker knows. */
  frequencyOf(variant: number, group: number): number;
  /** How much likelier the published number is with a person of 0, 1, 2 copies in the group than without. */
  ratiosOf(variant: number, group: number): Ratios;
  /** The published frequency; NaN where it is withheld. */
  shownOf(variant: number, group: number): number;
}

/** Seeded, so that an audit can be repeated; `key` tells uses apart. */
export type RandomSource = (key: string) => () => number;

interface Attacked {
  members: Float64Array;
  others: Float64Array;
}

/**
 * Attacks every member of every group, against simulated people of the same ancestry who are not in the cohort: the
 * likelihood ratio, Homer's statistic, and the likelihood ratio of a member's child. Each finding shows the group in which
 * the attack did best, or all together where that is worse; it is withstood when no group exceeds a limit by more than two
 * standard errors.
 */
export function attackFrequencies(
  published: PublishedFrequencies,
  limits: MembershipLimits,
  random: RandomSource
): Finding[] {
  const {groups} = published;
  const members = groups.map((_, group) => membersOf(published.groupOf, group));
  const counted = members.reduce((sum, {length}) => sum + length, 0);
  const table = scoreTable(published.variants * groups.length, (row) =>
    logRatios(published.ratiosOf(Math.floor(row / groups.length), row % groups.length))
  );
  const memberScores = new Float64Array(published.people);
  addGroupScores(memberScores, published.genotypes, published.variants, published.people, table, published.groupOf, groups.length);

  const byRatio: Attacked[] = [];
  const byHomer: Attacked[] = [];
  const byChild: Attacked[] = [];
  groups.forEach((_, group) => {
    const who = members[group];
    if (who.length === 0) return;
    const own = ownTable(table, published.variants, groups.length, group);
    const frequencies = Float64Array.from({length: published.variants}, (_, v) => published.frequencyOf(v, group));
    const shown = Float64Array.from({length: published.variants}, (_, v) => published.shownOf(v, group));
    const size = Math.max(limits.nonMembersPerGroup, Math.ceil((limits.nonMembers * who.length) / counted));
    const others = drawGenotypes(frequencies, size, random(`others ${group}`));
    const genotypes = takePeople(published.genotypes, published.variants, published.people, who);
    const score = (of: Uint8Array, people: number): Float64Array => {
      const scores = new Float64Array(people);
      addScores(scores, of, published.variants, people, own);
      return scores;
    };
    const otherScores = score(others, size);
    byRatio.push({members: Float64Array.from(who, (person) => memberScores[person]), others: otherScores});
    const children = drawChildren(genotypes, published.variants, who.length, frequencies, random(`children ${group}`));
    byChild.push({members: score(children, who.length), others: otherScores});
    byHomer.push({
      members: homerScores(genotypes, who.length, shown, frequencies),
      others: homerScores(others, size, shown, frequencies)
    });
  });

  const names = groups.filter((_, group) => members[group].length > 0);
  return [
    findingOf(published, "likelihood-ratio", names, byRatio, limits),
    findingOf(published, "homer", names, byHomer, limits),
    findingOf(published, "relatives", names, byChild, limits)
  ];
}

/** The finding of one attack, from everybody's scores by group. */
export function findingOf(
  {table, standing}: Pick<PublishedFrequencies, "table" | "standing">,
  attack: AttackId,
  groups: readonly string[],
  attacked: readonly Attacked[],
  limits: MembershipLimits
): Finding {
  const figures = attacked.map(({members, others}) => figuresOf(members, others));
  const together = figuresOf(
    concat(attacked.map(({members, others}) => standardised(members, others))),
    concat(attacked.map(({others}) => standardised(others, others)))
  );
  const all = groups.length > 1 ? [...figures, together] : figures;
  const names = [...groups, "all"];
  const worst = all.reduce((at, {auc}, i) => (auc > all[at].auc ? i : at), 0);
  return {
    table,
    attack,
    pool: names[worst],
    figures: all[worst],
    withstood: all.every((figure) => withstands(figure, limits)),
    standing
  };
}

export function withstands({auc, aucSe, tpr, tprSe, beyond}: MembershipFigures, limits: MembershipLimits): boolean {
  return (
    auc <= limits.aucMax + 2 * aucSe && tpr <= limits.tprMax + 2 * tprSe && (beyond ?? 0) <= limits.beyondMax
  );
}

function figuresOf(members: Float64Array, others: Float64Array): MembershipFigures {
  const {auc, aucSe, tpr, tprSe, beyond, curve} = rocOf(members, others);
  return {
    kind: "membership",
    people: members.length,
    nonMembers: others.length,
    auc: thousandths(auc),
    aucSe: thousandths(aucSe),
    tpr: thousandths(tpr),
    tprSe: thousandths(tprSe),
    beyond: beyond === null ? null : thousandths(beyond),
    curve: curve.map(([x, y]) => [thousandths(x), thousandths(y)])
  };
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Scores of different groups are compared by how far they lie from that group's people who are not members. */
export function standardised(scores: Float64Array, others: Float64Array): Float64Array {
  const mean = others.reduce((sum, score) => sum + score, 0) / others.length;
  const variance = others.reduce((sum, score) => sum + (score - mean) ** 2, 0) / others.length;
  const sd = Math.sqrt(variance) || 1;
  return scores.map((score) => (score - mean) / sd);
}

/** People of a group, ascending. */
export function membersOf(groupOf: Int16Array, group: number): Int32Array {
  const members: number[] = [];
  for (let person = 0; person < groupOf.length; ++person) if (groupOf[person] === group) members.push(person);
  return Int32Array.from(members);
}

/** The entries of one group, `variants × 4`. */
export function ownTable(table: Float64Array, variants: number, groups: number, group: number): Float64Array {
  const own = new Float64Array(variants * 4);
  for (let variant = 0; variant < variants; ++variant) {
    const from = (variant * groups + group) * 4;
    own.set(table.subarray(from, from + 4), variant * 4);
  }
  return own;
}

export function concat(arrays: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(arrays.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
