import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {separationOfHits} from "../../data-loaders/disclosure/audit/caseControl.js";
import {hitsWithinBudget, roundOddsRatio, type RankedHit} from "../../data-loaders/disclosure/hitBudget.js";

const hit = (z: number): RankedHit => ({variantId: `v${z}`, z, oddsRatio: 1.5});

describe("hitsWithinBudget(hits, rho, cases, controls)", () => {
  // privacy notes, section 7.7: K with sum z^2 <= 20 (82 relaxed) for 1,252 + 1,252
  it("has 20 for z² of 1,252 cases and as many controls, 82 when relaxed", () => {
    expect(hitsWithinBudget([], 0.0158, 1252, 1252).budget).toBeCloseTo(19.8, 1);
    expect(hitsWithinBudget([], 0.066, 1252, 1252).budget).toBeCloseTo(82.6, 1);
  });

  it("takes the strongest of either sign first, whatever their order", () => {
    const {kept, spent} = hitsWithinBudget([hit(5.5), hit(-7), hit(6)], 0.06, 1252, 1252);
    expect(kept.map(({z}) => z)).toEqual([-7]);
    expect(spent).toBe(49);
    expect(hitsWithinBudget([hit(5.5), hit(-7), hit(6)], 0.07, 1e4, 1e4).kept.map(({z}) => z)).toEqual([-7, 6, 5.5]);
  });

  it("keeps a hit that fits exactly, and none behind one that does not fit", () => {
    // 2 × 0.5 × 100 × 100 / 200 = 50
    expect(hitsWithinBudget([hit(5), hit(-5)], 0.5, 100, 100)).toMatchObject({budget: 50, spent: 50});
    expect(hitsWithinBudget([hit(6), hit(4), hit(3)], 0.5, 100, 100).kept.map(({z}) => z)).toEqual([6]);
    expect(hitsWithinBudget([hit(8), hit(1)], 0.5, 100, 100).kept).toEqual([]);
  });

  it("never separates cases from controls by more than √(2ρ)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({min: -12, max: 12, noNaN: true}), {maxLength: 30}),
        fc.double({min: 0, max: 0.5, noNaN: true}),
        fc.integer({min: 1, max: 5000}),
        fc.integer({min: 1, max: 5000}),
        (z, rho, cases, controls) => {
          const {kept} = hitsWithinBudget(z.map(hit), rho, cases, controls);
          const separation = separationOfHits(
            kept.map((one) => one.z),
            cases,
            controls
          );
          expect(separation ** 2).toBeLessThanOrEqual(2 * rho * (1 + 1e-9));
        }
      )
    );
  });
});

it("roundOddsRatio(oddsRatio) has two significant figures", () => {
  expect([1.649, 0.6049, 12.6, 104, 1].map(roundOddsRatio)).toEqual([1.6, 0.6, 13, 100, 1]);
});
