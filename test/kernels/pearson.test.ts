import {describe, expect, it} from "vitest";
import {pearson} from "../../src/kernels/pearson.js";
import {expectSame} from "./caseControlTables.js";

describe("pearson(counts)", () => {
  // scipy.stats.chi2_contingency(t, correction=False); -chi2.logsf(x, dof) / log(10)
  it.each([
    [[12, 5], [7, 20], 8.481137484233457, 1, 2.44508988497726],
    [[100, 200, 50], [80, 260, 90], 13.412847444336677, 2, 2.912562815842776],
    [[3, 4], [5, 6], 0.011688311688311661, 1, 0.03909825460476913]
  ])("of %j and %j is %d with %d degrees of freedom", (a, b, chiSquared, df, minusLog10P) => {
    const found = pearson([a, b]);
    expect(found.df).toBe(df);
    expectSame(found.chiSquared, chiSquared);
    expectSame(found.minusLog10P, minusLog10P);
  });

  it("leaves out empty rows and columns, and is unknown where one is left", () => {
    expect(
      pearson([
        [12, 0, 5],
        [7, 0, 20],
        [0, 0, 0]
      ])
    ).toEqual(
      pearson([
        [12, 5],
        [7, 20]
      ])
    );
    for (const counts of [
      [],
      [[3, 4]],
      [
        [0, 4],
        [0, 5]
      ],
      [
        [0, 0],
        [3, 4]
      ]
    ])
      expect(pearson(counts)).toEqual({chiSquared: NaN, df: 0, minusLog10P: NaN});
  });
});
