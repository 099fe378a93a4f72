import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {exactOddsRatio} from "../../src/kernels/exactOddsRatio.js";
import {oddsRatio} from "../../src/kernels/oddsRatio.js";
import {count, expectSame, table} from "./caseControlTables.js";

describe("oddsRatio(table) and exactOddsRatio(table)", () => {
  // scipy.stats.contingency.odds_ratio([[a, b], [c, d]], kind="sample"), and kind="conditional", with .confidence_interval()
  it.each([
    [[12, 5, 7, 20], 6.857142857142857, 1.773202473050631, 26.51722455719962],
    [[3, 1, 1, 3], 9, 0.36663693192554553, 220.92700692915736],
    [[200, 1800, 150, 2400], 1.7777777777777777, 1.426208437022003, 2.2160111699800122],
    [[30, 2, 500, 700], 21, 4.995680845692009, 88.27625575406672]
  ])("of %j is %d by Woolf", (counts, ratio, low, high) => {
    const found = oddsRatio(table(counts));
    expectSame(found.oddsRatio, ratio);
    expectSame(found.interval[0], low);
    expectSame(found.interval[1], high);
  });

  it.each([
    [[12, 5, 7, 20], 6.5145839565551755, 1.4955215609154755, 33.38402958115845],
    [[3, 1, 1, 3], 6.408319658199662, 0.21173559544657966, 626.2435305888141],
    [[0, 5, 4, 6], 0, 0, 2.879471751872135],
    [[5, 0, 4, 6], Infinity, 0.7820213146559613, Infinity],
    [[200, 1800, 150, 2400], 1.7775498736544804, 1.4181996320239203, 2.2316088025304186],
    [[30, 2, 500, 700], 20.962800843224002, 5.277797213690973, 181.8466941492522]
  ])("of %j is %d by conditional likelihood", (counts, ratio, low, high) => {
    const found = exactOddsRatio(table(counts));
    // scipy's search stops at 1e-9 or so.
    expectSame(found.oddsRatio, ratio, 1e-8);
    expectSame(found.interval[0], low, 1e-8);
    expectSame(found.interval[1], high, 1e-8);
  });

  it("is 6.408309 for Fisher's tea, as R's fisher.test prints", () => {
    // fisher.test(matrix(c(3, 1, 1, 3), 2)); R searches to 1e-4 or so
    expect(exactOddsRatio(table([3, 1, 1, 3])).oddsRatio).toBeCloseTo(6.408309, 4);
  });

  it("say nothing of an empty cell or an empty margin", () => {
    expect(oddsRatio(table([0, 5, 4, 6]))).toEqual({oddsRatio: 0, se: Infinity, interval: [0, Infinity]});
    expect(oddsRatio(table([0, 5, 0, 6])).interval).toEqual([NaN, NaN]);
    expect(exactOddsRatio(table([0, 5, 0, 6]))).toEqual({oddsRatio: NaN, interval: [NaN, NaN]});
    expect(exactOddsRatio(table([0, 0, 0, 0]))).toEqual({oddsRatio: NaN, interval: [NaN, NaN]});
  });

  it("invert where cases and controls change places, and hold the estimate", () => {
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const found = exactOddsRatio(table([a, b, c, d]));
        const swapped = exactOddsRatio(table([c, d, a, b]));
        if (Number.isNaN(found.oddsRatio)) return expect(swapped.oddsRatio).toBeNaN();
        expectSame(found.oddsRatio, 1 / swapped.oddsRatio, 1e-9);
        expectSame(found.interval[0], 1 / swapped.interval[1], 1e-9);
        expect(found.interval[0]).toBeLessThanOrEqual(found.oddsRatio);
        expect(found.interval[1]).toBeGreaterThanOrEqual(found.oddsRatio);
      }),
      {seed: 1}
    );
  });
});
