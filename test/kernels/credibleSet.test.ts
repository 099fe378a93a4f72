import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {credibleSet, logBayesFactor} from "../../src/kernels/credibleSet.js";

const locus = [
  {beta: 0.2, se: 0.03},
  {beta: 0.19, se: 0.031},
  {beta: 0.05, se: 0.03},
  {beta: -0.21, se: 0.04},
  {beta: 0.02, se: 0.05}
];

describe("logBayesFactor(estimate, priorVariance)", () => {
  // numpy, scipy: log(norm.pdf(b, 0, sqrt(W + se²)) / norm.pdf(b, 0, se)), W = .04
  it.each([
    [0, 19.82497937785671],
    [1, 16.46565450819465],
    [2, -0.5499187476526664],
    [3, 11.622153654066182],
    [4, -1.3413125543810491]
  ])("of estimate %d is %d", (i, expected) => expect(logBayesFactor(locus[i])).toBeCloseTo(expected, 10));
});

describe("credibleSet(estimates, priorVariance, level)", () => {
  it("gives the posterior of each variant, and the fewest that reach 95 %", () => {
    const {posterior, members, coverage} = credibleSet(locus);
    // the factors above over their sum
    [
      0.9661531449580606, 0.03358224441072176, 1.368800473138768e-9, 0.00026460864205946196, 6.203577089017343e-10
    ].forEach((expected, i) => expect(Math.abs(posterior[i] - expected)).toBeLessThanOrEqual(1e-10 * expected));
    expect(members).toEqual([0]);
    expect(coverage).toBeCloseTo(0.9661531449580606, 10);
    expect(credibleSet(locus, 0.04, 0.99).members).toEqual([0, 1]);
  });

  it("holds no variant whose estimate is unknown, and none at all without estimates", () => {
    const {posterior, members} = credibleSet([{beta: NaN, se: 0.1}, locus[0], {beta: 5, se: 0}]);
    expect(posterior).toEqual([0, 1, 0]);
    expect(members).toEqual([1]);
    expect(credibleSet([{beta: NaN, se: NaN}])).toEqual({posterior: [0], members: [], coverage: 0});
    expect(credibleSet([])).toEqual({posterior: [], members: [], coverage: 0});
  });

  it("does not lose a locus whose Bayes factor is no double", () => {
    expect(credibleSet([{beta: 3, se: 0.01}, locus[0]]).posterior).toEqual([1, 0]);
  });

  it("is the smallest set of the level, and its posterior sums to one", () => {
    const estimate = fc.record({
      beta: fc.double({min: -0.3, max: 0.3, noNaN: true}),
      se: fc.double({min: 0.02, max: 0.2, noNaN: true})
    });
    fc.assert(
      fc.property(fc.array(estimate, {minLength: 1, maxLength: 30}), (estimates) => {
        const {posterior, members, coverage} = credibleSet(estimates);
        expect(posterior.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
        expect(coverage).toBeGreaterThanOrEqual(0.95 - 1e-12);
        expect(coverage - posterior[members.at(-1)!]).toBeLessThan(0.95);
        const least = Math.min(...members.map((i) => posterior[i]));
        const outside = posterior.filter((_, i) => !members.includes(i));
        expect(outside.every((p) => p <= least)).toBe(true);
      }),
      {seed: 1}
    );
  });
});
