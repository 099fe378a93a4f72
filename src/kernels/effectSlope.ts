import type {Estimate} from "./metaAnalysis.js";

/** One effect as two groups estimate it. */
export interface EffectPair {
  first: Estimate;
  second: Estimate;
}

/**
 * How large effects are in the second group for one unit of effect in the first: the slope of a line through the origin
 * where both effects carry error, each of its own size, with a 95 % interval. 1 = they carry over in full, 0 = not at all.
 * The interval inverts the likelihood ratio; where the pairs scatter more than their errors say, it is wider by as much.
 * An end is null where the data set no limit. NaN without pairs.
 *
 * York 1966, Can J Phys 44:1079, with errors that are independent of each other; one pair gives the interval of Fieller
 * 1954, J R Stat Soc B 16:175.
 */
export function effectSlope(pairs: readonly EffectPair[]): {
  slope: number;
  low: number | null;
  high: number | null;
  /** Weighted squares about the line: χ² with one degree of freedom less than pairs where the line holds. */
  misfit: number;
} {
  if (pairs.length === 0) return {slope: NaN, low: null, high: null, misfit: NaN};
  const squares = (angle: number): number => squaresAbout(pairs, angle);
  const best = leastAngle(squares);
  const misfit = squares(best);
  const scatter = pairs.length > 1 ? Math.max(1, misfit / (pairs.length - 1)) : 1;
  const most = misfit + chi95 * scatter;
  return {
    slope: Math.tan(best),
    low: crossing(squares, most, best, -Math.PI / 2),
    high: crossing(squares, most, best, Math.PI / 2),
    misfit
  };
}

/** 95 % quantile of χ² with one degree of freedom. */
const chi95 = 3.841458820694124;

/** As angles, slopes have no infinity, and steep ones are looked at as closely as flat ones. */
function squaresAbout(pairs: readonly EffectPair[], angle: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let sum = 0;
  for (const {first, second} of pairs)
    sum += (second.beta * cos - first.beta * sin) ** 2 / ((second.se * cos) ** 2 + (first.se * sin) ** 2);
  return sum;
}

const steps = 720;

/** The least over a half turn: a grid, since there may be several valleys, then thirds of the lowest. */
function leastAngle(squares: (angle: number) => number): number {
  let [best, least] = [0, Infinity];
  for (let step = 0; step < steps; ++step) {
    const angle = -Math.PI / 2 + (Math.PI * (step + 0.5)) / steps;
    const value = squares(angle);
    if (value < least) [best, least] = [angle, value];
  }
  let [low, high] = [best - Math.PI / steps, best + Math.PI / steps];
  for (let i = 0; i < 100; ++i) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (squares(a) < squares(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

/** The slope at which the squares first exceed `most` on the way from the best angle to an end; null = nowhere. */
function crossing(squares: (angle: number) => number, most: number, best: number, end: number): number | null {
  let inside = best;
  for (let step = 1; step <= steps; ++step) {
    const angle = best + ((end - best) * step) / steps;
    if (squares(angle) <= most) {
      inside = angle;
      continue;
    }
    let outside = angle;
    for (let i = 0; i < 60; ++i) {
      const middle = (inside + outside) / 2;
      if (squares(middle) <= most) inside = middle;
      else outside = middle;
    }
    return Math.tan(inside);
  }
  return null;
}
