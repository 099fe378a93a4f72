import {studentOfMinusLog10P} from "../../../src/kernels/tails.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {logisticRegression} from "./logisticRegression.js";

export interface Calibration {
  /** 1 = predictions are spread as widely as they should be; below 1 they are too extreme. With a 95 % interval. */
  slope: number;
  slopeInterval: [low: number, high: number];
  /**
   * By how much predictions are too low on average, 0 = right, with a 95 % interval: log odds, or units of a quantitative
   * trait.
   */
  intercept: number;
  interceptInterval: [low: number, high: number];
  /** By predicted value, ascending; null where no bin is large enough. */
  bins: CalibrationBin[] | null;
}

export interface CalibrationBin {
  n: number;
  /** Mean predicted value, mean observed (the share of cases), and its 95 % interval. */
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

/**
 * The same of a quantitative trait: slope of the trait on its prediction by linear regression, mean difference, and means
 * by deciles of the prediction, put together until each has at least `least` people.
 */
export function linearCalibration(predicted: Float64Array, trait: Float64Array, least: number): Calibration {
  const n = trait.length;
  const differences = meanOf(trait.map((value, i) => value - predicted[i]));
  const [centre, middle] = [meanOf(predicted).mean, meanOf(trait).mean];
  const spread = predicted.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const slope = predicted.reduce((sum, value, i) => sum + (value - centre) * (trait[i] - middle), 0) / spread;
  const rss = trait.reduce((sum, value, i) => sum + (value - middle - slope * (predicted[i] - centre)) ** 2, 0);
  const half = studentOfMinusLog10P(-Math.log10(0.05), n - 2) * Math.sqrt(rss / (n - 2) / spread);
  const pieces = decilesOf(predicted, ({length}) => length >= least);
  return {
    slope,
    slopeInterval: [slope - half, slope + half],
    intercept: differences.mean,
    interceptInterval: differences.interval,
    bins:
      pieces &&
      pieces.map((people) => {
        const observed = meanOf(Float64Array.from(people, (i) => trait[i]));
        return {
          n: people.length,
          predicted: meanOf(Float64Array.from(people, (i) => predicted[i])).mean,
          observed: observed.mean,
          interval: observed.interval
        };
      })
  };
}

function binsOf(predicted: Float64Array, cases: Float64Array, least: number): CalibrationBin[] | null {
  const pieces = decilesOf(predicted, (people) => {
    const count = people.reduce((sum, i) => sum + cases[i], 0);
    return count >= least && people.length - count >= least;
  });
  if (pieces === null) return null;
  return pieces.map((people) => {
    const count = people.reduce((sum, i) => sum + cases[i], 0);
    return {
      n: people.length,
      predicted: meanOf(Float64Array.from(people, (i) => predicted[i])).mean,
      observed: count / people.length,
      interval: wilsonInterval(count, people.length)
    };
  });
}

/** People by deciles of a value, neighbours put together until each piece is large; null where all together are not. */
function decilesOf(predicted: Float64Array, large: (people: Uint32Array) => boolean): Uint32Array[] | null {
  const order = Uint32Array.from(predicted, (_, i) => i).sort((a, b) => predicted[a] - predicted[b]);
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
  return large(pieces[0]) ? pieces : null;
}

/** With a 95 % interval by Student's t. */
function meanOf(values: Float64Array): {mean: number; interval: [low: number, high: number]} {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentOfMinusLog10P(-Math.log10(0.05), n - 1) * Math.sqrt(variance / n);
  return {mean, interval: [mean - half, mean + half]};
}

function intervalOf(estimate = NaN, se = NaN): [low: number, high: number] {
  return [estimate - z95 * se, estimate + z95 * se];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
