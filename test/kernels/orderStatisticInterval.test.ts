import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {orderStatisticInterval} from "../../src/kernels/orderStatisticInterval.js";

// python3: from scipy.stats import beta; [-np.log10(beta.ppf(q, k, n - k + 1)) for q in (0.025, 0.975)]
const expected: [k: number, n: number, high: number, low: number][] = [
  [1, 1, 1.6020599913279623, 0.010995384301463193],
  [1, 20_000, 5.897604168790019, 3.734175583044998],
  [10, 20_000, 3.620160522718217, 3.0685077944949257],
  [10_000, 20_000, 0.30711264490707574, 0.2950741931445634],
  [20_000, 20_000, 8.010299956640957e-5, 5.497692150504964e-7],
  [1, 1_000_000, 7.596573903739151, 5.4331063375265884],
  [500_000, 1_000_000, 0.3018824665749626, 0.3001800616667547]
];

describe("orderStatisticInterval(k, n)", () => {
  it.each(expected)("of rank %i of %i is that of scipy", (k, n, high, low) => {
    const [ourHigh, ourLow] = orderStatisticInterval(k, n);
    expect(Math.abs(ourHigh - high)).toBeLessThan(1e-9 * Math.max(1, high));
    expect(Math.abs(ourLow - low)).toBeLessThan(1e-9 * Math.max(1, low));
  });

  it("holds the expected value, and moves down as the rank grows", () => {
    fc.assert(
      fc.property(fc.integer({min: 2, max: 50_000}), fc.double({min: 0, max: 1, noNaN: true}), (n, share) => {
        const k = 1 + Math.floor(share * (n - 2));
        const [high, low] = orderStatisticInterval(k, n);
        const [nextHigh, nextLow] = orderStatisticInterval(k + 1, n);
        expect(-Math.log10(k / (n + 1))).toBeGreaterThan(low);
        expect(-Math.log10(k / (n + 1))).toBeLessThan(high);
        expect(nextHigh).toBeLessThan(high);
        expect(nextLow).toBeLessThan(low);
      }),
      {numRuns: 60}
    );
  });
});
