import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {equityGenomicsTable} from "../../../data-loaders/tables/equity/equityGenomicsTable.js";
import {frequencyRows} from "../../../data-loaders/tables/equity/frequencyRows.js";
import {addFrequencies, frequencySums, noFrequencies} from "../../../data-loaders/tables/equity/frequencySums.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import {hudsonFst} from "../../../src/kernels/hudsonFst.js";
import type {TableBatch} from "../../../src/model/table.js";
import {rowsOf} from "../rowsOf.js";

/** A variant with the copies of AFR and EUR; null = withheld. */
type Variant = [id: string, afr: [ac: number, an: number] | null, eur: [ac: number, an: number] | null];

function alleleCounts(variants: Variant[]): TableBatch {
  const cells = variants.flatMap(([, afr, eur]) => [afr, eur]);
  const valid = Uint8Array.from(cells, (cell) => Number(cell !== null));
  const int = (name: string, of: (cell: [number, number]) => number) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(cells, (cell) => (cell ? of(cell) : 0)),
    valid
  });
  return {
    rows: cells.length,
    columns: [
      {
        name: "variant_id",
        type: "string",
        dictionary: variants.map(([id]) => id),
        codes: Int32Array.from(cells, (_, i) => i >> 1)
      },
      {name: "ancestry", type: "string", dictionary: ["AFR", "EUR"], codes: Int32Array.from(cells, (_, i) => i % 2)},
      int("ac", ([ac]) => ac),
      int("an", ([, an]) => an)
    ]
  };
}

describe("frequencySums(table)", () => {
  it("tells apart what is known well, known badly, not seen and withheld", () => {
    const sums = frequencySums(
      alleleCounts([
        ["1-100-A-C", [400, 2000], [30, 9000]],
        ["1-200-A-C", [0, 2000], [9000, 9000]],
        ["1-300-A-C", null, [62, 9000]],
        ["1-400-A-C", [1970, 2000], [61, 9000]]
      ])
    );
    // 62 of 9,000: 0.00538 to 0.00882, 0.4998 of the frequency; 61 of 9,000 is wider than half of it (0.5039).
    expect(sums).toMatchObject({
      levels: ["AFR", "EUR"],
      variants: 4,
      measured: [1, 1],
      uncertain: [1, 2],
      unseen: [1, 1],
      withheld: [1, 0]
    });
    const width = (ac: number) => (([low, high]) => (high - low) / (ac / 9000))(wilsonInterval(ac, 9000));
    expect(width(62)).toBeLessThanOrEqual(0.5);
    expect(width(61)).toBeGreaterThan(0.5);
  });

  it("adds up over batches to what all of them give at once", () => {
    const cell = fc.option(
      fc.integer({min: 0, max: 200}).map((ac): [number, number] => [ac, 200]),
      {freq: 5}
    );
    const variant = fc.tuple(fc.constantFrom("1", "2", "X"), fc.integer({min: 1, max: 2e7}), cell, cell);
    fc.assert(
      fc.property(fc.array(variant, {minLength: 1, maxLength: 20}), fc.nat(20), (drawn, cut) => {
        const variants = drawn.map(([chrom, pos, afr, eur], i): Variant => [`${chrom}-${pos}-A-${i}`, afr, eur]);
        const parts = [variants.slice(0, cut), variants.slice(cut)].map((part) => frequencySums(alleleCounts(part)));
        const [joined, whole] = [addFrequencies(parts), frequencySums(alleleCounts(variants))];
        expect({...joined, stretches: null}).toEqual({...whole, stretches: null});
        const [fst] = frequencyRows(joined).filter(({measure}) => measure === "fst");
        const expected = hudsonFst(
          variants.flatMap(([id, a, b]) =>
            a && b && !id.startsWith("X")
              ? [{alleleCount1: a[0], alleleNumber1: a[1], alleleCount2: b[0], alleleNumber2: b[1]}]
              : []
          )
        );
        if (Number.isNaN(expected)) expect(fst.estimate).toBeNull();
        else expect(fst.estimate).toBeCloseTo(expected, 9);
      }),
      {seed: 1, numRuns: 60}
    );
  });

  it("does not see what is withheld, whatever lies beneath", () => {
    const shown = alleleCounts([
      ["1-100-A-C", [400, 2000], [30, 9000]],
      ["1-300-A-C", null, [62, 9000]]
    ]);
    const beneath = {
      ...shown,
      columns: shown.columns.map((column) =>
        column.type === "int32"
          ? {...column, values: column.values.map((value, row) => (column.valid![row] ? value : 7))}
          : column
      )
    };
    expect(frequencySums(beneath)).toEqual(frequencySums(shown));
  });

  it("is nothing for no rows, and refuses a table that lacks a column", () => {
    expect(frequencySums(alleleCounts([]))).toEqual(noFrequencies([]));
    expect(frequencyRows(addFrequencies([]))).toEqual([]);
    const {rows, columns} = alleleCounts([["1-100-A-C", [1, 2], [1, 2]]]);
    expect(() => frequencySums({rows, columns: columns.slice(0, 3)})).toThrow(/lacks a column/);
  });
});

describe("frequencyRows(sums)", () => {
  it("gives F_ST with a standard error over stretches of five megabases", () => {
    // numpy, per variant n = (p - q)**2 - p (1 - p) / 199 - q (1 - q) / 399, d = p (1 - q) + q (1 - p) for p = [.1, .4, .3],
    // q = [.2, .3, .35] (a stretch each); delete-one jackknife of n.sum() / d.sum()
    const rows = frequencyRows(
      frequencySums(
        alleleCounts([
          ["1-100-A-C", [20, 200], [80, 400]],
          ["1-5000000-A-C", [80, 200], [120, 400]],
          ["2-100-A-C", [60, 200], [140, 400]],
          ["X-100-A-C", [60, 200], [10, 400]]
        ])
      )
    );
    const fst = rows.find(({measure}) => measure === "fst")!;
    expect(fst).toMatchObject({ancestry: "AFR", otherAncestry: "EUR", nVariants: 3});
    expect(fst.estimate).toBeCloseTo(0.015766326229713957, 12);
    expect(fst.se).toBeCloseTo(0.00832026172026734, 12);
    expect(fst.low).toBeCloseTo(fst.estimate! - 1.959963984540054 * fst.se!, 12);
  });

  it("has no standard error from one stretch", () => {
    const [fst] = frequencyRows(frequencySums(alleleCounts([["1-100-A-C", [20, 200], [80, 400]]]))).filter(
      ({measure}) => measure === "fst"
    );
    expect(fst.se).toBeNull();
    expect(fst.low).toBeNull();
    expect(fst.estimate).not.toBeNull();
  });
});

it("equityGenomicsTable(rows) writes null for what there is not, and a unit", () => {
  const none = {otherAncestry: null, trait: null, bin: null, se: null, low: null, high: null, nVariants: null};
  expect(
    rowsOf(
      equityGenomicsTable([
        {...none, measure: "frequency-measured", ancestry: "AFR", estimate: 0.5, nVariants: 10},
        {...none, measure: "power", ancestry: "EUR", trait: "EFO_1", bin: "0.05", estimate: 0.9}
      ])
    )
  ).toEqual([
    {
      measure: "frequency-measured",
      ancestry: "AFR",
      other_ancestry: null,
      trait: null,
      bin: null,
      estimate: 0.5,
      se: null,
      low: null,
      high: null,
      n_variants: 10,
      unit: "share of variants"
    },
    {
      measure: "power",
      ancestry: "EUR",
      other_ancestry: null,
      trait: "EFO_1",
      bin: "0.05",
      estimate: 0.9,
      se: null,
      low: null,
      high: null,
      n_variants: null,
      unit: "probability"
    }
  ]);
});
