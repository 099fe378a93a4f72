import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {logisticRegression} from "./logisticRegression.js";

export interface Calibration {
  /** 1 = predictions are spread as widely as they should be; below 1 they are too extreme. With a 95 % interval. */
  slope: number;
  slopeInterval: [low: number, high: number];
  /** Log odds by which predictions are too low on average, 0 = right, with a 95 % interval. */
  intercept: number;
  interceptInterval: [low: number, high: number];
  /** By predicted probability, ascending; null where no bin is large enough. */
  bins: CalibrationBin[] | null;
}

export interface CalibrationBin {
  n: number;
  /** Mean predicted probability, share of cases observed, and its 95 % interval. */
  predicted: number;
  observed: number;
  interval: [low: number, high: number];
}

/**
 * How well predicted probabilities (between 0 and 1) agree with what happened (0, 1): calibration slope, calibration in
 * the large, and deciles of the prediction. Neighbouring deciles are put together until each bin has at least `least`
 * cases and as many controls.
 *
 * Cox 1958, Biometrika 45:562; Van Calster et al. 2019, BMC Med 17:230.
 */
export function calibration(predicted: Float64Array, cases: Float64Array, least: number): Calibration {
  const logit = predicted.map((p) => Math.log(p / (1 - p)));
  const n = cases.length;
  const values = new Float64Array(2 * n);
  logit.forEach((value, i) => values.set([1, value], 2 * i));
  const slope = logisticRegression({columns: 2, values}, cases);
  const intercept = logisticRegression({columns: 1, values: new Float64Array(n).fill(1)}, cases, logit);
  return {
    slope: slope?.coefficients[1] ?? NaN,
    slopeInterval: intervalOf(slope?.coefficients[1], slope?.se[1]),
    intercept: intercept?.coefficients[0] ?? NaN,
    interceptInterval: intervalOf(intercept?.coefficients[0], intercept?.se[0]),
    bins: binsOf(predicted, cases, least)
  };
}

function binsOf(predicted: Float64Array, cases: Float64Array, least: number): CalibrationBin[] | null {
  const order = Uint32Array.from(predicted, (_, i) => i).sort((a, b) => predicted[a] - predicted[b]);
  const large = (people: Uint32Array): boolean => {
    const count = people.reduce((sum, i) => sum + cases[i], 0);
    return count >= least && people.length - count >= least;
  };
  const pieces: Uint32Array[] = [];
  let start = 0;
  for (let decile = 1; decile <= 10; ++decile) {
    const end = Math.round((order.length * decile) / 10);
    const piece = order.subarray(start, end);
    if (!large(piece) && decile < 10) continue;
    pieces.push(piece);
    start = end;
  }
  // What is left over at the end is too small for a bin of its own.
  while (pieces.length > 1 && !large(pieces[pieces.length - 1])) {
    const last = pieces.pop()!;
    const before = pieces.pop()!;
    pieces.push(order.subarray(order.length - last.length - before.length));
  }
  if (pieces.length === 0 || !large(pieces[0])) return null;
  return pieces.map((people) => {
    const count = people.reduce((sum, i) => sum + cases[i], 0);
    return {
      n: people.length,
      predicted: people.reduce((sum, i) => sum + predicted[i], 0) / people.length,
      observed: count / people.length,
      interval: wilsonInterval(count, people.length)
    };
  });
}

function intervalOf(estimate = NaN, se = NaN): [low: number, high: number] {
  return [estimate - z95 * se, estimate + z95 * se];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
