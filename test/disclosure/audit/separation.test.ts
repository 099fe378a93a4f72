import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  aucOf,
  separationForAuc,
  separationForTpr,
  separationOf,
  separationWithNoise,
  tprOf
} from "../../../data-loaders/disclosure/audit/separation.js";

describe("separationForAuc, separationForTpr", () => {
  // sqrt(2)*norm.ppf(.55); norm.ppf(.10)+norm.ppf(.95); and their squares: the variants per person of a pool
  it("an area of 0.55 is a separation of 0.1777, 0.0316 variants per person", () => {
    expect(separationForAuc(0.55)).toBeCloseTo(0.1777, 4);
    expect(separationForAuc(0.55) ** 2).toBeCloseTo(0.0316, 4);
  });

  it("a rate of 0.10 at 0.05 is a separation of 0.3633, 0.132 variants per person", () => {
    expect(separationForTpr(0.1, 0.05)).toBeCloseTo(0.3633, 4);
    expect(separationForTpr(0.1, 0.05) ** 2).toBeCloseTo(0.132, 4);
  });

  it("undo aucOf and tprOf", () => {
    fc.assert(
      fc.property(
        fc.double({min: 0, max: 4, noNaN: true}),
        fc.double({min: 0.001, max: 0.5, noNaN: true}),
        (separation, fpr) => {
          expect(separationForAuc(aucOf(separation))).toBeCloseTo(separation, 8);
          expect(separationForTpr(tprOf(separation, fpr), fpr)).toBeCloseTo(separation, 8);
        }
      )
    );
  });
});

describe("aucOf, tprOf", () => {
  it("guess without separation", () => {
    expect(aucOf(0)).toBe(0.5);
    expect(tprOf(0, 0.05)).toBeCloseTo(0.05, 12);
  });
});

describe("separationOf(variants, people, reference)", () => {
  // scipy: d=sqrt(m/n)/sqrt(1+n/nref); norm.cdf(d+norm.ppf(.05)), norm.cdf(d/sqrt(2))
  for (const [people, variants, reference, separation, tpr, auc] of [
    [125, 1000, Infinity, 2.82843, 0.88171, 0.97725],
    [125, 1000, 125, 2, 0.63876, 0.92135],
    [500, 1000, 500, 1, 0.25951, 0.76025],
    [2504, 3000, Infinity, 1.09457, 0.29106, 0.78053],
    [2504, 10000, 500, 0.8153, 0.2034, 0.71786]
  ])
    it(`${variants} variants of ${people} people, reference ${reference}: ${separation}`, () => {
      const found = separationOf(variants, people, reference);
      expect(found).toBeCloseTo(separation, 5);
      expect(tprOf(found, 0.05)).toBeCloseTo(tpr, 5);
      expect(aucOf(found)).toBeCloseTo(auc, 5);
    });
});

describe("separationWithNoise(frequencies, people, noiseSd)", () => {
  const frequencies = Float64Array.of(0.1, 0.25, 0.5);

  it("equals separationOf without noise", () => {
    expect(separationWithNoise(frequencies, 200, 0)).toBeCloseTo(separationOf(3, 200), 12);
    expect(separationWithNoise(frequencies, 200, 0, 50)).toBeCloseTo(separationOf(3, 200, 50), 12);
  });

  it("adds the noise's variance per 2pq", () => {
    // sqrt(sum(1/(200+100/(2*p*(1-p))))) for p in .1 .25 .5
    const plain = Math.sqrt(1 / (200 + 100 / 0.18) + 1 / (200 + 100 / 0.375) + 1 / (200 + 100 / 0.5));
    expect(separationWithNoise(frequencies, 200, 10)).toBeCloseTo(plain, 12);
  });

  it("doubles the square for genotype counts, and a fixed variant adds nothing", () => {
    expect(separationWithNoise(frequencies, 200, 10, Infinity, 2) ** 2).toBeCloseTo(
      2 * separationWithNoise(frequencies, 200, 10) ** 2,
      12
    );
    expect(separationWithNoise([0, 1], 200, 10)).toBe(0);
  });
});
