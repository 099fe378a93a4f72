import fc from "fast-check";
import {expect, it} from "vitest";
import {shareDifference} from "../../src/kernels/shareDifference.js";
import {wilsonInterval} from "../../src/kernels/wilsonInterval.js";

function shareOf(count: number, people: number) {
  const [low, high] = wilsonInterval(count, people);
  return {share: count / people, low, high};
}

// Newcombe 1998, table II, method 10, examples (a), (b), (c) and (e).
it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [0, 10, 0, 20, -0.1611, 0.2775]
])("shareDifference(a, b) of %i of %i and %i of %i is as Newcombe gives it", (a, m, b, n, low, high) => {
  const found = shareDifference(shareOf(a, m), shareOf(b, n));
  expect(found[0]).toBeCloseTo(low, 4);
  expect(found[1]).toBeCloseTo(high, 4);
});

it("shareDifference(a, b) holds the difference, and turns round with its arguments", () => {
  const share = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => shareOf(Math.min(a, b), Math.max(a, b, 1)));
  fc.assert(
    fc.property(share, share, (a, b) => {
      const [low, high] = shareDifference(a, b);
      expect(low).toBeLessThanOrEqual(a.share - b.share);
      expect(high).toBeGreaterThanOrEqual(a.share - b.share);
      const [backLow, backHigh] = shareDifference(b, a);
      expect(backLow).toBeCloseTo(-high, 12);
      expect(backHigh).toBeCloseTo(-low, 12);
    })
  );
});
