import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cochranMantelHaenszel} from "../../src/kernels/cochranMantelHaenszel.js";
import {oddsRatio} from "../../src/kernels/oddsRatio.js";
import {count, expectSame, table} from "./caseControlTables.js";

describe("cochranMantelHaenszel(tables)", () => {
  // R's UCBAdmissions, as in mantelHaenszel.test.ts. Breslow–Day by a root of the odds ratio's equation with
  // scipy.optimize.brentq, the interval by the formula of the paper in numpy; R's DescTools prints X-squared = 18.826.
  const admissions = [
    [512, 313, 89, 19],
    [353, 207, 17, 8],
    [120, 205, 202, 391],
    [138, 279, 131, 244],
    [53, 138, 94, 299],
    [22, 351, 24, 317]
  ].map(table);

  it("gives interval and tests of sameness of the admissions to Berkeley", () => {
    const found = cochranMantelHaenszel(admissions);
    expect(found.strata).toBe(6);
    expectSame(found.oddsRatio, 0.9046968282586231);
    expectSame(found.z, -1.234749634720916);
    expectSame(found.se, 0.08098890965622091);
    expectSame(found.interval[0], 0.7719073617593505);
    expectSame(found.interval[1], 1.0603297644366556);
    expect(found.breslowDay.df).toBe(5);
    expectSame(found.breslowDay.chiSquared, 18.825513705236, 1e-10);
    expectSame(found.breslowDay.minusLog10P, 2.683738051352374, 1e-10);
    expectSame(found.tarone.chiSquared, 18.825501252052714, 1e-10);
    expectSame(found.tarone.minusLog10P, 2.683735735006407, 1e-10);
  });

  it("of one stratum is that stratum's odds ratio with Woolf's error, and tells nothing of sameness", () => {
    const found = cochranMantelHaenszel([table([12, 5, 7, 20]), table([0, 0, 3, 4])]);
    const one = oddsRatio(table([12, 5, 7, 20]));
    expect(found.strata).toBe(1);
    expectSame(found.oddsRatio, one.oddsRatio);
    expectSame(found.se, one.se);
    expect(found.breslowDay.chiSquared).toBeNaN();
  });

  it("is unknown without strata, and without end where no stratum bounds the odds ratio", () => {
    expect(cochranMantelHaenszel([])).toMatchObject({strata: 0, z: NaN, oddsRatio: NaN, interval: [NaN, NaN]});
    const bare = cochranMantelHaenszel([table([0, 5, 4, 6]), table([0, 3, 2, 6])]);
    expect(bare).toMatchObject({oddsRatio: 0, se: Infinity, interval: [0, Infinity]});
    expect(bare.tarone.chiSquared).toBeNaN();
  });

  const strata = fc.array(
    fc.tuple(count, count, count, count).map((counts) => table([...counts])),
    {minLength: 1, maxLength: 6}
  );

  it("inverts where cases and controls change places, with the same tests of sameness", () => {
    fc.assert(
      fc.property(strata, (tables) => {
        const found = cochranMantelHaenszel(tables);
        const swapped = cochranMantelHaenszel(
          tables.map((t) => table([t.controlAlt, t.controlRef, t.caseAlt, t.caseRef]))
        );
        if (!(found.oddsRatio > 0 && found.oddsRatio < Infinity)) return;
        expectSame(swapped.oddsRatio, 1 / found.oddsRatio, 1e-9);
        expectSame(swapped.se, found.se, 1e-9);
        expect(found.tarone.chiSquared).not.toBeGreaterThan(found.breslowDay.chiSquared);
        if (!Number.isNaN(found.tarone.chiSquared))
          expect(Math.abs(swapped.breslowDay.chiSquared - found.breslowDay.chiSquared)).toBeLessThanOrEqual(
            1e-7 * Math.max(1, found.breslowDay.chiSquared)
          );
      }),
      {seed: 1}
    );
  });
});
