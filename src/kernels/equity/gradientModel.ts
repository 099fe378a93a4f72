import type {Ranked} from "./ridit.js";

/** An indicator fitted over the relative rank, weighted by population, and how sure the two coefficients are. */
export interface GradientModel {
  /** Fitted value at rank 0 (the most disadvantaged) and at rank 1, in the unit of the indicator. */
  bottom: number;
  top: number;
  /** Derivatives of the two fitted values by every subgroup's estimate. */
  bottomGradient: number[];
  topGradient: number[];
}

/**
 * The model behind the slope and the relative index of inequality. Where all estimates lie between 0 and `scale`, a
 * generalised linear model of estimate / scale with logit link (fractional logit, binomial variance); else a straight
 * line. Derivatives are those of the estimating equations, so a variance by them is the sandwich of the estimates' own
 * variances. Null where the fit does not converge, as where all values are 0 or all are `scale`.
 *
 * Papke & Wooldridge 1996, J Appl Econometrics 11:619; Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health
 * 19:3697.
 */
export function gradientModel({subgroups, shares, ranks}: Ranked, scale: number): GradientModel | null {
  const values = subgroups.map(({estimate}) => estimate);
  return values.every((value) => value >= 0 && value <= scale)
    ? logitModel(
        values.map((value) => value / scale),
        shares,
        ranks,
        scale
      )
    : linearModel(values, shares, ranks);
}

function logitModel(
  values: readonly number[],
  weights: readonly number[],
  ranks: readonly number[],
  scale: number
): GradientModel | null {
  const fit = fractionalLogit(values, weights, ranks);
  if (!fit) return null;
  const {intercept, slope, inverse} = fit;
  const bottom = logistic(intercept);
  const top = logistic(intercept + slope);
  // By the estimating equations, coefficients change by inverse information · weight · (1, rank) for each unit of value.
  const changes = weights.map((weight, i) => times(inverse, [weight, weight * ranks[i]]));
  return {
    bottom: scale * bottom,
    top: scale * top,
    bottomGradient: changes.map(([byIntercept]) => bottom * (1 - bottom) * byIntercept),
    topGradient: changes.map(([byIntercept, bySlope]) => top * (1 - top) * (byIntercept + bySlope))
  };
}

function linearModel(
  values: readonly number[],
  weights: readonly number[],
  ranks: readonly number[]
): GradientModel | null {
  const inverse = inverseOf(
    weights,
    ranks,
    weights.map(() => 1)
  );
  if (!inverse) return null;
  const changes = weights.map((weight, i) => times(inverse, [weight, weight * ranks[i]]));
  const bottomGradient = changes.map(([byIntercept]) => byIntercept);
  const topGradient = changes.map(([byIntercept, bySlope]) => byIntercept + bySlope);
  const fitted = (gradient: number[]): number => gradient.reduce((sum, slope, i) => sum + slope * values[i], 0);
  return {bottom: fitted(bottomGradient), top: fitted(topGradient), bottomGradient, topGradient};
}

type Matrix = [[number, number], [number, number]];

/** Coefficients of the fractional logit model of values from 0 to 1, and the inverse of its information. */
export function fractionalLogit(
  values: readonly number[],
  weights: readonly number[],
  ranks: readonly number[]
): {intercept: number; slope: number; inverse: Matrix} | null {
  let [intercept, slope] = [0, 0];
  for (let step = 0; step < 100; step++) {
    const fitted = ranks.map((rank) => logistic(intercept + slope * rank));
    const inverse = inverseOf(
      weights,
      ranks,
      fitted.map((p) => p * (1 - p))
    );
    if (!inverse) return null;
    const residuals = values.map((value, i) => weights[i] * (value - fitted[i]));
    const score: [number, number] = [sum(residuals), sum(residuals.map((residual, i) => residual * ranks[i]))];
    let [change, changeOfSlope] = times(inverse, score);
    // Far from the solution Newton's step can overshoot; it never has to be long on the scale of log odds.
    const shorten = Math.min(1, 4 / Math.max(Math.abs(change), Math.abs(changeOfSlope)));
    if (shorten < 1) [change, changeOfSlope] = [change * shorten, changeOfSlope * shorten];
    intercept += change;
    slope += changeOfSlope;
    if (Math.max(Math.abs(change), Math.abs(changeOfSlope)) < 1e-13 * Math.max(1, Math.abs(intercept), Math.abs(slope)))
      return {intercept, slope, inverse};
  }
  return null;
}

/** (Σ w v x x′)⁻¹ with x = (1, rank); null where it is singular. */
function inverseOf(weights: readonly number[], ranks: readonly number[], variances: readonly number[]): Matrix | null {
  const w = weights.map((weight, i) => weight * variances[i]);
  const [a, b, d] = [sum(w), sum(w.map((x, i) => x * ranks[i])), sum(w.map((x, i) => x * ranks[i] ** 2))];
  const determinant = a * d - b * b;
  if (!(determinant > 1e-12 * a * d)) return null;
  return [
    [d / determinant, -b / determinant],
    [-b / determinant, a / determinant]
  ];
}

function times([[a, b], [c, d]]: Matrix, [x, y]: [number, number]): [number, number] {
  return [a * x + b * y, c * x + d * y];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
