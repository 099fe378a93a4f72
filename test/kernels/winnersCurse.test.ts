import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {winnersCurse} from "../../src/kernels/winnersCurse.js";

const threshold = 5.451310437845478;

describe("winnersCurse(z, threshold)", () => {
  // python3: f = lambda m: z - m - (norm.pdf(c - m) - norm.pdf(c + m)) / (norm.sf(c - m) + norm.cdf(-c - m));
  // scipy.optimize.brentq(f, 0, z, xtol=1e-14), c = norm.isf(2.5e-8)
  it.each([
    [5.5, 0.39152915803743144],
    [5.6, 0.5021443767167839],
    [6, 4.565674037720263],
    [7, 6.832204556667571],
    [10, 9.999987175663032]
  ])("of %d is the conditional maximum-likelihood estimate", (z, left) => {
    expect(Math.abs(winnersCurse(z, threshold) - left)).toBeLessThan(1e-6);
    expect(winnersCurse(-z, threshold)).toBe(-winnersCurse(z, threshold));
  });

  it("leaves a z that did not pass as it is", () => {
    expect(winnersCurse(threshold, threshold)).toBe(threshold);
    expect(winnersCurse(-1.2, threshold)).toBe(-1.2);
    expect(winnersCurse(NaN, threshold)).toBeNaN();
  });

  it("shrinks towards 0, less the further z is beyond the threshold", () => {
    fc.assert(
      fc.property(
        fc.double({min: 0.01, max: 30, noNaN: true}),
        fc.double({min: 0.01, max: 5, noNaN: true}),
        (by, more) => {
          const [near, far] = [threshold + by, threshold + by + more];
          const [a, b] = [winnersCurse(near, threshold), winnersCurse(far, threshold)];
          expect(a).toBeLessThanOrEqual(near);
          expect(a).toBeGreaterThan(0);
          expect(b / far).toBeGreaterThanOrEqual(a / near - 1e-12);
        }
      )
    );
  });
});
