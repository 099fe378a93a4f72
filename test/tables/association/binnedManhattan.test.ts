import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {binnedManhattan} from "../../../data-loaders/tables/association/binnedManhattan.js";

function variants(list: [chrom: string, pos: number, p: number][]) {
  return {
    variantIds: list.map(([chrom, pos]) => `${chrom}-${pos}-A-C`),
    chrom: list.map(([chrom]) => chrom),
    pos: list.map(([, pos]) => pos),
    minusLog10P: Float64Array.from(list, ([, , p]) => p)
  };
}

describe("binnedManhattan(variants, mostRows)", () => {
  it("shows variants above p = 10⁻⁵ one by one, and counts the others in bins of 3 Mb by 0.1", () => {
    expect(
      binnedManhattan(
        variants([
          ["2", 1, 0.3],
          ["2", 3_000_000, 0.39],
          ["2", 3_000_001, 0.3],
          ["2", 3_000_002, NaN],
          ["10", 5, 5],
          ["10", 6, 5.01]
        ])
      )
    ).toEqual([
      {chrom: "2", pos: 1_500_000, minusLog10P: 0.35, variantId: null, nVariants: 2},
      {chrom: "2", pos: 4_500_000, minusLog10P: 0.35, variantId: null, nVariants: 1},
      {chrom: "10", pos: 6, minusLog10P: 5.01, variantId: "10-6-A-C", nVariants: 1},
      {chrom: "10", pos: 1_500_000, minusLog10P: 5.05, variantId: null, nVariants: 1}
    ]);
  });

  it("has few rows however many variants there are, and loses none", () => {
    const anyVariants = fc.array(
      fc.tuple(
        fc.constantFrom("1", "2", "X"),
        fc.integer({min: 1, max: 2e8}),
        fc.double({min: 0, max: 40, noNaN: true})
      ),
      {maxLength: 300}
    );
    fc.assert(
      fc.property(anyVariants, fc.integer({min: 6, max: 60}), (list, most) => {
        const given = variants(list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
        const rows = binnedManhattan(given, most);
        expect(rows.length).toBeLessThanOrEqual(most);
        expect(rows.reduce((sum, {nVariants}) => sum + nVariants, 0)).toBe(list.length);
        // The best is there as it is, unless it shares its place with too many others.
        const best = Math.max(...given.minusLog10P);
        const alike = given.minusLog10P.filter((p) => p === best).length;
        if (best > 5 && alike === 1)
          expect(rows.some(({variantId, minusLog10P}) => variantId && minusLog10P === best)).toBe(true);
      }),
      {seed: 5, numRuns: 300}
    );
  });
});
