import fc from "fast-check";
import {expect, it} from "vitest";
import {noisyShareInterval} from "../../src/kernels/noisyShareInterval.js";
import {wilsonInterval} from "../../src/kernels/wilsonInterval.js";

it("noisyShareInterval(count, people, noiseSd) squares and adds the distances of sampling and noise", () => {
  // python: w = scipy.stats.binomtest(k, n).proportion_ci(method="wilson"); p = k / n
  //         d = 1.959963984540054 * sd * sqrt(1 + p * p) / n; p - hypot(p - w.low, d), p + hypot(w.high - p, d)
  for (const [count, people, sd, low, high] of [
    [120, 1200, 10, 0.0772733621554034, 0.12456151741783292],
    [60, 500, 10, 0.07293243075515365, 0.17045692726280418],
    [480, 500, 10, 0.9017540505255344, 1]
  ]) {
    const found = noisyShareInterval(count, people, sd);
    expect(found[0]).toBeCloseTo(low, 12);
    expect(found[1]).toBeCloseTo(high, 12);
  }
});

it("noisyShareInterval is Wilson's without noise, wider with more of it, and within 0 and 1", () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 5000}), fc.double({min: 0, max: 1, noNaN: true}), (people, part) => {
      const count = Math.round(part * people);
      const [exact, little, much] = [0, 5, 20].map((sd) => noisyShareInterval(count, people, sd));
      const [low, high] = wilsonInterval(count, people);
      expect(exact[0]).toBeCloseTo(low, 12);
      expect(exact[1]).toBeCloseTo(high, 12);
      expect(little[0] >= much[0] && little[1] <= much[1] && much[0] >= 0 && much[1] <= 1).toBe(true);
    }),
    {seed: 1}
  );
  expect(noisyShareInterval(0, 0, 10)).toEqual([NaN, NaN]);
});
