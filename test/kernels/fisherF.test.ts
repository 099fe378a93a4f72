import {describe, expect, it} from "vitest";
import {fisherFUpper} from "../../src/kernels/fisherF.js";

describe("fisherFUpper(f, df1, df2)", () => {
  // scipy.stats.f.sf(f, df1, df2)
  it.each([
    [1, 4, 100, 0.41131379866639306],
    [5.2, 4, 300, 0.00046074362624410616],
    [0.01, 1, 20, 0.9213399413456138],
    [30, 16, 25, 2.177265830214137e-12],
    [3, 2, 1e4, 0.04983187896779745],
    [80, 8, 500, 1.563934686952832e-84]
  ])("of %d with %d and %d degrees of freedom is %d", (f, df1, df2, expected) => {
    expect(Math.abs(fisherFUpper(f, df1, df2) / expected - 1)).toBeLessThan(1e-9);
  });

  it("is 1 at 0, 0 at infinity and unknown elsewhere", () => {
    expect(fisherFUpper(0, 3, 7)).toBe(1);
    expect(fisherFUpper(Infinity, 3, 7)).toBe(0);
    expect([fisherFUpper(-1, 3, 7), fisherFUpper(1, 0, 7), fisherFUpper(NaN, 3, 7)]).toEqual([NaN, NaN, NaN]);
  });
});
