import {describe, expect, it} from "vitest";
import {poissonInterval} from "../../src/kernels/poissonInterval.js";

describe("poissonInterval(count)", () => {
  // scipy: chi2.ppf(.025, 2 k) / 2, chi2.ppf(.975, 2 k + 2) / 2
  it.each([
    [0, 0, 3.6888794541139354],
    [1, 0.025317807984289876, 5.571643390938898],
    [7, 2.8143630515198654, 14.422675361702376],
    [30, 20.240874021420915, 42.82686539480766]
  ])("of %d is %d to %d", (count, low, high) => {
    const found = poissonInterval(count);
    expect(Math.abs(found[0] - low)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found[1] - high)).toBeLessThanOrEqual(1e-9);
  });
});
