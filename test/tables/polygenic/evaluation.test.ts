import {describe, expect, it} from "vitest";
import {adjustForAncestry, learnAncestryAdjustment} from "../../../data-loaders/tables/polygenic/ancestryAdjustment.js";
import {adjustedByGroup} from "../../../data-loaders/tables/polygenic/adjustedByGroup.js";
import {calibration, linearCalibration} from "../../../data-loaders/tables/polygenic/calibration.js";
import {constantOnly, type Covariates} from "../../../data-loaders/tables/polygenic/covariateModel.js";
import {evaluateByGroup, type EvaluationInput} from "../../../data-loaders/tables/polygenic/evaluateByGroup.js";
import {flagByGroup, roundThreshold} from "../../../data-loaders/tables/polygenic/flagByGroup.js";
import {logisticRegression} from "../../../data-loaders/tables/polygenic/logisticRegression.js";
import {oddsPerDeviation} from "../../../data-loaders/tables/polygenic/oddsPerDeviation.js";
import {openScorer, scorePeople, usualScoring} from "../../../data-loaders/tables/polygenic/scorePeople.js";
import {varianceExplained} from "../../../data-loaders/tables/polygenic/varianceExplained.js";
import {
  joinStrongest,
  openStrongest,
  scoreWithout,
  type StrongestVariant
} from "../../../data-loaders/tables/polygenic/strongestVariant.js";
import {batchesOf, batchOf} from "./batchOf.js";
import {minimalStandard, sampleTraits} from "./sampleTraits.js";
import {scoringOf} from "./scoringOf.js";

const {score, covariate, error, trait, cases} = sampleTraits();
const columnsOf = (...columns: Float64Array[]): Covariates => ({
  columns: columns.length + 1,
  values: Float64Array.from(Array.from(score, (_, i) => [1, ...columns.map((column) => column[i])]).flat())
});
const adjusted = columnsOf(covariate);
const close = (found: ArrayLike<number>, expected: number[], digits: number): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
};

describe("varianceExplained(trait, score, covariates)", () => {
  // numpy: R² of lstsq on [1, c] and [1, c, s]; scipy.stats.pearsonr of the residuals; tanh(arctanh(r) ± z/sqrt(n-1-3))²
  it("is the difference of two regressions, with Fisher's interval", () => {
    const found = varianceExplained(trait, score, adjusted);
    expect(found.r2Covariates).toBeCloseTo(0.06734286568263992, 12);
    expect(found.r2Full).toBeCloseTo(0.22971645086327486, 12);
    expect(found.r2).toBeCloseTo(0.16237358518063494, 12);
    expect(found.partial).toBeCloseTo(0.4172503230719281, 12);
    close(found.interval, [0.08132861, 0.25787109], 7);
    expect(found.bootstrap).toEqual([NaN, NaN]);
  });

  it("is much the same when people are drawn, and the same for the same seed", () => {
    const draw = () => varianceExplained(trait, score, adjusted, {draws: 1000, random: minimalStandard(3)}).bootstrap;
    const [low, high] = draw();
    expect(Math.abs(low - 0.081)).toBeLessThan(0.03);
    expect(Math.abs(high - 0.258)).toBeLessThan(0.03);
    expect(draw()).toEqual([low, high]);
  });

  it("says when the score is turned around, and is unknown where nothing varies", () => {
    const turned = varianceExplained(trait, score.map((value) => -value), adjusted); // prettier-ignore
    expect(turned.r2).toBeCloseTo(0.16237358518063494, 12);
    expect(turned.partial).toBeCloseTo(-0.4172503230719281, 12);
    expect(varianceExplained(trait, covariate, adjusted).r2).toBeNaN();
    expect(varianceExplained(new Float64Array(200), score, adjusted).r2).toBeNaN();
    expect(varianceExplained(trait.subarray(0, 2), score.subarray(0, 2), constantOnly(2)).r2).toBeNaN();
  });
});

describe("logisticRegression(covariates, y)", () => {
  // numpy: Newton's method, checked with scipy.optimize.minimize(BFGS); se from the inverse information
  it("finds the maximum", () => {
    const fit = logisticRegression(columnsOf(covariate, score), cases)!;
    close(fit.coefficients, [-1.46717166, 0.37875706, 1.45115303], 8);
    close(fit.se, [0.21860273, 0.1970229, 0.25653673], 8);
    expect(fit.logLikelihood).toBeCloseTo(-86.99095317191603, 9);
  });

  it("has no answer where cases and controls are separated or columns explain each other", () => {
    const separated = score.map((value) => Number(value > 0));
    expect(logisticRegression(columnsOf(score), separated)).toBe(null);
    expect(logisticRegression(columnsOf(score, score), cases)).toBe(null);
  });
});

describe("oddsPerDeviation(cases, score, covariates)", () => {
  // numpy: exp(w*sd), exp((w ± 1.959963984540054*se)*sd), sd = s.std(ddof=1)
  it("is that of logistic regression", () => {
    const {oddsRatio, interval} = oddsPerDeviation(cases, score, adjusted);
    expect(oddsRatio).toBeCloseTo(3.9997233230288556, 8);
    close(interval, [2.474204600874617, 6.465830131883947], 8);
  });

  it("is unknown where the score does not vary", () => {
    expect(oddsPerDeviation(cases, new Float64Array(200), adjusted).oddsRatio).toBeNaN();
  });
});

describe("calibration(predicted, cases, least)", () => {
  const predicted = score.map((value) => 1 / (1 + Math.exp(1 - 1.5 * value)));

  // numpy: logistic regression of b on [1, logit p]; and on [1] with offset logit p
  it("has Cox's slope, and the intercept in the large", () => {
    const found = calibration(predicted, cases, 5);
    expect(found.slope).toBeCloseTo(0.9734888579818561, 8);
    close(found.slopeInterval, [0.642031841385919, 1.3049458745777933], 8);
    expect(found.intercept).toBeCloseTo(-0.45319921262105894, 8);
    close(found.interceptInterval, [-0.820832894227115, -0.08556553101500292], 8);
  });

  it("puts deciles together until each has enough cases and controls, and loses nobody", () => {
    for (const least of [1, 5, 10, 21]) {
      const {bins} = calibration(predicted, cases, least);
      expect(bins!.reduce((sum, {n}) => sum + n, 0)).toBe(200);
      for (const {n, observed} of bins!) {
        expect(Math.round(observed * n)).toBeGreaterThanOrEqual(least);
        expect(n - Math.round(observed * n)).toBeGreaterThanOrEqual(least);
      }
      const means = bins!.map(({predicted: mean}) => mean);
      expect(means).toEqual([...means].sort((a, b) => a - b));
    }
    // 51 cases: enough for one bin, not enough beyond.
    expect(calibration(predicted, cases, 51).bins).toHaveLength(1);
    expect(calibration(predicted, cases, 52).bins).toBe(null);
  });
});

describe("linearCalibration(predicted, trait, least)", () => {
  const predicted = score.map((value) => 0.2 + 0.8 * value);

  // scipy: linregress(pr, y), ± t.ppf(.975, 198) stderr; mean of y - pr with t.interval; the same of y in the lowest decile
  it("has the slope and the mean difference of a linear regression, and means by decile", () => {
    const found = linearCalibration(predicted, trait, 5);
    expect(found.slope).toBeCloseTo(0.6008006935814979, 10);
    close(found.slopeInterval, [0.424968764980312, 0.7766326221826838], 9);
    expect(found.intercept).toBeCloseTo(-0.17692022615388045, 10);
    close(found.interceptInterval, [-0.317218693385414, -0.036621758922346925], 9);
    expect(found.bins).toHaveLength(10);
    const [lowest] = found.bins!;
    expect(lowest).toMatchObject({n: 20});
    expect(lowest.predicted).toBeCloseTo(-1.1075048638449538, 10);
    expect(lowest.observed).toBeCloseTo(-1.000753324937892, 10);
    close(lowest.interval, [-1.4561839665860146, -0.5453226832897692], 9);
  });

  it("puts deciles together until each has enough people", () => {
    expect(linearCalibration(predicted, trait, 20).bins).toHaveLength(10);
    const sizes = linearCalibration(predicted, trait, 21).bins!.map(({n}) => n);
    expect(sizes).toEqual([40, 40, 40, 40, 40]);
    expect(linearCalibration(predicted, trait, 200).bins).toHaveLength(1);
    expect(linearCalibration(predicted, trait, 201).bins).toBe(null);
  });
});

describe("learnAncestryAdjustment, adjustForAncestry", () => {
  const raw = score.map((s, i) => 0.5 * s * Math.exp(0.4 * covariate[i]) + 2 * covariate[i] - error[i]);
  const components = Float64Array.from(Array.from(covariate, (c, i) => [c, error[i]]).flat());
  const everybody = new Uint8Array(200).fill(1);

  // numpy and scipy: m = lstsq(X, sc); r2 = (sc - X m)²; minimise Σ r2 exp(-X w) + X w (BFGS, gtol 1e-11)
  it("is linear regression of the mean and gamma regression of the variance", () => {
    const adjustment = learnAncestryAdjustment(raw, components, 2, everybody)!;
    close(adjustment.mean, [0.02300819, 2.05458227, -1.01222747], 7);
    close(adjustment.logVariance, [-1.50155431, 0.7127485, 0.13547353], 7);
    const z = adjustForAncestry(raw, components, 2, adjustment);
    close(z.subarray(0, 3), [-0.3038673, -0.74321568, 1.10791598], 6);
  });

  it("takes the mean of groups away from everybody, learned from the reference people alone", () => {
    const half = Uint8Array.from(score, (_, i) => Number(i % 2 === 0));
    const adjustment = learnAncestryAdjustment(raw, components, 2, half)!;
    const withNoise = raw.map((value, i) => (half[i] ? value : 1e6));
    expect(learnAncestryAdjustment(withNoise, components, 2, half)).toEqual(adjustment);
    const z = adjustForAncestry(raw, components, 2, adjustment);
    expect(Math.abs(z.reduce((sum, value) => sum + value, 0) / 200)).toBeLessThan(0.2);
    expect(adjustForAncestry(Float64Array.of(NaN), components, 2, adjustment)[0]).toBeNaN();
  });

  it("has no answer from too few people or a score that does not vary", () => {
    const few = Uint8Array.from(score, (_, i) => Number(i < 6));
    expect(learnAncestryAdjustment(raw, components, 2, few)).toBe(null);
    expect(learnAncestryAdjustment(new Float64Array(200), components, 2, everybody)).toBe(null);
  });
});

describe("evaluateByGroup(input)", () => {
  const codes = Int16Array.from(score, (_, i) => (i < 120 ? 1 : i < 190 ? 0 : 2));
  // The score says half as much in group AFR.
  const weaker = trait.map((value, i) => (codes[i] === 0 ? value + 2 * error[(i + 7) % 200] : value));
  const input: EvaluationInput = {
    kind: "quantitative",
    trait: weaker,
    score,
    covariates: adjusted,
    groups: {levels: ["AFR", "EUR", "SAS"], codes},
    reference: "EUR",
    h2: 0.5,
    least: 21
  };

  it("evaluates each group as if alone, compares with the reference, and names groups that are too small", () => {
    const [afr, eur, sas] = evaluateByGroup(input);
    const own = varianceExplained(trait.subarray(0, 120), score.subarray(0, 120), {
      columns: 2,
      values: adjusted.values.subarray(0, 240)
    });
    expect(eur).toMatchObject({group: "EUR", n: 120, portability: null, accuracy: {r2: own.r2}, roc: null});
    expect(afr.portability!.ratio).toBeCloseTo(afr.accuracy!.r2 / own.r2, 12);
    expect(afr.portability!.ratio).toBeLessThan(1);
    expect(afr.portability!.interval[1]).toBeGreaterThan(afr.portability!.ratio);
    expect(eur.equalAccuracySize).toBeNull();
    const {times, interval} = afr.equalAccuracySize!;
    expect(times).toBeGreaterThan(1);
    expect(interval[0]).toBeLessThan(times);
    expect(interval[1]).toBeGreaterThan(times);
    expect(eur.density!.x.length).toBe(101);
    // A model is calibrated where it was fitted.
    expect(eur.calibration!.slope).toBeCloseTo(1, 8);
    expect(eur.calibration!.intercept).toBeCloseTo(0, 8);
    expect(afr.calibration!.slope).not.toBeCloseTo(1, 2);
    // 70 people: fewer than four times 21.
    expect(afr.density).toBe(null);
    expect(sas).toMatchObject({n: 10, tooSmall: "fewer than 21 people with trait and score", accuracy: null});
  });

  it("leaves out people without trait, score or covariates, and people of no group", () => {
    const missing = trait.slice();
    missing[0] = NaN;
    const scored = score.slice();
    scored[1] = NaN;
    const values = adjusted.values.slice();
    values[2 * 2 + 1] = NaN;
    const left = codes.slice();
    left[3] = -1;
    const [, eur] = evaluateByGroup({
      ...input,
      trait: missing,
      score: scored,
      covariates: {columns: 2, values},
      groups: {...input.groups, codes: left}
    });
    expect(eur.n).toBe(116);
  });

  it("of a binary trait gives area, odds, liability and calibration of the reference group's model", () => {
    const everybody = evaluateByGroup({
      ...input,
      kind: "binary",
      trait: cases,
      groups: {levels: ["EUR"], codes: new Int16Array(200)},
      prevalence: [0.2]
    });
    expect(everybody[0].cases).toBe(51);
    expect(everybody[0].roc!.area).toBeCloseTo(0.7990525069088038, 12);
    expect(everybody[0].odds!.oddsRatio).toBeCloseTo(3.9997233230288556, 8);
    expect(everybody[0].liability!.r2).toBeGreaterThan(everybody[0].accuracy!.r2);
    // A model is calibrated where it was fitted.
    expect(everybody[0].calibration!.slope).toBeCloseTo(1, 8);
    expect(everybody[0].calibration!.intercept).toBeCloseTo(0, 8);
    const [small] = evaluateByGroup({
      ...input,
      kind: "binary",
      trait: cases,
      groups: {levels: ["EUR"], codes: new Int16Array(200)},
      least: 52
    });
    expect(small).toMatchObject({tooSmall: "fewer than 52 cases", roc: null, n: 200});
  });

  it("refuses a reference that is no group", () => {
    expect(() => evaluateByGroup({...input, reference: "XXX"})).toThrow("no group XXX; there are AFR, EUR, SAS");
  });
});

describe("openStrongest(codes, groups, least)", () => {
  const people = {total: 200, included: new Uint8Array(200).fill(1)};
  const half = (i: number): boolean => i < 100;
  const carried = Array.from(score, (_, i) => (half(i) && error[(i * 7) % 200] > 0.3 ? 1 : 0));
  const common = Array.from(score, (_, i) => (covariate[(i * 3) % 200] > 0 ? 1 : 0));
  const rare = Array.from(score, (_, i) => Number(i % 100 < 4));
  const batch = batchOf([
    ["1:5:G:A", common],
    ["2:7:G:A", rare],
    ["19:44886339:G:A", carried]
  ]);
  const scoring = scoringOf([
    {chrom: "19", pos: 44886339, weights: [0, 2, 4]},
    {pos: 5, weights: [0, 0.4, 0.8]},
    {chrom: "2", pos: 7, weights: [0, 90, 180]}
  ]);
  const codes = Int16Array.from(score, (_, i) => (half(i) ? 0 : 1));

  const found = async (least: number) => {
    const strongest = openStrongest(codes, 2, least);
    const scorer = openScorer([scoring], people, usualScoring, (used) => strongest.add(used));
    for await (const one of batchesOf(batch)) scorer.add(one);
    scorer.end();
    return strongest.end();
  };

  it("shows a variant that carries the score in one group alone, as rs7254892 at APOE may", async () => {
    const [one, other] = await found(5);
    expect(one!.variant).toBe(0);
    // Nobody carries it in the other group.
    expect(other!.variant).toBe(1);
    const p = carried.reduce<number>((sum, copies) => sum + copies, 0) / 200;
    expect(one!.variance).toBeCloseTo(4 * 2 * p * (1 - p), 12);
    const {scores} = await scorePeople(batchesOf(batch), [scoring], people);
    const without = scoreWithout(scores[0]!, one!);
    const rest = scoringOf(scoring.variants.slice(1));
    const direct = await scorePeople(batchesOf(batch), [rest], people);
    without.forEach((value, i) => expect(value).toBeCloseTo(direct.scores[0]![i], 10));
  });

  it("passes over a variant of which few people carry an allele, on either side of the limit", async () => {
    expect((await found(5)).map((one) => one?.variant)).toEqual([0, 1]);
    expect((await found(4)).map((one) => one?.variant)).toEqual([2, 2]);
    expect(await found(101)).toEqual([null, null]);
  });

  it("joinStrongest(parts) takes the stronger one of several threads, the earlier of equal ones", () => {
    const of = (variant: number, variance: number): StrongestVariant => ({
      variant,
      variance,
      adds: new Float64Array(4),
      missing: new Float64Array(1),
      genotypes: new Uint8Array()
    });
    expect(
      joinStrongest([
        [of(0, 1), null],
        [of(1, 2), null],
        [of(2, 2), null]
      ]).map((one) => one?.variant)
    ).toEqual([1, undefined]);
    expect(joinStrongest([])).toEqual([]);
  });
});

describe("flagByGroup(input)", () => {
  const codes = Int16Array.from({length: 200}, (_, i) => i % 2);
  const score = Float64Array.from({length: 200}, (_, i) => i);
  const cases = Float64Array.from({length: 200}, (_, i) => Number(i % 4 < 2));
  const input = {cases, score, groups: {levels: ["A", "B"], codes}, threshold: 120, least: 20};

  it("counts whom a threshold finds and whom it marks wrongly", () => {
    const {groups, gaps} = flagByGroup(input);
    // From 120: 80 people, of whom every second is of a group, and every second of those a case.
    expect(groups.map(({flagged}) => flagged)).toEqual([0.4, 0.4]);
    expect(groups.map(({rates}) => rates!.truePositive)).toEqual([0.4, 0.4]);
    expect(groups.map(({rates}) => rates!.cases)).toEqual([50, 50]);
    expect(gaps).toEqual({truePositive: 0, falsePositive: 0});
  });

  it("tells nothing of a group with too few in one of the four cells, on either side of the limit", () => {
    expect(flagByGroup({...input, least: 20}).groups[0].rates).not.toBeNull();
    expect(flagByGroup({...input, least: 21})).toEqual({
      groups: ["A", "B"].map((group) => ({group, rates: null, flagged: null})),
      gaps: {truePositive: NaN, falsePositive: NaN}
    });
  });

  it("roundThreshold(scores, share, step) is a multiple of the step near the share that is asked for", () => {
    expect(roundThreshold(score, 0.1, 50)).toBe(200);
    expect(roundThreshold(score, 0.1, 0.3)).toBe(180);
    expect(roundThreshold(score, 0.3, 7)).toBe(140);
  });
});

describe("adjustedByGroup(input)", () => {
  const n = 4000;
  const random = minimalStandard(11);
  const noise = (): number => Array.from({length: 12}, random).reduce((sum, u) => sum + u, -6);
  const codes = Int16Array.from({length: n}, (_, i) => i % 2);
  const place = Float64Array.from(codes, (code) => (code === 0 ? -1 : 1) + 0.05 * noise());
  const inherited = Float64Array.from({length: n}, noise);
  // The second group lies two units higher, is twice as spread, and the score says half as much of its trait.
  const score = inherited.map((value, i) => (codes[i] === 0 ? value : 2 + 2 * value));
  const trait = inherited.map((value, i) => (codes[i] === 0 ? 0.6 : 0.3) * value + noise());
  const input = {
    trait,
    score,
    covariates: constantOnly(n),
    groups: {levels: ["A", "B"], codes},
    reference: "A",
    components: {count: 1, scores: place}
  };

  it("moves means together and evens the spread, and leaves accuracy as it is", () => {
    const [a, b] = adjustedByGroup(input)!;
    expect(a.asIs.interval).toBeNull();
    expect(a.asIs.mean).toBe(0);
    expect(b.asIs.mean).toBeCloseTo(2, 0);
    expect(b.asIs.interval![0]).toBeLessThan(2);
    expect(b.asIs.interval![1]).toBeGreaterThan(2);
    expect(b.asIs.spread).toBeCloseTo(2, 1);
    for (const {adjusted} of [a, b]) {
      expect(Math.abs(adjusted.mean)).toBeLessThan(0.1);
      expect(adjusted.spread).toBeCloseTo(1, 1);
    }
    expect(a.r2.r2).toBeGreaterThan(0.2);
    expect(b.r2.r2).toBeLessThan(0.12);
  });

  it("has nothing to say without components", () => {
    expect(adjustedByGroup({...input, components: {count: 0, scores: new Float64Array()}})).toBeNull();
  });
});
