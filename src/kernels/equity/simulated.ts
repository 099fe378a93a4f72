import {chiSquaredMinusLog10P} from "../tails.js";
import type {Measured, Subgroup} from "./subgroup.js";

/** Sets of simulated estimates; an even number, as they come in mirrored pairs. */
const draws = 4000;

/**
 * A measure that is never below `none`, its value without inequality, with an interval by simulation: estimates drawn
 * from normal distributions around the given ones. `statistic` takes the estimates in the order of the subgroups.
 *
 * Chance alone makes subgroups differ, so such a measure is too large, and more so in the draws. Their quantiles turned
 * round (the basic bootstrap interval) take the excess off again; as they are (the percentile interval), they hold what an
 * estimate small by chance misses. The interval is the wider of the two at either end, and goes down to `none` where
 * Cochran's Q test does not find the subgroups to differ at `level`: it never shows an inequality where chance explains
 * all of it.
 *
 * `se` is the standard deviation of the draws. Null ends where a standard error is unknown, or where the measure is
 * undefined for more than one draw in a hundred.
 *
 * Simulation: National Cancer Institute, HD*Calc, "Variance and Confidence Intervals for Health Disparity Measures";
 * Ahn et al. 2018, JCO Clin Cancer Inform 2:1. Intervals: Davison & Hinkley 1997, Bootstrap Methods, ch. 5.
 */
export function simulated(
  subgroups: readonly Subgroup[],
  statistic: (estimates: readonly number[]) => number,
  level: number,
  none = 0
): Measured {
  const estimate = statistic(subgroups.map((subgroup) => subgroup.estimate));
  const differ = subgroupsDiffer(subgroups, level);
  if (differ === null || !Number.isFinite(estimate)) return {estimate, se: null, low: null, high: null};
  const values = simulatedValues(subgroups, statistic);
  if (values.length < 0.99 * draws) return {estimate, se: null, low: null, high: null};
  const [below, above] = [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)];
  const low = Math.min(estimate, below, 2 * estimate - above);
  return {
    estimate,
    se: standardDeviation(values),
    low: differ ? Math.max(none, low) : none,
    high: Math.max(estimate, above, 2 * estimate - below)
  };
}

/**
 * Whether the subgroups' values differ more than chance explains, by Cochran's Q test at significance 1 − `level`; null
 * where a standard error is unknown. A standard error of 0 is certainty: two such values that differ decide.
 *
 * Cochran 1954, Biometrics 10:101.
 */
export function subgroupsDiffer(subgroups: readonly Subgroup[], level: number): boolean | null {
  if (subgroups.some(({se}) => se === null)) return null;
  const certain = subgroups.filter(({se}) => se === 0).map(({estimate}) => estimate);
  const uncertain = subgroups.filter(({se}) => se! > 0);
  if (certain.some((value) => value !== certain[0])) return true;
  const middle = certain.length > 0 ? certain[0] : weightedMean(uncertain);
  const q = uncertain.reduce((sum, {estimate, se}) => sum + ((estimate - middle) / se!) ** 2, 0);
  const df = uncertain.length - (certain.length > 0 ? 0 : 1);
  return df > 0 && chiSquaredMinusLog10P(q, df) > -Math.log10(1 - level);
}

function weightedMean(subgroups: readonly Subgroup[]): number {
  const weights = subgroups.map(({se}) => 1 / se! ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return subgroups.reduce((sum, {estimate}, i) => sum + estimate * weights[i], 0) / total;
}

/** The measure in every draw where it is defined, ascending. */
function simulatedValues(
  subgroups: readonly Subgroup[],
  statistic: (estimates: readonly number[]) => number
): Float64Array {
  const k = subgroups.length;
  const normals = normalDraws(k);
  // Sorted, so that the order of the rows makes no difference.
  const rank = subgroups
    .map((_, i) => i)
    .sort((i, j) => compare(subgroups[i], subgroups[j]))
    .reduce<number[]>((ranks, i, at) => ((ranks[i] = at), ranks), []);
  const values = new Float64Array(draws);
  const drawn = subgroups.map(() => NaN);
  let defined = 0;
  for (let draw = 0; draw < draws; draw++) {
    const sign = draw % 2 === 0 ? 1 : -1;
    const first = (draw >> 1) * k;
    for (let i = 0; i < k; i++) drawn[i] = subgroups[i].estimate + sign * normals[first + rank[i]] * subgroups[i].se!;
    const value = statistic(drawn);
    if (Number.isFinite(value)) values[defined++] = value;
  }
  return values.subarray(0, defined).sort();
}

function compare(a: Subgroup, b: Subgroup): number {
  return a.estimate - b.estimate || a.se! - b.se! || (a.population ?? 0) - (b.population ?? 0);
}

const drawsOf = new Map<number, Float64Array>();

/** Normal numbers for `k` subgroups, half as many sets as there are draws: the same at every call. */
function normalDraws(k: number): Float64Array {
  let normals = drawsOf.get(k);
  if (!normals) {
    const uniform = mulberry32(k);
    normals = Float64Array.from(
      {length: (draws / 2) * k},
      () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
    );
    drawsOf.set(k, normals);
  }
  return normals;
}

/** Uniform numbers in [0, 1) from a seed: Tommy Ettinger's Mulberry32, 2017, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Quantile of ascending values between the nearest two (R's type 7). */
function quantile(values: Float64Array, p: number): number {
  const at = (values.length - 1) * p;
  const below = Math.floor(at);
  return values[below] + (at - below) * ((values[below + 1] ?? values[below]) - values[below]);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
