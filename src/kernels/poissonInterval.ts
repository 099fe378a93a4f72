import {chiSquaredMinusLog10P} from "./tails.js";

/**
 * Exact two-sided 95 % interval of the mean of a Poisson count. Where the count is a sum of events of unequal
 * probability the interval is wider than it need be.
 *
 * Garwood 1936, Biometrika 28:437.
 */
export function poissonInterval(count: number): [low: number, high: number] {
  // P(count or fewer) is the upper tail of χ² with twice as many degrees of freedom and two.
  return [count === 0 ? 0 : meanWithTail(0.975, count), meanWithTail(0.025, count + 1)];
}

/** The mean at which fewer than `count` are seen with probability `tail`. */
function meanWithTail(tail: number, count: number): number {
  const wanted = -Math.log10(tail);
  let [low, high] = [0, 2 * count + 20];
  for (;;) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (chiSquaredMinusLog10P(2 * middle, 2 * count) < wanted) low = middle;
    else high = middle;
  }
}
