import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {pickedDifference} from "../../src/kernels/pickedDifference.js";

describe("pickedDifference(picked, other, alpha)", () => {
  // scipy: l(b) = norm.logpdf(x / sx - b / sx) - logaddexp(norm.logsf(c - b / sx), norm.logsf(c + b / sx)) with
  // c = norm.isf(2.5e-8); -log10 of chi2.sf(2 (max l(b) - max (l(b) - ((y - b) / sy)**2 / 2)), 1), by minimize_scalar
  it.each([
    [0.6, 0.1, 0.05, 0.1, 0.740615871608729],
    [0.56, 0.1, 0.5, 0.08, 0.6825763687366669],
    [-1.2, 0.1, -0.9, 0.05, 2.13724304678593],
    [0.57, 0.1, -0.1, 0.1, 0.7371723830497451]
  ])("of %d ± %d picked at 5e-8 and %d ± %d is 10^-%d", (x, sx, y, sy, expected) => {
    expect(pickedDifference({beta: x, se: sx}, {beta: y, se: sy}, 5e-8)).toBeCloseTo(expected, 6);
    expect(pickedDifference({beta: -x, se: sx}, {beta: -y, se: sy}, 5e-8)).toBeCloseTo(expected, 6);
  });

  it("is unknown where the first was not picked", () => {
    expect(pickedDifference({beta: 0.5, se: 0.1}, {beta: 0, se: 0.1}, 5e-8)).toBeNaN();
    expect(pickedDifference({beta: 0.6, se: 0.1}, {beta: NaN, se: 0.1}, 5e-8)).toBeNaN();
  });

  it("finds less than a plain comparison where the first barely passed, and the same where it is beyond doubt", () => {
    fc.assert(
      fc.property(fc.double({min: 12, max: 30, noNaN: true}), fc.double({min: -30, max: 30, noNaN: true}), (z, y) => {
        const chi = (z - y) ** 2 / 2;
        const found = pickedDifference({beta: z, se: 1}, {beta: y, se: 1}, 5e-8);
        // Only where one effect for both would itself have been picked for certain.
        if ((z + y) / 2 > 10) expect(found).toBeCloseTo(-Math.log10(twoSided(Math.sqrt(chi))), 3);
      }),
      {seed: 1}
    );
    // Plainly, 5.6 and 1 are 3.25 standard errors apart: p = 0.001.
    expect(pickedDifference({beta: 5.6, se: 1}, {beta: 1, se: 1}, 5e-8)).toBeLessThan(1.3);
  });
});

/** Numerically, by Simpson’s rule. */
function twoSided(z: number): number {
  let sum = 0;
  const steps = 2000;
  for (let i = 0; i <= steps; ++i)
    sum += (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2) * Math.exp(-((z + (12 * i) / steps) ** 2) / 2);
  return (2 * sum * (12 / steps)) / 3 / Math.sqrt(2 * Math.PI);
}
