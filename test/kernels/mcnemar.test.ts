import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {mcnemar} from "../../src/kernels/mcnemar.js";

describe("mcnemar(gained, lost)", () => {
  // scipy.stats: b = binomtest(gained, gained + lost, 0.5); -log10(b.pvalue); the same less binom.pmf(gained, n, 0.5)
  // (half of it where gained = lost); b.proportion_ci(0.95, method="exact"), each end as low / (1 - low)
  it.each([
    [12, 3, 1.4539974558725246, 1.6722171568617081, 1.0794727323911188, 22.08828689774182],
    [5, 5, 0, 0.05702361997250758, 0.23014246893811693, 4.345134579523825],
    [0, 7, 1.806179973983887, 2.1072099696478657, 0, 0.6938139800965825],
    [1, 0, 0, 0.3010299956639812, 0.025641025641025664, Infinity],
    [25, 10, 1.7779641670868793, 1.9457323666645878, 1.1596189735922269, 5.832713200335373],
    [121, 59, 5.353160309668576, 5.485897820816463, 1.4903519977789799, 2.849297395477152],
    [150, 86, 4.429931758206402, 4.538593096264331, 1.3292282526052634, 2.300979080421981],
    [9, 8, 0, 0.08909322534579577, 0.38526852870583855, 3.350991201015482]
  ])("of %d and %d", (gained, lost, p, midP, low, high) => {
    const found = mcnemar(gained, lost);
    expect(found.minusLog10P).toBeCloseTo(p, 10);
    expect(found.minusLog10MidP).toBeCloseTo(midP, 10);
    expect(found.oddsRatio).toBe(lost === 0 ? Infinity : gained / lost);
    expect(found.interval[0]).toBeCloseTo(low, 9);
    if (high === Infinity) expect(found.interval[1]).toBe(Infinity);
    else expect(found.interval[1]).toBeCloseTo(high, 9);
  });

  it("says nothing without discordant pairs", () => {
    expect(mcnemar(0, 0)).toEqual({minusLog10P: 0, minusLog10MidP: 0, oddsRatio: NaN, interval: [NaN, NaN]});
  });

  it("turned round is the inverse, and mid-p is never larger than p", () => {
    const count = fc.integer({min: 0, max: 60});
    fc.assert(
      fc.property(count, count, (gained, lost) => {
        fc.pre(gained + lost > 0);
        const [one, other] = [mcnemar(gained, lost), mcnemar(lost, gained)];
        expect(other.minusLog10P).toBeCloseTo(one.minusLog10P, 10);
        expect(one.minusLog10MidP).toBeGreaterThan(one.minusLog10P);
        expect(other.interval[0]).toBeCloseTo(1 / one.interval[1], 9);
        expect(one.interval[0]).toBeLessThanOrEqual(one.oddsRatio);
        expect(one.interval[1]).toBeGreaterThanOrEqual(one.oddsRatio);
      }),
      {seed: 1}
    );
  });
});
