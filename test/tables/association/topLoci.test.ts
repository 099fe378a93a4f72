import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {topLoci} from "../../../data-loaders/tables/association/topLoci.js";

function effects(list: [chrom: string, pos: number, p: number][]) {
  return {
    variantIds: list.map(([chrom, pos], i) => `${chrom}-${pos}-A-${i}`),
    chrom: list.map(([chrom]) => chrom),
    pos: list.map(([, pos]) => pos),
    minusLog10P: Float64Array.from(list, ([, , p]) => p),
    beta: Float64Array.from(list, (_, i) => i),
    se: Float64Array.from(list, (_, i) => i / 10)
  };
}

const noGene = (): null => null;

describe("topLoci(variants, nearestGene, options)", () => {
  it("lets the smallest p lead what is near it, then the smallest of the rest", () => {
    const loci = topLoci(
      effects([
        ["1", 1_000, 6.5],
        ["1", 200_000, 9],
        ["1", 300_000, 6],
        ["1", 450_000, 6.1],
        ["1", 450_001, 7],
        ["2", 200_000, NaN],
        ["2", 200_001, 20]
      ]),
      (chrom, pos) => (chrom === "1" ? {gene: `G${pos}`, distanceBp: 3} : null)
    );
    expect(loci).toEqual([
      {
        locus: 1,
        chrom: "1",
        start: 1000,
        end: 450_000,
        variantId: "1-200000-A-1",
        pos: 200_000,
        gene: "G200000",
        distanceBp: 3,
        beta: 1,
        se: 0.1,
        minusLog10P: 9,
        nVariants: 3
      },
      {
        locus: 2,
        chrom: "1",
        start: 450_001,
        end: 450_001,
        variantId: "1-450001-A-4",
        pos: 450_001,
        gene: "G450001",
        distanceBp: 3,
        beta: 4,
        se: 0.4,
        minusLog10P: 7,
        nVariants: 1
      },
      {
        locus: 3,
        chrom: "2",
        start: 200_001,
        end: 200_001,
        variantId: "2-200001-A-6",
        pos: 200_001,
        gene: null,
        distanceBp: 0,
        beta: 6,
        se: 0.6,
        minusLog10P: 20,
        nVariants: 1
      }
    ]);
  });

  it("takes another level and distance, and lets the first of two equals lead", () => {
    const variants = effects([
      ["1", 100, 4],
      ["1", 1_100, 4],
      ["1", 1_101, 3]
    ]);
    expect(topLoci(variants, noGene)).toEqual([]);
    const loci = topLoci(variants, noGene, {lociP: 1e-2, lociBp: 1000});
    expect(loci.map(({pos, nVariants}) => [pos, nVariants])).toEqual([
      [100, 2],
      [1_101, 1]
    ]);
  });

  it("agrees with a slow search: every variant in one locus, led by its best, as near as asked", () => {
    const anyVariants = fc.array(
      fc.tuple(fc.constantFrom("1", "2"), fc.integer({min: 1, max: 3_000_000}), fc.integer({min: 3, max: 12})),
      {maxLength: 60}
    );
    fc.assert(
      fc.property(anyVariants, (list) => {
        const variants = effects(list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])));
        let rest = [...list.keys()].filter((i) => list[i][2] > 6);
        const expected: [lead: number, members: number][] = [];
        while (rest.length > 0) {
          const lead = rest.reduce((best, i) => (list[i][2] > list[best][2] ? i : best));
          const near = rest.filter(
            (i) => list[i][0] === list[lead][0] && Math.abs(list[i][1] - list[lead][1]) <= 250_000
          );
          expected.push([lead, near.length]);
          rest = rest.filter((i) => !near.includes(i));
        }
        expect(topLoci(variants, noGene).map(({beta, nVariants}) => [beta, nVariants])).toEqual(
          expected.sort(([a], [b]) => a - b)
        );
      }),
      {seed: 5, numRuns: 300}
    );
  });
});
