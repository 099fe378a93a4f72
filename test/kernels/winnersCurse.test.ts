import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {winnersCurse} from "../../src/kernels/winnersCurse.js";

describe("winnersCurse({beta, se}, alpha)", () => {
  // mpmath 1.3, mp.dps = 40: the largest of -(z - m)²/2 - log(Q(c - m) + Q(c + m)) by halving its numeric derivative; the
  // ends where Q(z - m) / (Q(c - m) + Q(c + m)) is .025 and .975
  it.each([
    [5.6, 5e-8, 0.5021443767168097, -0.24397067473804396, 6.8980432058797145],
    [6.5, 5e-8, 6.030839232395854, 2.725694767610987, 8.436882374825228],
    [12, 5e-8, 11.999999999805699, 10.040035061652633, 13.959963984540055],
    [2.5, 0.05, 1.1379207151253856, -0.4186531322627466, 4.329106582793623]
  ])("of z = %d picked at %d is %d, from %d to %d", (z, alpha, estimate, low, high) => {
    const found = winnersCurse({beta: z * 0.1, se: 0.1}, alpha);
    expect(Math.abs(found.beta - estimate * 0.1)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found.interval[0] - low * 0.1)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found.interval[1] - high * 0.1)).toBeLessThanOrEqual(1e-9);
  });

  it("is unknown where the estimate did not pass or is unknown", () => {
    for (const estimate of [
      {beta: 0.5, se: 0.1},
      {beta: NaN, se: 0.1},
      {beta: 0.5, se: 0}
    ])
      expect(winnersCurse(estimate, 5e-8)).toEqual({beta: NaN, interval: [NaN, NaN]});
  });

  it("shrinks, keeps the sign, and lies in its interval", () => {
    fc.assert(
      fc.property(fc.double({min: 5.46, max: 40, noNaN: true}), (z) => {
        const found = winnersCurse({beta: z, se: 1}, 5e-8);
        expect(found.beta).toBeGreaterThan(0);
        expect(found.beta).toBeLessThanOrEqual(z);
        expect(found.interval[0]).toBeLessThanOrEqual(found.beta);
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.beta);
        const turned = winnersCurse({beta: -z, se: 1}, 5e-8);
        expect([turned.beta, ...turned.interval]).toEqual([-found.beta, -found.interval[1], -found.interval[0]]);
      }),
      {seed: 1}
    );
  });
});
