import {describe, expect, it} from "vitest";
import {noisyInterval} from "../../src/kernels/noisyInterval.js";

describe("noisyInterval(ac, an, noiseSd)", () => {
  // python3 -c 'from math import sqrt; z = 1.959963984540054; ac, an, s = 600, 2400, 60; p = ac / an
  // h = z * sqrt(p * (1 - p) / an + (s / an) ** 2); print(p - h, p + h)'
  it.each([
    [600, 2400, 60, 0.1980286065868871, 0.3019713934131129],
    [600, 2400, 0, 0.23267620219562904, 0.267323797804371],
    [12000, 24000, 114, 0.488744418687122, 0.511255581312878]
  ])("(%d, %d, %d) adds the variances of sampling and noise", (ac, an, sd, low, high) => {
    const interval = noisyInterval(ac, an, sd);
    expect(interval[0]).toBeCloseTo(low, 12);
    expect(interval[1]).toBeCloseTo(high, 12);
  });

  it("stays between 0 and 1, and never claims to be sure of 0 or 1", () => {
    // 1.96 · 60 / 2400 = 0.049
    for (const ac of [0, -80]) {
      expect(noisyInterval(ac, 2400, 60)[0]).toBe(0);
      expect(noisyInterval(ac, 2400, 60)[1]).toBeCloseTo(0.04899909961350135, 12);
    }
    expect(noisyInterval(2480, 2400, 60)[0]).toBeCloseTo(1 - 0.04899909961350135, 12);
    expect(noisyInterval(2480, 2400, 60)[1]).toBe(1);
  });

  it("is unknown without copies", () => {
    expect(noisyInterval(0, 0, 60)).toEqual([NaN, NaN]);
  });
});
