import {describe, expect, it} from "vitest";
import {bootstrapInterval} from "../../../src/kernels/polygenic/bootstrapInterval.js";
import {squaredCorrelationInterval} from "../../../src/kernels/polygenic/correlationInterval.js";
import {equalAccuracySize} from "../../../src/kernels/polygenic/equalAccuracySize.js";
import {equalisedOddsGaps, groupRates} from "../../../src/kernels/polygenic/equalisedOdds.js";
import {kernelDensity} from "../../../src/kernels/polygenic/kernelDensity.js";
import {liabilityScale} from "../../../src/kernels/polygenic/liabilityScale.js";
import {portability, varianceOfR2} from "../../../src/kernels/polygenic/portability.js";
import {minimalStandard, sampleTraits} from "../../tables/polygenic/sampleTraits.js";

describe("squaredCorrelationInterval(r, n, covariates)", () => {
  // scipy.stats: h = norm.ppf(.975)/sqrt(n-k-3); tanh(arctanh(r) + [-h, h])**2; across 0 the lower end is 0
  it.each([
    [0.4, 100, 0, 0.04881474, 0.30577868],
    [-0.4, 100, 0, 0.04881474, 0.30577868],
    [0.1, 100, 2, 0, 0.08562335]
  ])("of r = %d over %d people with %d covariates is %d to %d", (r, n, k, low, high) => {
    const found = squaredCorrelationInterval(r, n, k);
    expect(found[0]).toBeCloseTo(low, 8);
    expect(found[1]).toBeCloseTo(high, 8);
  });

  it("is unknown for too few people", () => {
    expect(squaredCorrelationInterval(0.5, 5, 2)).toEqual([NaN, NaN]);
    expect(squaredCorrelationInterval(NaN, 50, 2)).toEqual([NaN, NaN]);
  });
});

describe("liabilityScale(observedR2, prevalence, cases)", () => {
  // scipy: t = norm.isf(K); z = norm.pdf(t); m = z/K; C = K(1-K)/z**2 * K(1-K)/(P(1-P));
  // th = m(P-K)/(1-K) * (m(P-K)/(1-K) - t); R*C/(1 + R*th*C)
  it.each([
    [0.05, 0.01, 0.5, 0.028645642382196444],
    [0.1, 0.2, 0.2, 0.20413715358856288],
    [0.03, 0.001, 0.3, 0.012916327281965359]
  ])("of %d at prevalence %d and share of cases %d", (r2, prevalence, cases, expected) => {
    expect(liabilityScale(r2, prevalence, cases)).toBeCloseTo(expected, 10);
  });

  it("is unknown outside of 0 and 1", () => {
    expect(liabilityScale(0.1, 0, 0.5)).toBeNaN();
    expect(liabilityScale(0.1, 0.1, 1)).toBeNaN();
  });
});

describe("portability(group, reference)", () => {
  // numpy: v = lambda r, n: 4*r*(1-r)**2/n; h = norm.ppf(.975)*sqrt(v(.04,500)/.04**2 + v(.1,2000)/.1**2); .4*exp([-h, h])
  it("is the ratio, with an interval by the delta method", () => {
    const accuracy = (r2: number, n: number) => ({r2, variance: varianceOfR2(r2, n)});
    const {ratio, interval} = portability(accuracy(0.04, 500), accuracy(0.1, 2000));
    expect(ratio).toBeCloseTo(0.4, 12);
    expect(interval[0]).toBeCloseTo(0.16630164, 8);
    expect(interval[1]).toBeCloseTo(0.96210715, 8);
  });

  it("is unknown where nothing is explained", () => {
    expect(portability({r2: 0, variance: 0}, {r2: 0.1, variance: 0.01}).ratio).toBeNaN();
    expect(portability({r2: 0.1, variance: 0.01}, {r2: NaN, variance: 0.01}).ratio).toBeNaN();
  });
});

describe("equalAccuracySize(people, r2, goal, h2)", () => {
  it("gives a study of that size the goal, by the formula that it inverts", () => {
    // R² = h² N h² / (N h² + M)
    const accuracyOf = (people: number, pieces: number, h2: number) => (h2 * people * h2) / (people * h2 + pieces);
    const r2 = accuracyOf(10_000, 60_000, 0.4);
    const needed = equalAccuracySize(10_000, r2, 0.1, 0.4);
    expect(accuracyOf(needed, 60_000, 0.4)).toBeCloseTo(0.1, 12);
    expect(equalAccuracySize(10_000, r2, r2, 0.4)).toBeCloseTo(10_000, 8);
  });

  it("is infinite at what all variants explain, and unknown without accuracy", () => {
    expect(equalAccuracySize(1000, 0.1, 0.4, 0.4)).toBe(Infinity);
    expect(equalAccuracySize(1000, 0, 0.1, 0.4)).toBeNaN();
    expect(equalAccuracySize(1000, 0.5, 0.1, 0.4)).toBeNaN();
  });
});

describe("kernelDensity(values, points, least)", () => {
  const {score} = sampleTraits();

  // scipy: k = gaussian_kde(s); sort(s)[[20, -21]] is -1.1557, 1.2452; g = linspace(-1.1, 1.2, 5); k(g)
  it("is scipy's gaussian_kde, between round numbers that 21 people reach", () => {
    const {x, density, bandwidth} = kernelDensity(score, 5, 21)!;
    const expected = [0.23089451, 0.3309155, 0.40471702, 0.32602075, 0.17996464];
    [-1.1, -0.525, 0.05, 0.625, 1.2].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 10));
    expected.forEach((value, i) => expect(density[i]).toBeCloseTo(value, 7));
    expect(bandwidth).toBeCloseTo(0.3310659935200349, 12);
  });

  it("ends at nobody's own value", () => {
    const {x} = kernelDensity(score, 5, 21)!;
    for (const end of [x[0], x[4]]) expect(score.some((value) => Math.abs(value - end) < 1e-9)).toBe(false);
  });

  it("is withheld below four times as many people, and where nothing varies", () => {
    expect(kernelDensity(score.subarray(0, 83), 5, 21)).toBe(null);
    expect(kernelDensity(score.subarray(0, 84), 5, 21)).not.toBe(null);
    expect(kernelDensity(new Float64Array(200).fill(2), 5, 21)).toBe(null);
  });

  it("does not reach out to the largest value, whoever has it", () => {
    const outlier = Float64Array.from([...score, 20]);
    const {x} = kernelDensity(outlier, 50, 21)!;
    expect(x[49]).toBeLessThan(3);
  });
});

describe("bootstrapInterval(n, statistic, random, draws)", () => {
  it("of a mean is close to the normal one, and the same for the same seed", () => {
    const {score} = sampleTraits();
    const mean = (times: Int32Array): number => score.reduce((sum, value, i) => sum + times[i] * value, 0) / 200;
    const [low, high] = bootstrapInterval(200, mean, minimalStandard(7), 4000);
    const centre = score.reduce((sum, value) => sum + value, 0) / 200;
    const sd = Math.sqrt(score.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 200);
    expect(Math.abs(low - (centre - (1.96 * sd) / Math.sqrt(200)))).toBeLessThan(0.01);
    expect(Math.abs(high - (centre + (1.96 * sd) / Math.sqrt(200)))).toBeLessThan(0.01);
    expect(bootstrapInterval(200, mean, minimalStandard(7), 4000)).toEqual([low, high]);
  });

  it("leaves out draws without a value, and is unknown where hardly any has one", () => {
    expect(bootstrapInterval(3, () => NaN, minimalStandard(1), 100)).toEqual([NaN, NaN]);
    expect(bootstrapInterval(3, () => 4, minimalStandard(1), 40)).toEqual([4, 4]);
    expect(bootstrapInterval(3, () => 4, minimalStandard(1), 39)).toEqual([NaN, NaN]);
  });
});

describe("equalisedOddsGaps(groups)", () => {
  it("is the largest difference of either rate", () => {
    const groups = [groupRates(100, 30, 400, 40), groupRates(50, 5, 200, 30), groupRates(0, 0, 10, 1)];
    expect(groups[0]).toMatchObject({truePositive: 0.3, falsePositive: 0.1});
    // scipy.stats.binomtest(30, 100).proportion_ci(method="wilson")
    expect(groups[0].truePositiveInterval[0]).toBeCloseTo(0.2189489, 6);
    expect(groups[0].truePositiveInterval[1]).toBeCloseTo(0.3958485, 6);
    expect(groups[2].truePositive).toBeNaN();
    const gaps = equalisedOddsGaps(groups);
    expect(gaps.truePositive).toBeCloseTo(0.2, 12);
    expect(gaps.falsePositive).toBeCloseTo(0.05, 12);
    expect(equalisedOddsGaps(groups.slice(0, 1)).truePositive).toBeNaN();
  });
});
