import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {metaAnalysis, type Estimate} from "../../src/kernels/metaAnalysis.js";

fc.configureGlobal({seed: 1});

function expectSame(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * Math.abs(expected));
}

describe("metaAnalysis(estimates)", () => {
  // Log risk ratios of tuberculosis in 13 trials of the BCG vaccine (Colditz et al. 1994, JAMA 271:698), as R's metadat
  // has them: y = log((tpos/tn)/(cpos/cn)), v = 1/tpos - 1/tn + 1/cpos - 1/cn.
  const trials = [
    [4, 119, 11, 128],
    [6, 300, 29, 274],
    [3, 228, 11, 209],
    [62, 13536, 248, 12619],
    [33, 5036, 47, 5761],
    [180, 1361, 372, 1079],
    [8, 2537, 10, 619],
    [505, 87886, 499, 87892],
    [29, 7470, 45, 7232],
    [17, 1699, 65, 1600],
    [186, 50448, 141, 27197],
    [5, 2493, 3, 2338],
    [27, 16886, 29, 17825]
  ].map(([a, b, c, d]) => ({
    beta: Math.log(a / (a + b) / (c / (c + d))),
    se: Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
  }));

  it("equals what R's metafor prints for the trials of the BCG vaccine", () => {
    // rma(yi, vi, data=dat, method="DL"): tau^2 0.3088, I^2 92.12%, Q(df = 12) = 152.2330, estimate -0.7141, se 0.1787
    const found = metaAnalysis(trials);
    expect(found.k).toBe(13);
    expect(found.q).toBeCloseTo(152.233, 4);
    expect(found.tau2).toBeCloseTo(0.3088, 4);
    expect(found.i2).toBeCloseTo(0.9212, 4);
    expect(found.betaRandom).toBeCloseTo(-0.7141, 4);
    expect(found.seRandom).toBeCloseTo(0.1787, 4);
  });

  it("equals the formulas of the papers in numpy, with scipy's tails and quantiles", () => {
    // python3, w = 1/v: b = sum(w y)/sum(w); Q = sum(w (y-b)²); tau2 = (Q-12)/(sum(w) - sum(w²)/sum(w)); the random
    // effect with 1/(v+tau2); logs by -norm.logsf(|z|)-log(2) and -chi2.logsf(Q, 12); ± t.ppf(.975, 11) sqrt(tau2+se²);
    // I² of exp(log(H) ± 1.96 se), se = (log(Q)-log(12))/2/(sqrt(2Q)-sqrt(23))
    const found = metaAnalysis(trials);
    expectSame(found.beta, -0.4302851636540906);
    expectSame(found.se, 0.04049875171086381);
    expectSame(found.minusLog10P, 25.640424545015765);
    expectSame(found.q, 152.2330080823734);
    expectSame(found.minusLog10PHet, 25.699673133388192);
    expectSame(found.i2, 0.9211734685456205);
    expectSame(found.i2Interval[0], 0.8831637947405893);
    expectSame(found.i2Interval[1], 0.9468176662590829);
    expectSame(found.tau2, 0.3087602628623764);
    expectSame(found.betaRandom, -0.7141172220732271);
    expectSame(found.seRandom, 0.1787420895354032);
    expectSame(found.minusLog10PRandom, 4.189570930607092);
    expectSame(found.predictionInterval[0], -1.998838495752119);
    expectSame(found.predictionInterval[1], 0.5706040516056646);
  });

  it("without more spread than chance has no variance between groups, and the interval of I² begins at 0", () => {
    // the same script for y = .1, .12, .3, .15 with se = .1, .2, .15, .1
    const found = metaAnalysis([
      {beta: 0.1, se: 0.1},
      {beta: 0.12, se: 0.2},
      {beta: 0.3, se: 0.15},
      {beta: 0.15, se: 0.1}
    ]);
    expect([found.i2, found.tau2, found.i2Interval[0]]).toEqual([0, 0, 0]);
    expectSame(found.q, 1.269381443298969);
    expectSame(found.minusLog10PHet, 0.13287662265561495);
    expectSame(found.i2Interval[1], 0.638119086553461);
    expectSame(found.betaRandom, found.beta);
    expectSame(found.predictionInterval[0], -0.10871885508749873);
    expectSame(found.predictionInterval[1], 0.415522978798839);
  });

  it("of one group is that group, and heterogeneity is unknown", () => {
    const found = metaAnalysis([{beta: 0.3, se: 0.1}]);
    expect(found).toMatchObject({k: 1, betaRandom: 0.3, tau2: 0, i2: NaN, minusLog10PHet: NaN});
    expectSame(found.beta, 0.3);
    expectSame(found.se, 0.1);
    expect([...found.i2Interval, ...found.predictionInterval]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it("leaves out what is withheld, and knows nothing without estimates", () => {
    const unknown = [
      {beta: NaN, se: 0.1},
      {beta: 0.1, se: NaN},
      {beta: 1, se: 0},
      {beta: Infinity, se: Infinity}
    ];
    expect(metaAnalysis([...trials, ...unknown])).toEqual(metaAnalysis(trials));
    expect(metaAnalysis(unknown)).toMatchObject({k: 0, beta: NaN, q: NaN, tau2: NaN, betaRandom: NaN, i2: NaN});
  });

  const estimate = fc.record({
    beta: fc.double({min: -3, max: 3, noNaN: true}),
    se: fc.double({min: 0.01, max: 2, noNaN: true})
  });
  const close = (found: number, expected: number): void =>
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)));

  it("turns round with the alleles, and stretches with the unit", () => {
    fc.assert(
      fc.property(fc.array(estimate, {minLength: 3, maxLength: 8}), fc.constantFrom(-1, 3), (groups, factor) => {
        const found = metaAnalysis(groups);
        const other = metaAnalysis(
          groups.map(({beta, se}): Estimate => ({
            beta: beta * factor,
            se: se * Math.abs(factor)
          }))
        );
        close(other.beta, found.beta * factor);
        close(other.betaRandom, found.betaRandom * factor);
        close(other.tau2, found.tau2 * factor ** 2);
        close(other.q, found.q);
        close(other.i2, found.i2);
      })
    );
  });

  it("the random effect is never surer than the fixed one, and I² is a share inside its interval", () => {
    fc.assert(
      fc.property(fc.array(estimate, {minLength: 3, maxLength: 8}), (groups) => {
        const {se, seRandom, i2, i2Interval, q, k} = metaAnalysis(groups);
        expect(seRandom).toBeGreaterThanOrEqual(se * (1 - 1e-12));
        expect(i2).toBeGreaterThanOrEqual(0);
        expect(i2).toBeLessThan(1);
        // Q of zero has no logarithm.
        if (q < 1e-9) return;
        expect(i2Interval[0]).toBeLessThanOrEqual(i2);
        expect(i2Interval[1]).toBeGreaterThanOrEqual(i2);
        expect(i2).toBeCloseTo(Math.max(0, (q - (k - 1)) / q), 12);
      })
    );
  });
});
