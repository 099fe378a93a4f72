import {randomNormal} from "d3-random";
import type {AttackCurve} from "../../../src/model/privacy.js";
import {clipNorm} from "../noise/clippedSums.js";
import {isSmall} from "../smallCell.js";
import {concat, membersOf, ownTable, standardised, type RandomSource} from "./attackFrequencies.js";
import {exactRatios, intervalRatios, logRatios, noisyRatios, type Ratios} from "./likelihoodRatio.js";
import {rocOf} from "./roc.js";
import {addScores, scoreTable} from "./scorePeople.js";
import {takePeople, takeVariants} from "./takePeople.js";
import {ratiosWithout} from "./withoutPerson.js";

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

/** Members of a group that are scored: enough for two decimals over all groups. */
const sampled = 400;

/** Rounding that is tried: to the nearest ten copies. */
const roundTo = 10;

/** What the table would tell about a person of 0, 1, 2 copies, counted and not counted. */
type Telling = (variant: number, group: number) => {counted: Ratios; leftOut: Ratios};

/**
 * How well the likelihood ratio would do on tables that one rule makes from these counts, as the number of variants
 * grows: exact counts, small ones withheld, all rounded, and noise that keeps to the budget `rho` for as many variants.
 * A sample of the members of each group is attacked, and held against the same people left out of the counts.
 */
export function attackCurves(counts: GroupedCounts, limit: number, rho: number, random: RandomSource): AttackCurve[] {
  const {level, groups, variants, people} = counts;
  const order = shuffled(variants, random(`order ${level}`));
  const at = marks.filter((mark) => mark <= variants);
  if (at.length === 0) return [];
  const ordered = takeVariants(counts.genotypes, people, order.slice(0, at.at(-1)));
  const samples = Array.from({length: groups}, (_, group) => {
    const who = membersOf(counts.groupOf, group).subarray(0, sampled);
    return {group, size: who.length, genotypes: takePeople(ordered, at.at(-1)!, people, who)};
  }).filter(({size}) => size > 1);

  const cell = (v: number, group: number): [ac: number, an: number, p: number] => {
    const i = v * groups + group;
    return [counts.ac[i], counts.an[i], counts.frequencies[i]];
  };
  /** A rule that shows a number by its count alone. */
  const byCount =
    (ratiosOf: (ac: number, an: number, p: number) => Ratios): Telling =>
    (v, group) => {
      const [ac, an, p] = cell(v, group);
      return {counted: ratiosOf(ac, an, p), leftOut: ratiosWithout((copies) => ratiosOf(ac - copies, an - 2, p))};
    };
  const withheld = (ac: number, an: number, p: number): Ratios => {
    if (isSmall(ac, limit)) return intervalRatios(1, limit, an, p);
    if (isSmall(an - ac, limit)) return intervalRatios(an - limit, an - 1, an, p);
    return exactRatios(ac, an, p);
  };
  const rounded = (ac: number, an: number, p: number): Ratios => {
    const low = Math.round(ac / roundTo) * roundTo - roundTo / 2;
    return intervalRatios(low, low + roundTo - 1, an, p);
  };
  return [
    {rule: "exact", level, points: growing(byCount(exactRatios))},
    {rule: "withheld", level, points: growing(byCount(withheld))},
    {rule: "rounded", level, points: growing(byCount(rounded))},
    {rule: "noisy", level, points: at.map((mark) => pointOf(mark, add(noScores(), 0, mark, withNoise(mark))))}
  ];

  /** Every mark from one pass: scores of more variants are those of fewer, and the rest added. */
  function growing(telling: Telling): AttackCurve["points"] {
    const scores = noScores();
    return at.map((mark, i) => pointOf(mark, add(scores, i === 0 ? 0 : at[i - 1], mark, telling)));
  }

  function noScores(): Scores[] {
    return samples.map(({size}) => ({counted: new Float64Array(size), leftOut: new Float64Array(size)}));
  }

  function add(scores: Scores[], from: number, to: number, telling: Telling): Scores[] {
    const told = Array.from({length: (to - from) * groups}, (_, row) =>
      telling(order[from + Math.floor(row / groups)], row % groups)
    );
    for (const way of ["counted", "leftOut"] as const) {
      const table = scoreTable(told.length, (row) => logRatios(told[row][way]));
      samples.forEach(({group, size, genotypes}, k) => {
        const own = ownTable(table, to - from, groups, group);
        addScores(scores[k][way], genotypes.subarray(from * Math.ceil(size / 4)), to - from, size, own);
      });
    }
    return scores;
  }

  function withNoise(mark: number): Telling {
    const sds = Array.from({length: groups}, (_, group) => {
      const frequencies = order.slice(0, mark).map((v) => counts.frequencies[v * groups + group]);
      return clipNorm(frequencies) / Math.sqrt(2 * rho);
    });
    const normal = randomNormal.source(random(`noise ${level} ${mark}`))();
    return (v, group) => {
      // Where nothing varies in the reference, nobody can be told from another.
      if (sds[group] === 0) return {counted: [1, 1, 1], leftOut: [1, 1, 1]};
      const [ac, an, p] = cell(v, group);
      const noise = sds[group] * normal();
      return {
        counted: noisyRatios(ac + noise, an, p, sds[group]),
        leftOut: ratiosWithout((copies) => noisyRatios(ac + noise - copies, an - 2, p, sds[group]))
      };
    };
  }
}

interface Scores {
  counted: Float64Array;
  leftOut: Float64Array;
}

function pointOf(variants: number, scores: readonly Scores[]): AttackCurve["points"][number] {
  const members = concat(scores.map(({counted, leftOut}) => standardised(counted, leftOut)));
  const others = concat(scores.map(({leftOut}) => standardised(leftOut, leftOut)));
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
