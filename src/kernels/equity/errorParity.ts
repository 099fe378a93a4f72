import {wilsonInterval} from "../wilsonInterval.js";
import {zOf} from "./interval.js";
import {fourFifths} from "./parityRatio.js";
import {riskRatio, type Rate, type RateRatio} from "./riskRatio.js";

/** Decisions of a classifier about one group of people, beside the truth. */
export interface Confusion {
  group: string;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

export type ErrorRate = "tpr" | "tnr" | "fpr" | "fnr" | "for" | "fdr" | "npv" | "precision" | "ppr" | "pprev" | "prev";

export interface GroupRate {
  group: string;
  /** 0–1, with Wilson's interval; NaN where nobody is in the denominator. */
  rate: number;
  low: number;
  high: number;
  /** The rate relative to that of the reference group; for that group itself 1 without interval. */
  disparity: number;
  disparityLow: number | null;
  disparityHigh: number | null;
  /** tau ≤ disparity ≤ 1 / tau, as aequitas decides by the ratio alone; null where it is unknown. */
  parity: boolean | null;
  /** The same where the whole interval lies inside or outside; otherwise the people are too few to tell. */
  verdict: "parity" | "disparity" | "cannot tell";
}

/**
 * Error rates of a classifier by group, and their disparities against a reference group.
 *
 * - tpr, tnr, fpr, fnr: of those whose truth is positive (tpr, fnr) or negative;
 * - for, npv: of those predicted negative; fdr, precision: of those predicted positive;
 * - prev: truly positive, pprev: predicted positive, both of the group;
 * - ppr: the group's share of all who are predicted positive.
 *
 * Intervals of disparities: Koopman's, groups being independent; for ppr, which shares one denominator, Wilson's of the
 * group's part of both groups' positives. Saleiro et al. 2018, Aequitas: A Bias and Fairness Audit Toolkit, arXiv:1811.05577.
 */
export function errorParity(
  groups: readonly Confusion[],
  reference: string,
  rate: ErrorRate,
  tau = fourFifths,
  level = 0.95
): GroupRate[] {
  const against = groups.find(({group}) => group === reference);
  if (!against) throw new Error(`no such reference group: ${reference}`);
  const positives = groups.reduce((sum, {tp, fp}) => sum + tp + fp, 0);
  const rateOf = (confusion: Confusion): Rate =>
    rate === "ppr" ? {count: confusion.tp + confusion.fp, of: positives} : rates[rate](confusion);
  return groups.map((confusion) => {
    const own = rateOf(confusion);
    const [low, high] = wilsonInterval(own.count, own.of, zOf(level));
    const compare = rate === "ppr" ? ratioOfParts : riskRatio;
    const disparity = confusion === against ? null : compare(own, rateOf(against), level);
    return {group: confusion.group, rate: own.count / own.of, low, high, ...judged(disparity, tau)};
  });
}

const rates: Record<Exclude<ErrorRate, "ppr">, (confusion: Confusion) => Rate> = {
  tpr: ({tp, fn}) => ({count: tp, of: tp + fn}),
  fnr: ({tp, fn}) => ({count: fn, of: tp + fn}),
  tnr: ({tn, fp}) => ({count: tn, of: tn + fp}),
  fpr: ({tn, fp}) => ({count: fp, of: tn + fp}),
  for: ({fn, tn}) => ({count: fn, of: fn + tn}),
  npv: ({fn, tn}) => ({count: tn, of: fn + tn}),
  fdr: ({fp, tp}) => ({count: fp, of: fp + tp}),
  precision: ({fp, tp}) => ({count: tp, of: fp + tp}),
  pprev: ({tp, fp, tn, fn}) => ({count: tp + fp, of: tp + fp + tn + fn}),
  prev: ({tp, fp, tn, fn}) => ({count: tp + fn, of: tp + fp + tn + fn})
};

/** Ratio of two parts of one whole: the odds of being in the first, among those in either. */
function ratioOfParts(group: Rate, reference: Rate, level: number): RateRatio {
  const ratio = group.count / reference.count;
  if (Number.isNaN(ratio)) return {ratio, low: 0, high: Infinity};
  const [low, high] = wilsonInterval(group.count, group.count + reference.count, zOf(level));
  return {ratio, low: low / (1 - low), high: high / (1 - high)};
}

function judged(
  disparity: RateRatio | null,
  tau: number
): Pick<GroupRate, "disparity" | "disparityLow" | "disparityHigh" | "parity" | "verdict"> {
  if (!disparity) return {disparity: 1, disparityLow: null, disparityHigh: null, parity: true, verdict: "parity"};
  const {ratio, low, high} = disparity;
  const inside = low >= tau && high <= 1 / tau;
  const outside = high < tau || low > 1 / tau;
  return {
    disparity: ratio,
    disparityLow: low,
    disparityHigh: high,
    parity: Number.isNaN(ratio) ? null : ratio >= tau && ratio <= 1 / tau,
    verdict: inside ? "parity" : outside ? "disparity" : "cannot tell"
  };
}
