import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {nearestGene} from "../../../data-loaders/sources/annotation/nearestGene.js";

const genes = [
  {chrom: "1", start: 100, end: 200, name: "A"},
  {chrom: "1", start: 150, end: 400, name: "B"},
  {chrom: "1", start: 160, end: 170, name: "C"},
  {chrom: "1", start: 500, end: 600, name: "D"},
  {chrom: "2", start: 0, end: 10, name: "E"}
];

describe("nearestGene(genes, chrom, pos)", () => {
  it.each([
    ["1", 101, "A", 0],
    ["1", 165, "A;B;C", 0],
    ["1", 100, "A", 1],
    ["1", 1, "A", 100],
    ["1", 400, "B", 0],
    ["1", 401, "B", 1],
    ["1", 450, "B", 50],
    ["1", 451, "D", 50],
    ["1", 601, "D", 1],
    ["2", 1000, "E", 990]
  ])("%s:%i is nearest to %s, %i bases away", (chrom, pos, gene, distanceBp) => {
    expect(nearestGene(genes, chrom, pos)).toEqual({gene, distanceBp});
  });

  it("knows nothing of a chromosome without genes", () => {
    expect(nearestGene(genes, "X", 5)).toBeNull();
    expect(nearestGene([], "1", 5)).toBeNull();
  });

  it("is as far as a slow search finds", () => {
    const interval = fc
      .tuple(fc.integer({min: 0, max: 300}), fc.integer({min: 1, max: 80}))
      .map(([start, length]) => ({chrom: "1", start, end: start + length, name: `g${start}_${length}`}));
    fc.assert(
      fc.property(fc.array(interval, {minLength: 1, maxLength: 12}), fc.integer({min: 1, max: 450}), (some, pos) => {
        const sorted = some.sort((a, b) => a.start - b.start || a.end - b.end);
        const distances = sorted.map(({start, end}) => Math.max(0, start - (pos - 1), pos - 1 - (end - 1)));
        expect(nearestGene(sorted, "1", pos)!.distanceBp).toBe(Math.min(...distances));
      }),
      {seed: 5, numRuns: 500}
    );
  });
});
