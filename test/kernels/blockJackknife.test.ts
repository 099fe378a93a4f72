import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {blockJackknife} from "../../src/kernels/blockJackknife.js";

describe("blockJackknife(estimate, blocks)", () => {
  it("of a ratio of sums over unequal blocks is that of Busing and others", () => {
    // numpy, n = [1, 2, .5, 3], d = [10, 15, 8, 20], w = [100, 180, 60, 240]: t = n.sum() / d.sum();
    // tj = (n.sum() - n) / (d.sum() - d); h = w.sum() / w; tJ = 4 * t - ((1 - w / w.sum()) * tj).sum();
    // sqrt((((h * t - (h - 1) * tj - tJ)**2) / (h - 1)).mean())
    const [between, total, weight] = [
      [1, 2, 0.5, 3],
      [10, 15, 8, 20],
      [100, 180, 60, 240]
    ];
    const blocks = between.map((b, i) => ({weight: weight[i], withoutIt: (6.5 - b) / (53 - total[i])}));
    expect(blockJackknife(6.5 / 53, blocks)).toBeCloseTo(0.01979989470535431, 14);
  });

  it("of a mean over single values is the usual standard error", () => {
    // numpy: [3.1, 4.7, 1.2, 8.8, 5.5, 6.1], std(ddof=1) / sqrt(6)
    const values = [3.1, 4.7, 1.2, 8.8, 5.5, 6.1];
    const sum = values.reduce((a, b) => a + b);
    const blocks = values.map((value) => ({weight: 1, withoutIt: (sum - value) / 5}));
    expect(blockJackknife(sum / 6, blocks)).toBeCloseTo(1.06426813663976, 12);
  });

  it("is unknown for fewer than two blocks, and none where all blocks say the same", () => {
    expect(blockJackknife(0.1, [{weight: 5, withoutIt: NaN}])).toBeNaN();
    expect(blockJackknife(0.1, [])).toBeNaN();
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 1000}), {minLength: 2, maxLength: 20}), (weights) => {
        const blocks = weights.map((weight) => ({weight, withoutIt: 0.25}));
        expect(blockJackknife(0.25, blocks)).toBeCloseTo(0, 7);
      }),
      {seed: 1}
    );
  });
});
