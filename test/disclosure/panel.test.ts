import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {choosePanel, spread} from "../../data-loaders/disclosure/panel.js";
import type {ReferenceVariant} from "../../data-loaders/sources/cohort.js";

function variant(pos: number, frequencies: number[], more: Partial<ReferenceVariant> = {}): ReferenceVariant {
  return {chrom: "1", pos, ref: "A", alt: "C", frequencies, block: "1", linkage: pos, ...more};
}

function positions(variants: readonly ReferenceVariant[]): number[] {
  return variants.map(({pos}) => pos);
}

describe("choosePanel(reference, limits)", () => {
  it("takes variants whose rarer allele has 5 % in every level, of either side", () => {
    const panel = choosePanel(
      [
        variant(10, [0.05, 0.5]),
        variant(20, [0.0499, 0.5]),
        variant(30, [0.95, 0.5]),
        variant(40, [0.9501, 0.5]),
        variant(50, [0.5, 0.04])
      ],
      {mafMin: 0.05}
    );
    expect(positions(panel.variants)).toEqual([10, 30]);
    expect([panel.candidates, panel.common]).toEqual([5, 2]);
  });

  it("leaves out X, Y and MT, and contigs that are no autosomes", () => {
    const chroms = ["22", "X", "Y", "MT", "GL000191.1", "1"];
    const panel = choosePanel(
      chroms.map((chrom, i) => variant(i, [0.5], {chrom, block: chrom})),
      {mafMin: 0.05}
    );
    expect(panel.variants.map(({chrom}) => chrom)).toEqual(["22", "1"]);
  });

  it("takes the most common of linked variants, and the first of equally common ones", () => {
    const of = (...mafs: number[]): number[] =>
      positions(
        choosePanel(
          mafs.map((maf, i) => variant(i, [maf], {linkage: i * 0.4})),
          {mafMin: 0.05}
        ).variants
      );
    expect(of(0.1, 0.3, 0.2)).toEqual([1]);
    expect(of(0.3, 0.3, 0.3)).toEqual([0]);
    // 0 and 3 are 1.2 apart.
    expect(of(0.3, 0.2, 0.1, 0.3)).toEqual([0, 3]);
  });

  it("links variants of one block that are nearer than 1, not those exactly 1 apart nor those of other blocks", () => {
    const of = (linkage: number, block: string) =>
      choosePanel([variant(0, [0.5], {linkage: 3}), variant(1, [0.4], {linkage, block})], {mafMin: 0.05}).variants
        .length;
    expect(of(3.999, "1")).toBe(1);
    expect(of(4, "1")).toBe(2);
    expect(of(2.001, "1")).toBe(1);
    expect(of(3, "2")).toBe(2);
  });

  it("never keeps two that are linked, nor leaves one out that is linked to none", () => {
    const any = fc.record({
      block: fc.constantFrom("a", "b"),
      linkage: fc.double({min: 0, max: 8, noNaN: true}),
      frequencies: fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 2, maxLength: 2})
    });
    fc.assert(
      fc.property(fc.array(any, {maxLength: 60}), (drawn) => {
        const reference = drawn.map(({frequencies, ...more}, i) => variant(i, frequencies, more));
        const {variants, common} = choosePanel(reference, {mafMin: 0.05});
        const isLinked = (a: ReferenceVariant, b: ReferenceVariant): boolean =>
          a.block === b.block && Math.abs(a.linkage - b.linkage) < 1;
        for (const a of variants) for (const b of variants) expect(a !== b && isLinked(a, b)).toBe(false);
        const bearable = reference.filter(({frequencies}) => frequencies.every((p) => p >= 0.05 && 1 - p >= 0.05));
        expect(bearable).toHaveLength(common);
        for (const other of bearable)
          expect(variants.includes(other) || variants.some((taken) => isLinked(taken, other))).toBe(true);
        expect(positions(variants)).toEqual(positions(variants).toSorted((a, b) => a - b));
      })
    );
  });
});

it("spread(variants, count) takes them evenly over their order, each once, all where there are no more", () => {
  expect(spread([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
  expect(spread([0, 1], 5)).toEqual([0, 1]);
  expect(spread([0, 1], -1)).toEqual([]);
  fc.assert(
    fc.property(fc.integer({min: 0, max: 300}), fc.integer({min: 0, max: 300}), (length, count) => {
      const all = Array.from({length}, (_, i) => i);
      const taken = spread(all, count);
      expect(new Set(taken).size).toBe(Math.min(length, count));
      const gaps = taken.slice(1).map((place, i) => place - taken[i]);
      expect(Math.max(0, ...gaps) - Math.min(length, ...gaps)).toBeLessThanOrEqual(1);
    })
  );
});
