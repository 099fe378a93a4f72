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
  /**
   * The same for a person of 0, 1, 2 copies who was left out: of the number that would have been published without them.
   */
  ratiosWithoutOf(variant: number, group: number): Ratios;
  /** The published frequency; NaN where it is withheld. */
  shownOf(variant: number, group: number): number;
  /** Genotypes of people who are not members; default: drawn from `frequencyOf`, in Hardy–Weinberg proportions. */
  drawOthers?(group: number, people: number, random: () => number): Uint8Array;
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
 *
 * Where simulated people differ from members who are left out of the counts, as a group of several populations differs
 * from one drawn at its mean frequencies, the score tells ancestry and not membership (Braun and others 2009, PLoS Genet
 * 5:e1000668). What counting a person adds to their own score is then added to scores of simulated people, and compared
 * with these: the spread between populations, which an attacker can take out, hides nothing. Weaker attacks on that group
 * are not made.
 */
export function attackFrequencies(
  published: PublishedFrequencies,
  limits: MembershipLimits,
  random: RandomSource
): Finding[] {
  const {groups, variants, people, genotypes} = published;
  const table = tableOf(published, (variant, group) => published.ratiosOf(variant, group));
  const tableWithout = tableOf(published, (variant, group) => published.ratiosWithoutOf(variant, group));
  const memberScores = new Float64Array(people);
  const leftOutScores = new Float64Array(people);
  addGroupScores(memberScores, genotypes, variants, people, table, published.groupOf, groups.length);
  addGroupScores(leftOutScores, genotypes, variants, people, tableWithout, published.groupOf, groups.length);

  const attacks = {
    "likelihood-ratio": [] as (Attacked & {group: string})[],
    homer: [] as (Attacked & {group: string})[],
    relatives: [] as (Attacked & {group: string})[]
  };
  const counted = published.groupOf.reduce((sum, group) => sum + (group >= 0 ? 1 : 0), 0);
  groups.forEach((name, group) => {
    const who = membersOf(published.groupOf, group);
    if (who.length === 0) return;
    const size = Math.max(limits.nonMembersPerGroup, Math.ceil((limits.nonMembers * who.length) / counted));
    const frequencies = Float64Array.from({length: variants}, (_, v) => published.frequencyOf(v, group));
    const chance = random(`others ${group}`);
    const others = published.drawOthers?.(group, size, chance) ?? drawGenotypes(frequencies, size, chance);
    const own = ownTable(table, variants, groups.length, group);
    const score = (of: Uint8Array, people: number): Float64Array => {
      const scores = new Float64Array(people);
      addScores(scores, of, variants, people, own);
      return scores;
    };
    const members = Float64Array.from(who, (person) => memberScores[person]);
    const leftOut = Float64Array.from(who, (person) => leftOutScores[person]);
    const simulated = score(others, size);
    const isLike = areAlike(leftOut, simulated);
    // Simulated people come population by population, so members are laid over all of them evenly.
    const gained = members.map((score, i) => simulated[Math.floor((i * size) / members.length)] + score - leftOut[i]);
    attacks["likelihood-ratio"].push({group: name, members: isLike ? members : gained, others: simulated});
    if (!isLike) return;
    const packed = takePeople(genotypes, variants, people, who);
    const children = drawChildren(packed, variants, who.length, frequencies, random(`children ${group}`));
    attacks.relatives.push({group: name, members: score(children, who.length), others: simulated});
    const shown = Float64Array.from({length: variants}, (_, v) => published.shownOf(v, group));
    attacks.homer.push({
      group: name,
      members: homerScores(packed, who.length, shown, frequencies),
      others: homerScores(others, size, shown, frequencies)
    });
  });
  return (["likelihood-ratio", "homer", "relatives"] as const).flatMap((attack) => {
    const attacked = attacks[attack];
    if (attacked.length === 0) return [];
    return findingOf(
      published,
      attack,
      attacked.map(({group}) => group),
      attacked,
      limits
    );
  });
}

/**
 * Standard errors by which two sets of scores may differ and still be taken as alike: as many as a finding may be above
 * its limit, so that what remains of the difference breaks none.
 */
const alike = 2;

function areAlike(leftOut: Float64Array, simulated: Float64Array): boolean {
  const {auc, aucSe, tpr, tprSe} = rocOf(withoutRounding(leftOut), withoutRounding(simulated));
  return Math.abs(auc - 0.5) <= alike * aucSe && Math.abs(tpr - 0.05) <= alike * tprSe;
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
  const broken = all.map((figure) => !withstands(figure, limits));
  // A group that breaks a limit comes before one that does not, whatever its curve.
  const worst = all.reduce(
    (at, {auc}, i) => ((Number(broken[i]) - Number(broken[at]) || auc - all[at].auc) > 0 ? i : at),
    0
  );
  return {
    table,
    attack,
    pool: names[worst],
    figures: all[worst],
    withstood: !broken.includes(true),
    standing
  };
}

/** Members that a limit of the tail has to allow before it is judged: fewer are more than the limit by chance. */
const fewestBeyond = 5;

/** Whether figures keep to the limits; each may be above by two standard errors, since a sample was measured. */
export function withstands(figures: MembershipFigures, limits: MembershipLimits): boolean {
  const {people, auc, aucSe, tpr, tprSe, beyond} = figures;
  const beyondSe = Math.sqrt((limits.beyondMax * (1 - limits.beyondMax)) / people);
  const judgesTail = beyond !== null && people * limits.beyondMax >= fewestBeyond;
  return (
    auc <= limits.aucMax + 2 * aucSe &&
    tpr <= limits.tprMax + 2 * tprSe &&
    (!judgesTail || beyond <= limits.beyondMax + 2 * beyondSe)
  );
}

function figuresOf(members: Float64Array, others: Float64Array): MembershipFigures {
  const {auc, aucSe, tpr, tprSe, beyond, curve} = rocOf(withoutRounding(members), withoutRounding(others));
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

/** Scores in steps of a millionth: what the rounding of doubles adds is no evidence. */
function withoutRounding(scores: Float64Array): Float64Array {
  return scores.map((score) => Math.round(score * 1e6) / 1e6);
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Scores of different groups are compared by how far they lie from that group's people who are not members. */
export function standardised(scores: Float64Array, others: Float64Array): Float64Array {
  const mean = others.reduce((sum, score) => sum + score, 0) / others.length;
  const variance = others.reduce((sum, score) => sum + (score - mean) ** 2, 0) / others.length;
  const sd = Math.max(Math.sqrt(variance), 1e-6);
  return scores.map((score) => (score - mean) / sd);
}

/** People of a group, ascending. */
export function membersOf(groupOf: Int16Array, group: number): Int32Array {
  const members: number[] = [];
  for (let person = 0; person < groupOf.length; ++person) if (groupOf[person] === group) members.push(person);
  return Int32Array.from(members);
}

function tableOf({variants, groups}: PublishedFrequencies, ratiosOf: PublishedFrequencies["ratiosOf"]): Float64Array {
  return scoreTable(variants * groups.length, (row) =>
    logRatios(ratiosOf(Math.floor(row / groups.length), row % groups.length))
  );
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
