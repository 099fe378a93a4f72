import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {effectCorrelation} from "../../src/kernels/effectCorrelation.js";
import {effectSlope, type EffectPair} from "../../src/kernels/effectSlope.js";

const pair = (x: number, sx: number, y: number, sy: number): EffectPair => ({
  first: {beta: x, se: sx},
  second: {beta: y, se: sy}
});
const five = [
  pair(0.1, 0.02, 0.12, 0.04),
  pair(-0.2, 0.03, -0.1, 0.05),
  pair(0.35, 0.05, 0.3, 0.04),
  pair(0.15, 0.02, 0.02, 0.06),
  pair(-0.08, 0.01, -0.09, 0.03)
];

describe("effectSlope(pairs)", () => {
  it("is the line of orthogonal distance regression, with the interval of the likelihood ratio", () => {
    // scipy.odr: ODR(RealData(x, y, sx=sx, sy=sy), Model(lambda B, x: B[0] * x)): beta .792844, sum_square 5.448317;
    // the ends by brentq of the squares about y = b x, less the least, at chi2.ppf(.95, 1) * sum_square / 4
    const {slope, low, high, misfit} = effectSlope(five);
    expect(slope).toBeCloseTo(0.792844094738195, 7);
    expect(misfit).toBeCloseTo(5.448316756859201, 10);
    expect(low).toBeCloseTo(0.5508261452668055, 9);
    expect(high).toBeCloseTo(1.0969070835140726, 9);
  });

  it("of one pair is its ratio, with the interval of Fieller", () => {
    // (x y ± sqrt((x y)² - a (y² - q sy²))) / a, a = x² - q sx², q = chi2.ppf(.95, 1)
    const {slope, low, high} = effectSlope([pair(0.3, 0.05, 0.2, 0.06)]);
    expect(slope).toBeCloseTo(2 / 3, 8);
    expect(low).toBeCloseTo(0.26521431500638554, 9);
    expect(high).toBeCloseTo(1.2273907049902355, 9);
  });

  it("has no end where the data set no limit, and is unknown without pairs", () => {
    expect(effectSlope([pair(0.01, 0.05, 0.2, 0.06)]).high).toBeNull();
    expect(effectSlope([]).slope).toBeNaN();
  });

  it("does not depend on which allele is counted, and turns over with the groups", () => {
    const any = fc.tuple(
      fc.double({min: 0.3, max: 1, noNaN: true}),
      fc.double({min: 0.01, max: 0.05, noNaN: true}),
      fc.double({min: 0.3, max: 1, noNaN: true}),
      fc.boolean()
    );
    fc.assert(
      fc.property(fc.array(any, {minLength: 1, maxLength: 8}), (drawn) => {
        const pairs = drawn.map(([x, s, y]) => pair(x, s, y, s));
        const other = drawn.map(([x, s, y, flip]) => (flip ? pair(-x, s, -y, s) : pair(x, s, y, s)));
        const turned = drawn.map(([x, s, y]) => pair(y, s, x, s));
        const found = effectSlope(pairs);
        expect(effectSlope(other)).toEqual(found);
        expect(effectSlope(turned).slope).toBeCloseTo(1 / found.slope, 5);
        if (found.low !== null) expect(found.low).toBeLessThanOrEqual(found.slope + 1e-7);
        if (found.high !== null) expect(found.high).toBeGreaterThanOrEqual(found.slope - 1e-7);
      }),
      {seed: 1, numRuns: 40}
    );
  });
});

describe("effectCorrelation(pairs)", () => {
  it("takes the noise away, with a standard error from leaving out one pair at a time", () => {
    // numpy: (x * y).sum() / sqrt((x**2 - sx**2).sum() * (y**2 - sy**2).sum()); the jackknife's (n - 1) / n times the sum
    // of squares about the mean of the five
    const {correlation, se} = effectCorrelation(five);
    expect(correlation).toBeCloseTo(0.9876487987227278, 12);
    expect(se).toBeCloseTo(0.024656434566358108, 12);
  });

  it("is unknown for fewer than four pairs, or where there is nothing but noise", () => {
    expect(effectCorrelation(five.slice(0, 3)).correlation).toBeNaN();
    expect(effectCorrelation(five.map(({first}) => ({first, second: {beta: 0.01, se: 0.1}}))).correlation).toBeNaN();
  });
});
