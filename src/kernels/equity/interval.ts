import {zOfMinusLog10P} from "../tails.js";
import type {Measured} from "./subgroup.js";

/** Two-sided quantile of the standard normal distribution: 1.96 for a level of 0.95. */
export function zOf(level: number): number {
  return zOfMinusLog10P(-Math.log10(1 - level));
}

/** An estimate with the normal interval of its standard error; without one, with null ends. */
export function withInterval(estimate: number, se: number | null, level: number): Measured {
  if (se === null || !Number.isFinite(se)) return {estimate, se: null, low: null, high: null};
  const half = zOf(level) * se;
  return {estimate, se, low: estimate - half, high: estimate + half};
}

/** A ratio with the interval of its logarithm, whose standard error `se` is; null ends without one or at a ratio of 0. */
export function withLogInterval(ratio: number, se: number | null, level: number): Measured {
  if (se === null || !Number.isFinite(se) || !(ratio > 0)) return {estimate: ratio, se: null, low: null, high: null};
  const factor = Math.exp(zOf(level) * se);
  return {estimate: ratio, se, low: ratio / factor, high: ratio * factor};
}

/**
 * Standard error of a function of independent estimates: `gradient` has its derivative by each of them (delta method).
 * Null where a standard error is unknown.
 */
export function deltaStandardError(gradient: readonly number[], ses: readonly number[] | null): number | null {
  return ses && Math.hypot(...gradient.map((slope, i) => slope * ses[i]));
}
