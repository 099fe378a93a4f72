import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {caseControlPower, effectiveSampleSize, quantitativePower, replicationPower} from "../../src/kernels/power.js";

describe("effectiveSampleSize(cases, controls)", () => {
  it("is the number of people where cases equal controls, and four times the cases where controls abound", () => {
    expect(effectiveSampleSize(500, 500)).toBe(1000);
    expect(effectiveSampleSize(100, 1e9)).toBeCloseTo(400, 3);
    expect(effectiveSampleSize(0, 100)).toBe(0);
  });
});

describe("caseControlPower(beta, frequency, cases, controls, alpha)", () => {
  // scipy: ncx2.sf(chi2.isf(5e-8, 1), 1, 2 f (1 - f) b² n1 n0 / (n1 + n0))
  it.each([
    [0.1, 0.3, 20000, 40000, 0.9789233914897554],
    [0.2, 0.05, 5000, 5000, 0.00891563291059533],
    [0, 0.5, 100, 100, 5e-8]
  ])("of %d at frequency %d with %d and %d people is %d", (beta, frequency, cases, controls, expected) => {
    const found = caseControlPower(beta, frequency, cases, controls);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * expected);
  });

  it("grows with the effect and the people, the same for either sign and allele, and never falls below alpha", () => {
    fc.assert(
      fc.property(
        fc.double({min: 0, max: 0.5, noNaN: true}),
        fc.double({min: 0.01, max: 0.99, noNaN: true}),
        fc.integer({min: 10, max: 1e5}),
        (beta, frequency, n) => {
          const power = caseControlPower(beta, frequency, n, 2 * n, 1e-4);
          expect(power).toBeGreaterThanOrEqual(1e-4 * (1 - 1e-9));
          expect(power).toBeLessThanOrEqual(1 + 1e-12);
          expect(caseControlPower(-beta, 1 - frequency, n, 2 * n, 1e-4)).toBeCloseTo(power, 9);
          expect(caseControlPower(beta + 0.1, frequency, n, 2 * n, 1e-4)).toBeGreaterThanOrEqual(power - 1e-12);
          expect(caseControlPower(beta, frequency, n + 10, 2 * n, 1e-4)).toBeGreaterThanOrEqual(power - 1e-12);
        }
      ),
      {seed: 1}
    );
  });
});

describe("quantitativePower(beta, frequency, n, alpha)", () => {
  // scipy: ncx2.sf(chi2.isf(alpha, 1), 1, 2 f (1 - f) b² n)
  it.each([
    [0.1, 0.3, 10000, 5e-8, 0.8483612322861425],
    [-0.05, 0.4, 2000, 0.05, 0.34084512406749795]
  ])("of %d at frequency %d with %d people at %d is %d", (beta, frequency, n, alpha, expected) => {
    const found = quantitativePower(beta, frequency, n, alpha);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * expected);
  });
});

describe("replicationPower({beta, se}, alpha)", () => {
  // scipy: norm.sf(norm.isf(alpha / 2) - abs(beta) / se)
  it.each([
    [0.2, 0.1, 0.05, 0.5159677934423317],
    [-0.3, 0.05, 0.05, 0.999973278502994],
    [0, 1, 0.05, 0.025],
    [0.5, 0.1, 5e-8, 0.3258829115204189]
  ])("of %d with standard error %d at %d is %d", (beta, se, alpha, expected) => {
    expect(Math.abs(replicationPower({beta, se}, alpha) - expected)).toBeLessThanOrEqual(1e-9);
  });
});
