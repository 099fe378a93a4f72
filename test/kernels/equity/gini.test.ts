import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {atkinsonIndex} from "../../../src/kernels/equity/atkinson.js";
import {giniOfGroups, giniOfPeople} from "../../../src/kernels/equity/gini.js";
import {isRefused} from "../../../src/kernels/equity/subgroup.js";
import {inequality, measured, normalNumbers} from "./simulationChecks.js";

// The example of R's ineq: incomes of ten households.
const incomes = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261];
const each = (values: readonly number[]) => inequality(values.map((value) => [value, 0, 1]));

describe("giniOfPeople(values)", () => {
  it("equals what R's ineq prints for its example", () => {
    // R: ineq(x, type = "Gini") 0.4620911
    expect(measured(giniOfPeople(incomes)).estimate).toBeCloseTo(0.4620911, 7);
  });

  it("has the standard error of taking every person out once", () => {
    // python3, g(x) = (2 arange(1, n+1) - n - 1) @ sort(x) / (n sum(x)); J = [g(delete(x, i))]; sqrt(6/7 sum((J - mean(J))²))
    const found = measured(giniOfPeople([1, 3, 3, 7, 12, 0, 5]));
    expect(found.estimate).toBeCloseTo(0.4608294930875576, 12);
    expect(found.se).toBeCloseTo(0.11545519830118484, 12);
  });

  it("holds the index of exponential incomes, one half, in 9 of 10 samples of 100 or more", () => {
    const normal = normalNumbers(3);
    const samples = Array.from({length: 300}, () =>
      measured(giniOfPeople(Array.from({length: 100}, () => normal() ** 2 + normal() ** 2)))
    );
    const share = samples.filter(({low, high}) => low! <= 0.5 && high! >= 0.5).length / 300;
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.98);
  });

  it("is 0 where all are alike, does not change with the unit, and refuses what it cannot tell", () => {
    expect(measured(giniOfPeople([4, 4, 4, 4])).estimate).toBeCloseTo(0, 12);
    expect(measured(giniOfPeople([0, 0, 0, 5])).estimate).toBeCloseTo(0.75, 12);
    expect(measured(giniOfPeople(incomes.map((x) => x * 7))).se).toBeCloseTo(measured(giniOfPeople(incomes)).se!, 12);
    for (const values of [
      [1, 2],
      [1, 2, -1],
      [0, 0, 0],
      [1, 2, NaN]
    ])
      expect(isRefused(giniOfPeople(values))).toBe(true);
  });
});

describe("giniOfGroups(input)", () => {
  it("is that of the people where everybody has the value of the group", () => {
    // 5 people with 10, 3 with 20, 2 with 40: the formula for people gives 0.3
    const groups = inequality([
      [20, 1, 3],
      [10, 1, 5],
      [40, 1, 2]
    ]);
    expect(measured(giniOfGroups(groups)).estimate).toBeCloseTo(0.3, 12);
    expect(measured(giniOfGroups(each(incomes))).estimate).toBeCloseTo(0.4620911, 7);
  });

  it("agrees with the index of people for any values, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: 0.1, max: 1e4, noNaN: true}), {minLength: 3, maxLength: 9}), (values) => {
        const people = measured(giniOfPeople(values)).estimate;
        expect(measured(giniOfGroups(each(values))).estimate).toBeCloseTo(people, 10);
        expect(people).toBeGreaterThanOrEqual(-1e-12);
        expect(people).toBeLessThan(1);
      }),
      {seed: 1, numRuns: 30}
    );
  });

  it("refuses negative values and unknown populations", () => {
    expect(
      isRefused(
        giniOfGroups(
          inequality([
            [1, 1, 1],
            [-1, 1, 1]
          ])
        )
      )
    ).toBe(true);
    expect(
      isRefused(
        giniOfGroups(
          inequality([
            [1, 1, 1],
            [1, 1, null]
          ])
        )
      )
    ).toBe(true);
    expect(
      isRefused(
        giniOfGroups(
          inequality([
            [0, 1, 1],
            [0, 1, 1]
          ])
        )
      )
    ).toBe(true);
  });
});

describe("atkinsonIndex(input, epsilon)", () => {
  it("equals what R's ineq prints for its example", () => {
    // R: ineq(x, parameter = 0.5, type = "Atkinson") 0.1796591
    expect(measured(atkinsonIndex(each(incomes), 0.5)).estimate).toBeCloseTo(0.1796591, 7);
  });

  it.each([
    [0.5, 0.07701298753606789],
    [1, 0.14499747751975178],
    [2, 0.24812030075187974]
  ])("with an aversion of %d equals the formula in numpy", (epsilon, expected) => {
    // python3, x = repeat([10, 20, 40], [5, 3, 2]): 1 - exp(mean(log(x)))/mean(x), 1 - mean(x**(1-e))**(1/(1-e))/mean(x)
    const groups = inequality([
      [10, 1, 5],
      [20, 1, 3],
      [40, 1, 2]
    ]);
    const found = measured(atkinsonIndex(groups, epsilon));
    expect(found.estimate).toBeCloseTo(expected, 12);
    expect(found.low!).toBeLessThan(expected);
    expect(found.high!).toBeGreaterThan(expected);
  });

  it("grows with the aversion, is 0 where all are alike, and refuses an aversion that is none", () => {
    const of = (epsilon: number): number => measured(atkinsonIndex(each(incomes), epsilon)).estimate;
    expect(of(0.5)).toBeLessThan(of(1));
    expect(of(1)).toBeLessThan(of(2));
    expect(measured(atkinsonIndex(each([3, 3, 3]), 2)).estimate).toBeCloseTo(0, 12);
    expect(measured(atkinsonIndex(each([0, 3, 3]), 2)).estimate).toBe(1);
    expect(isRefused(atkinsonIndex(each(incomes), 0))).toBe(true);
    expect(isRefused(atkinsonIndex(each([-1, 2]), 1))).toBe(true);
  });
});
