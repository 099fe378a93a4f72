import type {MembershipFigures} from "../../../src/model/privacy.js";

/**
 * How well scores tell members and others apart; a member's score should be higher. Ties count half; `aucSe` is DeLong's;
 * the threshold of `tpr` is one that at most 5 % of the others exceed, and `tprSe` covers both samples.
 */
export type Roc = Omit<MembershipFigures, "kind" | "people" | "nonMembers">;

/** Others that the 99.9th percentile needs: ten are then above it. */
export const othersForTail = 10_000;

const fpr = 0.05;
const tail = 0.001;
const curveSteps = 40;

/**
 * Operating characteristic of an attack from the scores of members and of people who are not. Throws where one of them is
 * empty or has a score that is not a number.
 *
 * AUC by midranks; DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837.
 */
export function rocOf(members: Float64Array, others: Float64Array): Roc {
  if (members.length === 0 || others.length === 0)
    throw new Error(`scores of ${members.length} members and ${others.length} others: both are needed`);
  const inside = members.toSorted();
  const outside = others.toSorted();
  // Typed arrays sort NaN to the end.
  if (Number.isNaN(inside.at(-1)) || Number.isNaN(outside.at(-1))) throw new Error("a score is not a number");

  const overOthers = shareBelow(inside, outside);
  const overMembers = shareBelow(outside, inside);
  const auc = mean(overOthers);
  const tpr = shareAbove(inside, thresholdAt(outside, fpr));
  const slope =
    (shareAbove(inside, thresholdAt(outside, fpr * 1.5)) - shareAbove(inside, thresholdAt(outside, fpr * 0.5))) / fpr;
  return {
    auc,
    aucSe: Math.sqrt(variance(overOthers) / inside.length + variance(overMembers) / outside.length),
    tpr,
    tprSe: Math.sqrt((tpr * (1 - tpr)) / inside.length + (slope ** 2 * fpr * (1 - fpr)) / outside.length),
    beyond: outside.length < othersForTail ? null : shareAbove(inside, thresholdAt(outside, tail)),
    curve: curveOf(inside, outside)
  };
}

/** The smallest score that at most this share of the sorted scores exceeds; −∞ for 1. */
function thresholdAt(sorted: Float64Array, share: number): number {
  // 0.05 × 140 is more than 7 in doubles, and other products are less than their integer.
  const above = Math.floor(share * sorted.length + 1e-9);
  return above >= sorted.length ? -Infinity : sorted[sorted.length - 1 - above];
}

function curveOf(inside: Float64Array, outside: Float64Array): [number, number][] {
  const curve: [number, number][] = [[0, 0]];
  for (let step = 0; step <= curveSteps; ++step) {
    const threshold = thresholdAt(outside, (step / curveSteps) ** 2);
    const [x, y] = curve.at(-1)!;
    const point: [number, number] =
      step === curveSteps ? [1, 1] : [shareAbove(outside, threshold), shareAbove(inside, threshold)];
    if (point[0] !== x || point[1] !== y) curve.push(point);
  }
  return curve;
}

/** Of each sorted score, the share of the other sorted scores that are below it; equal ones count half. */
function shareBelow(sorted: Float64Array, among: Float64Array): Float64Array {
  const shares = new Float64Array(sorted.length);
  let below = 0;
  let notAbove = 0;
  for (let i = 0; i < sorted.length; ++i) {
    while (below < among.length && among[below] < sorted[i]) ++below;
    while (notAbove < among.length && among[notAbove] <= sorted[i]) ++notAbove;
    shares[i] = (below + notAbove) / 2 / among.length;
  }
  return shares;
}

function shareAbove(sorted: Float64Array, threshold: number): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return (sorted.length - low) / sorted.length;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample; 0 for a single value. */
function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
