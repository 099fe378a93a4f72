import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {concentrationCurve} from "../../../src/kernels/equity/concentrationCurve.js";
import {kakwaniIndex} from "../../../src/kernels/equity/kakwani.js";
import {lorenzCurve, type CurvePoint} from "../../../src/kernels/equity/lorenz.js";
import {measure} from "../../../src/kernels/equity/measures.js";
import {giniOfGroups} from "../../../src/kernels/equity/gini.js";
import {isRefused, type Refused} from "../../../src/kernels/equity/subgroup.js";
import {inequality, measured, normalNumbers, resampled} from "./simulationChecks.js";

// Payments and means of five groups, made up.
const payments = inequality([
  [4, 0.5, 100],
  [7, 0.6, 120],
  [9, 0.7, 90],
  [14, 0.9, 110],
  [22, 1.4, 80]
]);
const means = inequality([
  [8, 0.6, 100],
  [15, 0.7, 120],
  [22, 0.8, 90],
  [31, 1.2, 110],
  [60, 2, 80]
]);

describe("concentrationCurve(input)", () => {
  it("equals cumulated shares in numpy, with the standard error by numerical derivatives", () => {
    // python3, q = w/sum(w): cumsum(q), cumsum(q y)/sum(q y); f(y) = sum((q y)[:2])/sum(q y), se = sqrt(sum((df/dy s)²))
    const curve = points(concentrationCurve(payments));
    const shares = [0, 0.07476635514018692, 0.23177570093457944, 0.38317757009345793, 0.6710280373831776, 1];
    const people = [0, 0.2, 0.44, 0.62, 0.84, 1];
    curve.forEach(({population, share}, i) => {
      expect(population).toBeCloseTo(people[i], 12);
      expect(share).toBeCloseTo(shares[i], 12);
    });
    expect((curve[2].high! - curve[2].low!) / 2 / 1.959963984540054).toBeCloseTo(0.014416102491705246, 8);
    expect([curve[0], curve[5]]).toMatchObject([
      {low: 0, high: 0},
      {low: 1, high: 1}
    ]);
  });

  it("holds the true share in 95 of 100 repeated surveys", () => {
    const normal = normalNumbers(5);
    const truth = points(concentrationCurve(payments))[2].share;
    const held = Array.from({length: 400}, () => points(concentrationCurve(resampled(payments, normal)))[2]).filter(
      ({low, high}) => low! <= truth && high! >= truth
    );
    expect(Math.abs(held.length / 400 - 0.95)).toBeLessThan(0.025);
  });

  it("encloses with the diagonal half the relative concentration index", () => {
    expect(1 - 2 * area(points(concentrationCurve(payments)))).toBeCloseTo(
      measured(measure("rci", payments)).estimate,
      12
    );
  });

  it("has no interval without standard errors, and refuses subgroups without order or anything to share", () => {
    const unknown = {...payments, subgroups: payments.subgroups.map((group) => ({...group, se: null}))};
    expect(points(concentrationCurve(unknown))[2]).toMatchObject({low: null, high: null});
    expect(isRefused(concentrationCurve({...payments, ordered: false}))).toBe(true);
    const nothing = {...payments, subgroups: payments.subgroups.map((group) => ({...group, estimate: 0}))};
    expect(isRefused(concentrationCurve(nothing))).toBe(true);
  });
});

describe("lorenzCurve(subgroups)", () => {
  it("is convex, ends at (1, 1), and encloses half the Gini index of the groups", () => {
    const group = fc.tuple(
      fc.double({min: 0.1, max: 100, noNaN: true}),
      fc.constant(null),
      fc.double({min: 0.1, max: 10, noNaN: true})
    );
    fc.assert(
      fc.property(fc.array(group, {minLength: 2, maxLength: 8}), (rows) => {
        const input = inequality(rows);
        const curve = points(lorenzCurve(input.subgroups));
        expect(curve[0]).toEqual({population: 0, share: 0});
        expect(curve.at(-1)).toEqual({population: 1, share: 1});
        for (const {population, share} of curve) expect(share).toBeLessThanOrEqual(population + 1e-12);
        expect(1 - 2 * area(curve)).toBeCloseTo(measured(giniOfGroups(input)).estimate, 10);
      }),
      {seed: 1, numRuns: 50}
    );
  });
});

describe("kakwaniIndex(payments, means)", () => {
  it("is concentration index minus Gini index, as in numpy, with the standard error by numerical derivatives", () => {
    // python3, R = cumsum(q) - q/2, c(v) = sum(q (2R-1) v)/sum(q v): c(payments) - c(means); se from both gradients
    const found = measured(kakwaniIndex(payments, means));
    expect(found.estimate).toBeCloseTo(-0.04497848055943243, 12);
    expect(found.se).toBeCloseTo(0.020531671524879863, 9);
  });

  it("is 0 where all pay in proportion to their means", () => {
    const tenth = {...means, subgroups: means.subgroups.map((group) => ({...group, estimate: group.estimate / 10}))};
    expect(measured(kakwaniIndex(tenth, means)).estimate).toBeCloseTo(0, 12);
  });

  it("refuses subgroups that are not in the order of their means, or not the same", () => {
    expect(isRefused(kakwaniIndex(means, {...means, subgroups: means.subgroups.toReversed()}))).toBe(false);
    const falling = {...means, subgroups: means.subgroups.map((group, i) => ({...group, estimate: 9 - i}))};
    expect(kakwaniIndex(payments, falling)).toEqual({
      refused: "The order of the subgroups is not that of their means."
    });
    const fewer = {...payments, subgroups: payments.subgroups.slice(1)};
    expect(kakwaniIndex(fewer, means)).toEqual({refused: "Payments and means are not of the same subgroups."});
  });
});

function points<Point extends CurvePoint>(curve: Point[] | Refused): Point[] {
  if (isRefused(curve)) throw new Error(curve.refused);
  return curve;
}

/** Below the curve, by trapezia. */
function area(curve: readonly CurvePoint[]): number {
  return curve.slice(1).reduce((sum, {population, share}, i) => {
    const before = curve[i];
    return sum + ((population - before.population) * (share + before.share)) / 2;
  }, 0);
}
