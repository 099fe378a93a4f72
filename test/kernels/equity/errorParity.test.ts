import {describe, expect, it} from "vitest";
import {errorParity, type ErrorRate} from "../../../src/kernels/equity/errorParity.js";

const groups = [
  {group: "large", tp: 72, fp: 9, tn: 81, fn: 18},
  {group: "small", tp: 30, fp: 12, tn: 48, fn: 20}
];

describe("errorParity(groups, reference, rate)", () => {
  it("has the rates of both groups by hand", () => {
    const expected: Record<ErrorRate, [number, number]> = {
      tpr: [72 / 90, 30 / 50],
      fnr: [18 / 90, 20 / 50],
      tnr: [81 / 90, 48 / 60],
      fpr: [9 / 90, 12 / 60],
      for: [18 / 99, 20 / 68],
      npv: [81 / 99, 48 / 68],
      fdr: [9 / 81, 12 / 42],
      precision: [72 / 81, 30 / 42],
      ppr: [81 / 123, 42 / 123],
      pprev: [81 / 180, 42 / 110],
      prev: [90 / 180, 50 / 110]
    };
    for (const [rate, values] of Object.entries(expected)) {
      const found = errorParity(groups, "large", rate as ErrorRate);
      found.forEach((row, i) => {
        expect(row.rate, rate).toBeCloseTo(values[i], 12);
        expect(row.low).toBeLessThan(row.rate);
        expect(row.high).toBeGreaterThan(row.rate);
        expect(row.disparity).toBeCloseTo(values[i] / values[0], 12);
        expect(row.parity).toBe(row.disparity >= 0.8 && row.disparity <= 1.25);
      });
    }
  });

  it("has disparities with Koopman's interval", () => {
    // python3: the score interval by scipy.optimize.brentq, as in the test of riskRatio
    const [reference, tpr] = errorParity(groups, "large", "tpr");
    expect(reference).toMatchObject({disparity: 1, disparityLow: null, disparityHigh: null, verdict: "parity"});
    expect(tpr.disparityLow).toBeCloseTo(0.5683061517457425, 9);
    expect(tpr.disparityHigh).toBeCloseTo(0.9396872537179632, 9);
    expect(tpr).toMatchObject({parity: false, verdict: "cannot tell"});
    const fpr = errorParity(groups, "large", "fpr")[1];
    expect(fpr.disparityLow).toBeCloseTo(0.9151947001942949, 9);
    expect(fpr.disparityHigh).toBeCloseTo(4.368737030377486, 9);
  });

  it("has the disparity of predicted positives from their own total", () => {
    // python3: [v/(1-v) for v in binomtest(42, 42 + 81).proportion_ci(method="wilson")]
    const ppr = errorParity(groups, "large", "ppr")[1];
    expect(ppr.disparityLow).toBeCloseTo(0.357960143340349, 12);
    expect(ppr.disparityHigh).toBeCloseTo(0.7510932684787909, 12);
    expect(ppr.verdict).toBe("disparity");
  });

  it("says parity only where the whole interval allows it", () => {
    const many = groups.map(({group}) => ({group, tp: 8000, fp: 1000, tn: 9000, fn: 2000}));
    expect(errorParity(many, "large", "tpr")[1]).toMatchObject({parity: true, verdict: "parity"});
    const few = groups.map(({group}) => ({group, tp: 8, fp: 1, tn: 9, fn: 2}));
    expect(errorParity(few, "large", "tpr")[1]).toMatchObject({parity: true, verdict: "cannot tell"});
  });

  it("knows nothing where nobody is in the denominator, and no other reference", () => {
    const empty = [groups[0], {group: "small", tp: 0, fp: 3, tn: 5, fn: 0}];
    expect(errorParity(empty, "large", "tpr")[1]).toMatchObject({rate: NaN, parity: null, verdict: "cannot tell"});
    expect(() => errorParity(groups, "other", "tpr")).toThrow("no such reference group: other");
  });

  it("mirrors what is right and what is wrong, and turns round with the reference", () => {
    for (const [right, wrong] of [
      ["tpr", "fnr"],
      ["tnr", "fpr"],
      ["npv", "for"],
      ["precision", "fdr"]
    ] as const) {
      const a = errorParity(groups, "large", right);
      const b = errorParity(groups, "large", wrong);
      a.forEach(({rate, low}, i) => {
        expect(rate + b[i].rate).toBeCloseTo(1, 12);
        expect(low + b[i].high).toBeCloseTo(1, 12);
      });
      const turned = errorParity(groups, "small", right)[0];
      expect(turned.disparityHigh! * a[1].disparityLow!).toBeCloseTo(1, 8);
    }
  });
});
