import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {benjaminiHochberg, bonferroni, holm} from "../../src/kernels/multipleTesting.js";

// The fifteen p-values of Benjamini & Hochberg 1995, section 3.2.
const p = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1
];
const logs = (values: readonly number[]): number[] => values.map((value) => -Math.log10(value));

function expectP(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(10 ** -value).toBeCloseTo(expected[i], 12));
}

describe("benjaminiHochberg(minusLog10P)", () => {
  it("equals scipy.stats.false_discovery_control(p)", () => {
    expectP(
      benjaminiHochberg(logs(p)),
      [
        0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486,
        0.5811818181818181, 0.714875, 0.7532307692307693, 0.8132142857142857, 1
      ]
    );
  });

  it("takes tests that are not told as p = 1, as R's p.adjust(p, 'BH', n = 20)", () => {
    // scipy.stats.false_discovery_control(p[:4] + [1] * 16)[:4]
    expectP(benjaminiHochberg(logs(p.slice(0, 4)), 20), [0.002, 0.004, 0.012666666666666666, 0.0475]);
  });
});

describe("holm(minusLog10P)", () => {
  it("equals R's p.adjust(p, 'holm')", () => {
    // numpy: minimum(1, maximum.accumulate((m - arange(m)) * p)), p sorted
    expectP(holm(logs(p)), [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1]);
    expectP(holm(logs(p.slice(0, 4)), 20), [0.002, 0.0076, 0.0342, 0.1615]);
  });
});

describe("bonferroni(minusLog10P)", () => {
  it("equals R's p.adjust(p, 'bonferroni')", () => {
    expectP(
      bonferroni(logs(p)),
      [0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1]
    );
  });
});

describe("all three", () => {
  const value = fc.oneof(fc.double({min: 0, max: 400, noNaN: true}), fc.constant(NaN), fc.constant(3));
  const values = fc.array(value, {maxLength: 30});

  it("are what their definitions say, in any order, without those not tested", () => {
    fc.assert(
      fc.property(values, fc.integer({min: 0, max: 5}), (given, more) => {
        const known = given.filter((x) => !Number.isNaN(x));
        const m = known.length + more;
        const rank = (x: number): number => known.filter((y) => y >= x).length;
        const before = (i: number): number => given.filter((y, j) => y > given[i] || (y === given[i] && j < i)).length;
        const slowBh = (x: number): number =>
          Math.max(0, ...known.filter((y) => y <= x).map((y) => y - Math.log10(m / rank(y))));
        const slowHolm = (i: number): number =>
          Math.min(
            ...given.flatMap((y, j) =>
              before(j) <= before(i) && !Number.isNaN(y) ? [Math.max(0, y - Math.log10(m - before(j)))] : []
            )
          );
        const [bh, ho, bo] = [benjaminiHochberg, holm, bonferroni].map((adjust) => adjust(given, m));
        given.forEach((x, i) => {
          if (Number.isNaN(x)) return expect([bh[i], ho[i], bo[i]]).toEqual([NaN, NaN, NaN]);
          expect(bh[i]).toBeCloseTo(slowBh(x), 10);
          expect(ho[i]).toBeCloseTo(slowHolm(i), 10);
          // Bonferroni is never bolder than Holm, nor Holm than Benjamini and Hochberg.
          expect(bo[i]).toBeLessThanOrEqual(ho[i] + 1e-12);
          expect(ho[i]).toBeLessThanOrEqual(bh[i] + 1e-12);
          expect(bh[i]).toBeLessThanOrEqual(x);
        });
      }),
      {seed: 1}
    );
  });

  it("do not take fewer tests than values", () => {
    for (const adjust of [benjaminiHochberg, holm, bonferroni])
      expect(() => adjust([1, 2, 3], 2)).toThrow("3 p-values of only 2 tests");
  });
});
