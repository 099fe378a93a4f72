import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fourFifthsRule, parityRatio} from "../../../src/kernels/equity/parityRatio.js";
import {representationRatio} from "../../../src/kernels/equity/representationRatio.js";
import {riskRatio} from "../../../src/kernels/equity/riskRatio.js";

describe("riskRatio(group, reference)", () => {
  it("equals the example of Koopman 1984", () => {
    // 36 of 40 and 16 of 80: 4.5 with 95 % from 2.94 to 7.15
    const {ratio, low, high} = riskRatio({count: 36, of: 40}, {count: 16, of: 80});
    expect(ratio).toBeCloseTo(4.5, 12);
    expect(low).toBeCloseTo(2.94, 2);
    expect(high).toBeCloseTo(7.15, 2);
  });

  it.each([
    [12, 50, 45, 100, 0.3057065579091197, 0.8824518324061167],
    [30, 100, 60, 120, 0.4198629842662035, 0.8416504925481726],
    [3, 10, 9, 12, 0.13867473449531617, 0.9420547546993903]
  ])("(%d of %d, %d of %d) ends where scipy's root finder has a χ² of 3.84", (x, n, y, m, low, high) => {
    // python3, scipy.optimize.brentq of (x-n p1)²/(n p1 (1-p1)) + (y-m p0)²/(m p0 (1-p0)) - 1.959963984540054², p1 = t p0, p0
    // the smaller root of (n+m) t p0² - (t (n+y) + x + m) p0 + x + y
    const found = riskRatio({count: x, of: n}, {count: y, of: m});
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });

  it("turns round with the groups, and holds the ratio, with counts of none and of all too", () => {
    const rate = fc
      .integer({min: 1, max: 60})
      .chain((of) => fc.record({count: fc.integer({min: 0, max: of}), of: fc.constant(of)}));
    fc.assert(
      fc.property(rate, rate, (group, reference) => {
        const {ratio, low, high} = riskRatio(group, reference);
        const turned = riskRatio(reference, group);
        if (group.count === 0 && reference.count === 0) {
          expect([ratio, low, high]).toEqual([NaN, 0, Infinity]);
          return;
        }
        expect(low).toBeLessThanOrEqual(ratio * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(ratio * (1 - 1e-9));
        if (turned.low === 0) expect(high).toBe(Infinity);
        else expect(Math.abs(turned.low * high - 1)).toBeLessThan(1e-6);
      }),
      {
        seed: 1,
        numRuns: 300,
        examples: [
          [
            {count: 0, of: 5},
            {count: 3, of: 4}
          ]
        ]
      }
    );
  });

  it("holds the true ratio in about 95 of 100 draws, also of few people", () => {
    // Exact: all outcomes of 20 and 30 people by their binomial probabilities at 0.2 and 0.4.
    const binomial = (n: number, p: number): number[] =>
      Array.from({length: n}).reduce<number[]>(
        (row) => [...row, 0].map((q, k) => q * (1 - p) + (k > 0 ? row[k - 1] * p : 0)),
        [1]
      );
    let covered = 0;
    binomial(20, 0.2).forEach((p, x) =>
      binomial(30, 0.4).forEach((q, y) => {
        const {low, high} = riskRatio({count: x, of: 20}, {count: y, of: 30});
        if (low <= 0.5 && high >= 0.5) covered += p * q;
      })
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(0.015);
  });
});

describe("parityRatio(group, reference)", () => {
  it("says below or not below four fifths only where the interval does", () => {
    expect(parityRatio({count: 300, of: 1000}, {count: 600, of: 1000}).verdict).toBe("below");
    expect(parityRatio({count: 590, of: 1000}, {count: 600, of: 1000}).verdict).toBe("not below");
    // 0.5, but of few people: the rule alone would call it adverse impact
    expect(parityRatio({count: 3, of: 10}, {count: 6, of: 10}).verdict).toBe("cannot tell");
    expect(parityRatio({count: 0, of: 0}, {count: 6, of: 10})).toEqual({
      ratio: NaN,
      low: 0,
      high: Infinity,
      verdict: "cannot tell"
    });
  });

  it("of the guidelines' example: 48 of 80 whites, 12 of 40 blacks are half the rate", () => {
    // EEOC, Questions and Answers on the Uniform Guidelines, question 12 (80 White and 40 Black applicants, 48 and 12 hired)
    const [white, black] = fourFifthsRule([
      {count: 48, of: 80},
      {count: 12, of: 40}
    ]);
    expect(white).toBeNull();
    expect(black!.ratio).toBeCloseTo(0.5, 12);
    expect(black!.high).toBeCloseTo(0.794, 3);
    expect(black!.verdict).toBe("below");
  });
});

describe("representationRatio(count, total, referenceShare)", () => {
  it("is the share over that of the population, with Wilson's interval", () => {
    // python3: [v / .18 for v in scipy.stats.binomtest(40, 500).proportion_ci(method="wilson")]
    const found = representationRatio(40, 500, 0.18);
    expect(found.ratio).toBeCloseTo(0.4444444444444445, 12);
    expect(found.low).toBeCloseTo(0.3294340522769588, 12);
    expect(found.high).toBeCloseTo(0.5950350920991738, 12);
    expect(found.verdict).toBe("under");
  });

  it("says over or under only where the interval does", () => {
    expect(representationRatio(88, 100, 0.1).verdict).toBe("over");
    expect(representationRatio(1, 10, 0.18).verdict).toBe("cannot tell");
    expect(representationRatio(0, 500, 0.18)).toMatchObject({ratio: 0, low: 0, verdict: "under"});
    for (const [total, share] of [
      [0, 0.5],
      [10, 0],
      [10, 1.5]
    ])
      expect(representationRatio(0, total, share)).toEqual({ratio: NaN, low: NaN, high: NaN, verdict: "cannot tell"});
  });
});
