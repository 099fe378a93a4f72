import {zOf} from "./interval.js";

/** People selected (or counted by any yes–no outcome) out of all in a group. */
export interface Rate {
  count: number;
  of: number;
}

/** A ratio of two rates with a score interval; NaN and [0, Infinity] where the data say nothing. */
export interface RateRatio {
  ratio: number;
  low: number;
  high: number;
}

/**
 * Ratio of two independent proportions with Koopman's score interval: all ratios that a χ² test with one degree of freedom
 * does not reject. It holds its level also for few people and for counts of 0.
 *
 * Koopman 1984, Biometrics 40:513; restricted estimates as in Miettinen & Nurminen 1985, Stat Med 4:213.
 */
export function riskRatio(group: Rate, reference: Rate, level = 0.95): RateRatio {
  if (!(group.of > 0 && reference.of > 0)) return {ratio: NaN, low: 0, high: Infinity};
  const ratio = group.count / group.of / (reference.count / reference.of);
  if (Number.isNaN(ratio)) return {ratio, low: 0, high: Infinity};
  const limit = zOf(level) ** 2;
  const rejected = (log: number): boolean => score(group, reference, Math.exp(log)) > limit;
  // Without events on one side, the search begins where the other has its rate with half an event.
  const middle = Math.log(Math.max(group.count, 0.5) / group.of / (Math.max(reference.count, 0.5) / reference.of));
  return {
    ratio,
    low: group.count === 0 ? 0 : Math.exp(boundary(rejected, middle, -1)),
    high: reference.count === 0 ? Infinity : Math.exp(boundary(rejected, middle, 1))
  };
}

/** Pearson's χ² of both groups under the most likely rates whose ratio is `ratio`. */
function score(group: Rate, reference: Rate, ratio: number): number {
  const [x, n, y, m] = [group.count, group.of, reference.count, reference.of];
  const b = ratio * (n + y) + x + m;
  const root = Math.sqrt(Math.max(0, b * b - 4 * ratio * (n + m) * (x + y)));
  // The smaller root, written so that nothing cancels.
  const p = (2 * ratio * (x + y)) / (b + root);
  const q = p / ratio;
  return pearson(x, n, p) + pearson(y, m, q);
}

function pearson(count: number, of: number, p: number): number {
  const excess = (count - of * p) ** 2;
  return excess <= 1e-24 * of * of ? 0 : excess / (of * p * (1 - p));
}

/** Where `rejected` becomes true, going from `from` in one direction, by doubling and bisection. */
function boundary(rejected: (log: number) => boolean, from: number, direction: 1 | -1): number {
  let inside = from;
  let step = 0.5;
  while (!rejected(from + direction * step) && step < 500) {
    inside = from + direction * step;
    step *= 2;
  }
  let outside = from + direction * step;
  for (let i = 0; i < 60; i++) {
    const between = (inside + outside) / 2;
    if (rejected(between)) outside = between;
    else inside = between;
  }
  return (inside + outside) / 2;
}
