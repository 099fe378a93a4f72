import {randomNormal} from "d3-random";
import type {AttackCurve} from "../../../src/model/privacy.js";
import {clipNorm} from "../noise/clippedSums.js";
import {isSmall} from "../smallCell.js";
import {concat, membersOf, ownTable, standardised, type RandomSource} from "./attackFrequencies.js";
import {exactRatios, intervalRatios, logRatios, noisyRatios, type Ratios} from "./likelihoodRatio.js";
import {drawGenotypes} from "./nonMembers.js";
import {rocOf} from "./roc.js";
import {addScores, scoreTable} from "./scorePeople.js";
import {takePeople, takeVariants} from "./takePeople.js";

/** Exact counts by group, and the genotypes behind them. */
export interface GroupedCounts {
  level: AttackCurve["level"];
  groups: number;
  /** Per person: group; -1 = none. */
  groupOf: Int16Array;
  variants: number;
  people: number;
  genotypes: Uint8Array;
  /** Alternate and called copies, and the public frequency of `alt`: variants × groups. */
  ac: Int32Array;
  an: Int32Array;
  frequencies: Float64Array;
}

/** Numbers of variants at which a curve is measured. */
const marks = [10, 30, 100, 300, 1000, 3000, 10_000];

/** Members and others of a group that are scored: enough for two decimals over all groups. */
const sampled = 400;

/** Rounding that is tried: to the nearest ten copies. */
const roundTo = 10;

/**
 * How well the likelihood ratio would do on tables that one rule makes from these counts, as the number of variants
 * grows: exact counts, small ones withheld, all rounded, and noise that keeps to the budget `rho` for as many variants.
 * A sample of the members of each group is attacked.
 */
export function attackCurves(counts: GroupedCounts, limit: number, rho: number, random: RandomSource): AttackCurve[] {
  const {level, groups, variants, people} = counts;
  const order = shuffled(variants, random(`order ${level}`));
  const at = marks.filter((mark) => mark <= variants);
  if (at.length === 0) return [];
  const members = Array.from({length: groups}, (_, group) => membersOf(counts.groupOf, group).subarray(0, sampled));
  const ordered = takeVariants(counts.genotypes, people, order.slice(0, at.at(-1)));
  const samples = members.map((who, group) => ({
    group,
    size: who.length,
    inside: takePeople(ordered, at.at(-1)!, people, who),
    outside: drawGenotypes(
      Float64Array.from(order.slice(0, at.at(-1)), (v) => counts.frequencies[v * groups + group]),
      Math.min(sampled, who.length),
      random(`others ${level} ${group}`)
    )
  }));
  const filled = samples.filter(({size}) => size > 1);

  const exact = (v: number, group: number): Ratios => {
    const i = v * groups + group;
    return exactRatios(counts.ac[i], counts.an[i], counts.frequencies[i]);
  };
  const withheld = (v: number, group: number): Ratios => {
    const i = v * groups + group;
    const [ac, an, p] = [counts.ac[i], counts.an[i], counts.frequencies[i]];
    if (isSmall(ac, limit)) return intervalRatios(1, limit, an, p);
    if (isSmall(an - ac, limit)) return intervalRatios(an - limit, an - 1, an, p);
    return exactRatios(ac, an, p);
  };
  const rounded = (v: number, group: number): Ratios => {
    const i = v * groups + group;
    const low = Math.round(counts.ac[i] / roundTo) * roundTo - roundTo / 2;
    return intervalRatios(low, low + roundTo - 1, counts.an[i], counts.frequencies[i]);
  };
  return [
    {rule: "exact", level, points: growing(exact)},
    {rule: "withheld", level, points: growing(withheld)},
    {rule: "rounded", level, points: growing(rounded)},
    {rule: "noisy", level, points: at.map((mark) => measured(mark, withNoise(mark)))}
  ];

  /** Every mark from one pass: scores of more variants are those of fewer, and the rest added. */
  function growing(ratiosOf: (variant: number, group: number) => Ratios): AttackCurve["points"] {
    const scores = filled.map(({size}) => [new Float64Array(size), new Float64Array(Math.min(sampled, size))]);
    return at.map((mark, i) => {
      add(scores, i === 0 ? 0 : at[i - 1], mark, ratiosOf);
      return pointOf(mark, scores);
    });
  }

  function measured(mark: number, ratiosOf: (variant: number, group: number) => Ratios): AttackCurve["points"][number] {
    const scores = filled.map(({size}) => [new Float64Array(size), new Float64Array(Math.min(sampled, size))]);
    add(scores, 0, mark, ratiosOf);
    return pointOf(mark, scores);
  }

  function add(
    scores: Float64Array[][],
    from: number,
    to: number,
    ratiosOf: (variant: number, group: number) => Ratios
  ): void {
    const table = scoreTable((to - from) * groups, (row) =>
      logRatios(ratiosOf(order[from + Math.floor(row / groups)], row % groups))
    );
    filled.forEach(({group, size, inside, outside}, k) => {
      const own = ownTable(table, to - from, groups, group);
      const [members, others] = scores[k];
      addScores(members, inside.subarray(from * Math.ceil(size / 4)), to - from, size, own);
      addScores(others, outside.subarray(from * Math.ceil(others.length / 4)), to - from, others.length, own);
    });
  }

  function withNoise(mark: number): (variant: number, group: number) => Ratios {
    const sds = Array.from({length: groups}, (_, group) => {
      const frequencies = order.slice(0, mark).map((v) => counts.frequencies[v * groups + group]);
      return clipNorm(frequencies) / Math.sqrt(2 * rho);
    });
    const normal = randomNormal.source(random(`noise ${level} ${mark}`))();
    return (v, group) => {
      const i = v * groups + group;
      return noisyRatios(counts.ac[i] + sds[group] * normal(), counts.an[i], counts.frequencies[i], sds[group]);
    };
  }
}

function pointOf(variants: number, scores: Float64Array[][]): AttackCurve["points"][number] {
  const members = concat(scores.map(([inside, outside]) => standardised(inside, outside)));
  const others = concat(scores.map(([, outside]) => standardised(outside, outside)));
  const {auc, tpr} = rocOf(members, others);
  return {variants, auc: Math.round(auc * 1000) / 1000, tpr: Math.round(tpr * 1000) / 1000};
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({length}, (_, i) => i);
  for (let i = length - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
