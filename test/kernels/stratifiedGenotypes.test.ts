import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cochranArmitage} from "../../src/kernels/cochranArmitage.js";
import type {CaseControlGenotypes} from "../../src/kernels/genotypeModels.js";
import {mantelHaenszel} from "../../src/kernels/mantelHaenszel.js";
import {pearson} from "../../src/kernels/pearson.js";
import {stratifiedGenotypes, stratifiedTrend} from "../../src/kernels/stratifiedGenotypes.js";

/** Made up: three strata with different shares of cases. */
const strata: CaseControlGenotypes[] = [
  {cases: [24, 17, 4], controls: [48, 27, 7]},
  {cases: [51, 44, 5], controls: [99, 73, 9]},
  {cases: [10, 25, 25], controls: [80, 60, 12]},
  {cases: [8, 4, 2], controls: [0, 0, 0]}
];

const count = fc.integer({min: 0, max: 30});
const genotypes = fc
  .tuple(count, count, count, count, count, count)
  .map(([a, b, c, d, e, f]): CaseControlGenotypes => ({cases: [a, b, c], controls: [d, e, f]}));

describe("stratifiedGenotypes(strata)", () => {
  // numpy: d = Σ (cases - n1 m/N)[1:], V = Σ ((diag(m) N - m mᵀ) n1 n0 / (N² (N - 1)))[1:, 1:]; d @ solve(V, d)
  it("is the statistic of general association", () => {
    const {chiSquared, df} = stratifiedGenotypes(strata);
    expect(df).toBe(2);
    expect(chiSquared).toBeCloseTo(22.72556759837869, 10);
  });

  it("of one stratum is Pearson's statistic times (n - 1)/n", () => {
    fc.assert(
      fc.property(genotypes, (one) => {
        const expected = pearson([one.cases, one.controls]);
        const found = stratifiedGenotypes([one]);
        expect(found.df).toBe(expected.df);
        const n = [...one.cases, ...one.controls].reduce((a, b) => a + b);
        if (expected.df > 0) expect(found.chiSquared).toBeCloseTo((expected.chiSquared * (n - 1)) / n, 8);
      }),
      {seed: 1}
    );
  });

  it("with carriers of one kind only is the statistic of their two by two tables", () => {
    const carriers = strata.map(({cases, controls}): CaseControlGenotypes => ({
      cases: [cases[0], cases[1], 0],
      controls: [controls[0], controls[1], 0]
    }));
    const {z} = mantelHaenszel(
      carriers.map(({cases, controls}) => ({
        caseAlt: cases[1],
        caseRef: cases[0],
        controlAlt: controls[1],
        controlRef: controls[0]
      }))
    );
    const found = stratifiedGenotypes(carriers);
    expect(found.df).toBe(1);
    expect(found.chiSquared).toBeCloseTo(z * z, 10);
  });

  it("is unknown without cases and controls to compare", () => {
    expect(stratifiedGenotypes([])).toEqual({chiSquared: NaN, df: 0, minusLog10P: NaN});
    expect(stratifiedGenotypes([strata[3]]).chiSquared).toBeNaN();
  });
});

describe("stratifiedTrend(strata)", () => {
  // the same, with w = (0, 1, 2): w·d / sqrt(w V w)
  it("is Mantel's signed root", () => {
    expect(stratifiedTrend(strata).z).toBeCloseTo(4.459942939661946, 10);
  });

  it("of one stratum is Cochran and Armitage's times the root of (n - 1)/n", () => {
    fc.assert(
      fc.property(genotypes, (one) => {
        const {z} = cochranArmitage(one);
        const n = [...one.cases, ...one.controls].reduce((a, b) => a + b);
        const found = stratifiedTrend([one]).z;
        if (Number.isFinite(z)) expect(found).toBeCloseTo(z * Math.sqrt((n - 1) / n), 9);
        else expect(Number.isFinite(found)).toBe(false);
      }),
      {seed: 1}
    );
  });
});
