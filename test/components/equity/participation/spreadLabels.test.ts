import fc from "fast-check";
import {expect, it} from "vitest";
import {spreadLabels} from "../../../../src/components/equity/participation/spreadLabels.js";

it("spreadLabels keeps labels apart, in order and inside, and moves none that is well placed", () => {
  const places = fc.array(fc.double({min: 0, max: 300, noNaN: true}), {minLength: 1, maxLength: 9});
  fc.assert(
    fc.property(places, (wanted) => {
      const placed = spreadLabels(wanted, 17, 0, 300);
      const sorted = [...placed].sort((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(sorted.at(-1)!).toBeLessThanOrEqual(300 + 1e-9);
      sorted.slice(1).forEach((place, i) => expect(place - sorted[i]).toBeGreaterThanOrEqual(17 - 1e-9));
      wanted.forEach((a, i) =>
        wanted.forEach((b, j) => {
          if (a < b) expect(placed[i]).toBeLessThan(placed[j]);
        })
      );
    })
  );
  expect(spreadLabels([10, 100, 200], 17, 0, 300)).toEqual([10, 100, 200]);
  expect(spreadLabels([5, 5, 5], 17, 0, 20)).toEqual([0, 10, 20]);
});
