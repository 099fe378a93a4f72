import {describe, expect, it} from "vitest";
import {numberSites} from "../../data-loaders/disclosure/hideSites.js";
import {planProtection, protectVariants} from "../../data-loaders/disclosure/protect.js";
import type {Column, TableBatch} from "../../src/model/table.js";

const people = 60;
const layout = {
  variables: [],
  combinations: [{codes: [], people, men: 0, maleCell: -1, otherCell: 0}]
} as unknown as Parameters<typeof planProtection>[0];

/** Cells of autosomal variants in one group of 60 women: hom_ref, het, hom_alt, missing; the last six are ac and an. */
function released(positions: number[], rows: [number, number, number, number][]): (number | null)[][] {
  const int = (name: string, values: number[]): Column => ({name, type: "int32", values: Int32Array.from(values)});
  const table = (columns: Column[]): TableBatch => ({rows: rows.length, columns});
  const column = (cell: number): number[] => rows.map((counts) => counts[cell]);
  const none = rows.map(() => 0);
  const shown = protectVariants(
    {
      variants: table([
        {name: "chrom", type: "string", dictionary: ["1"], codes: new Int32Array(rows.length)},
        int("pos", positions)
      ]),
      genotype_counts: table([
        int("hom_ref", column(0)),
        int("het", column(1)),
        int("hom_alt", column(2)),
        int("hemi_ref", none),
        int("hemi_alt", none),
        int("missing", column(3))
      ]),
      allele_counts: table([
        int(
          "ac",
          rows.map(([, het, homAlt]) => het + 2 * homAlt)
        ),
        int(
          "an",
          rows.map(([homRef, het, homAlt]) => 2 * (homRef + het + homAlt))
        )
      ])
    },
    new Uint8Array(rows.length),
    planProtection(layout, "controlled", 20)
  );
  const cells = [shown.genotype_counts, shown.allele_counts].flatMap(({batch}) => batch.columns);
  return rows.map((_, i) =>
    cells
      .filter(({name}) => !name.startsWith("hemi"))
      .map((column) => (column.type !== "int32" || (column.valid && !column.valid[i]) ? null : column.values[i]))
  );
}

const nothing = [null, null, null, null, null, null];
const noneOfIt = [null, null, null, null, 0, null];

describe("hideSites(hidden, siteOf, counts, groups, limit)", () => {
  it("hides the other alleles of a site where one hides its missing calls: they have the same", () => {
    // One person has one copy of the reference allele: an − ac. The other allele is not there, and told `an` before.
    const [one, other] = released(
      [7, 7],
      [
        [0, 1, 34, 25],
        [35, 0, 0, 25]
      ]
    );
    expect(one).toEqual([null, null, null, null, 69, null]);
    expect(other).toEqual(noneOfIt);
    expect(released([8], [[35, 0, 0, 25]])).toEqual([[35, 0, 0, 25, 0, 70]]);
  });

  it("hides two alleles that leave 1 to 20 copies of the reference", () => {
    const rows: [number, number, number, number][] = [
      [30, 0, 30, 0],
      [35, 0, 25, 0]
    ];
    // 60 people, of whom 30 and 25 are homozygous for an alternate allele: 5 for the reference.
    expect(released([7, 7], rows)).toEqual([nothing, nothing]);
    expect(released([7, 8], rows)).toEqual([
      [30, 0, 30, 0, 60, 120],
      [35, 0, 25, 0, 50, 120]
    ]);
  });

  it("hides two alleles that settle how many have both of them", () => {
    // Nobody is homozygous for the reference or has it beside the first allele: 29 + 31 people would be told apart.
    const small: [number, number, number, number][] = [
      [25, 35, 0, 0],
      [22, 38, 0, 0]
    ];
    expect(released([7, 7], small)).not.toContainEqual(nothing);
    const settled: [number, number, number, number][] = [
      [60, 0, 0, 0],
      [25, 35, 0, 0]
    ];
    expect(released([7, 7], settled)).toEqual([
      [60, 0, 0, 0, 0, 120],
      [25, 35, 0, 0, 35, 120]
    ]);
    expect(
      released(
        [7, 7],
        [
          [38, 0, 22, 0],
          [37, 23, 0, 0]
        ]
      )
    ).toEqual([nothing, nothing]);
  });

  it("hides all of three alleles in one group, but not what is 0 in all", () => {
    expect(released([7, 7, 7], Array(3).fill([30, 30, 0, 0]))).toEqual([nothing, nothing, nothing]);
    expect(released([7, 7], Array(2).fill([60, 0, 0, 0]))).toEqual(Array(2).fill([60, 0, 0, 0, 0, 120]));
  });
});

it("numberSites(chromosomes, positions) counts neighbours at one position as one site", () => {
  expect([...numberSites(["1", "1", "1", "2", "2"], [5, 5, 6, 6, 6])]).toEqual([0, 0, 1, 2, 2]);
});
