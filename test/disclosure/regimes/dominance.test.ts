import {describe, expect, it} from "vitest";
import {
  acroDefaults,
  degreesOfFreedomTooFew,
  dominates,
  pRatioFails
} from "../../../data-loaders/disclosure/regimes/dominance.js";

describe("ACRO's checks of contributions", () => {
  // AI-SDC/ACRO, acro/default.yaml
  it("acroDefaults are the published ones", () => {
    expect(acroDefaults).toEqual({
      threshold: 10,
      degreesOfFreedom: 10,
      nkN: 2,
      nkK: 0.9,
      pRatio: 0.1,
      zerosAreDisclosive: true,
      roundBase: 5
    });
  });

  it("dominates(values, n, k): the two largest of 100 may be 90, but not 91", () => {
    expect(dominates([5, 60, 30, 5])).toBe(false);
    expect(dominates([5, 61, 30, 4])).toBe(true);
    expect(dominates([61, 30, 5, 4], 1, 0.6)).toBe(true);
    expect(dominates([60, 30, 5, 5], 1, 0.6)).toBe(false);
    expect(dominates([0, 0])).toBe(false);
    expect(dominates([])).toBe(false);
    expect(() => dominates([3, -1])).toThrow("0 or more");
  });

  it("pRatioFails(values, p): all but the two largest must be 10 % of the largest", () => {
    expect(pRatioFails([100, 50, 6, 4])).toBe(false);
    expect(pRatioFails([100, 50, 5, 4])).toBe(true);
    expect(pRatioFails([4, 100, 5, 50])).toBe(true);
    expect(pRatioFails([100, 50])).toBe(true);
    expect(pRatioFails([100])).toBe(true);
    expect(pRatioFails([0, 0, 0])).toBe(true);
    expect(pRatioFails([100, 50, 5, 4], 0.05)).toBe(false);
  });

  it("degreesOfFreedomTooFew(observations, parameters): 9 are too few, 10 are not", () => {
    expect(degreesOfFreedomTooFew(13, 4)).toBe(true);
    expect(degreesOfFreedomTooFew(14, 4)).toBe(false);
  });
});
