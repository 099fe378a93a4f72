import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {wilsonInterval} from "../../src/kernels/wilsonInterval.js";

describe("wilsonInterval(successes, trials)", () => {
  // python3 -c 'from scipy.stats import binomtest; print(binomtest(x, n).proportion_ci(method="wilson"))'  (scipy's
  // Wilson interval without continuity, the same as R's prop.test(x, n, correct = FALSE))
  it.each([
    [5, 10, 0.236593090512564, 0.7634069094874361],
    [0, 20, 0, 0.16112515805281935],
    [20, 20, 0.8388748419471808, 1],
    [1, 1000, 0.00017654637062607809, 0.0056425585979579355],
    [263, 12000, 0.01944603100466565, 0.024693293947127565]
  ])("(%d, %d) is the score interval without correction", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval[0]).toBeCloseTo(low, 12);
    expect(interval[1]).toBeCloseTo(high, 12);
  });

  it("is unknown without trials", () => {
    expect(wilsonInterval(0, 0)).toEqual([NaN, NaN]);
  });

  it("holds the proportion and stays between 0 and 1", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), fc.double({min: 0, max: 1, noNaN: true}), (trials, share) => {
        const successes = Math.floor(trials * share);
        const [low, high] = wilsonInterval(successes, trials);
        const p = successes / trials;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(p);
        expect(high).toBeGreaterThanOrEqual(p);
      }),
      {seed: 1}
    );
  });
});
