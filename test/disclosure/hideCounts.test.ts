import {describe, expect, it} from "vitest";
import {planProtection, protectVariants, type Protection} from "../../data-loaders/disclosure/protect.js";
import {Ploidy} from "../../src/model/ploidy.js";
import type {ReleaseClass} from "../../src/model/release.js";
import type {Column, TableBatch} from "../../src/model/table.js";

/** hom_ref, het, hom_alt, hemi_ref, hemi_alt, missing of a row; its people are their sum. */
type Row = [number, number, number, number, number, number];

describe("protectVariants(tables, ploidy, protection)", () => {
  it("shows counts of 0 and 21 and hides a row with a count of 20", () => {
    expect(rowsOf([[900, 21, 21, 0, 0, 0]])).toEqual([[900, 21, 21, 0, 0, 0]]);
    expect(rowsOf([[900, 0, 0, 0, 0, 0]])).toEqual([[900, 0, 0, 0, 0, 0]]);
    expect(rowsOf([[900, 20, 21, 0, 0, 0]])).toEqual([null]);
    expect(rowsOf([[900, 21, 20, 0, 0, 0]])).toEqual([null]);
    expect(rowsOf([[20, 0, 900, 0, 0, 0]])).toEqual([null]);
  });

  it("hides 1 to 20 missing calls together with the reference genotypes, and shows 21", () => {
    expect(rowsOf([[900, 50, 0, 0, 0, 20]])).toEqual([[null, 50, 0, 0, 0, null]]);
    expect(rowsOf([[900, 50, 0, 0, 0, 21]])).toEqual([[900, 50, 0, 0, 0, 21]]);
    expect(rowsOf([[21, 50, 0, 0, 0, 19]])).toEqual([null]);
    expect(rowsOf([[21, 50, 0, 0, 0, 20]])).toEqual([[null, 50, 0, 0, 0, null]]);
  });

  it("hides another row where the ancestry's allele count would give a hidden one away", () => {
    const rare: Row = [500, 5, 0, 0, 0, 0];
    const common: Row = [300, 100, 30, 0, 0, 0];
    const larger: Row = [400, 100, 30, 0, 0, 0];
    expect(rowsOf([rare, common, larger])).toEqual([null, null, larger]);
    expect(rowsOf([[400, 50, 20, 0, 0, 0], common])).toEqual([null, common]);
  });

  it("hides ac and an where ac, or the other alleles, are 1 to 20", () => {
    expect(allelesOf([[900, 0, 0, 0, 0, 0]])).toEqual([0, 1800]);
    expect(allelesOf([[900, 20, 0, 0, 0, 0]])).toEqual([null, null]);
    expect(allelesOf([[900, 21, 0, 0, 0, 0]])).toEqual([21, 1842]);
    expect(allelesOf([[900, 1, 10, 0, 0, 0]])).toEqual([21, 1822]);
    expect(allelesOf([[0, 20, 900, 0, 0, 0]])).toEqual([null, null]);
    expect(allelesOf([[10, 0, 900, 0, 0, 0]])).toEqual([null, null]);
  });

  it("gives an as if 1 to 20 missing calls had been made, and is never more than 40 too high", () => {
    expect(allelesOf([[900, 50, 0, 0, 0, 0]])).toEqual([50, 1900]);
    expect(allelesOf([[900, 50, 0, 0, 0, 20]])).toEqual([50, 1940]);
    expect(allelesOf([[900, 50, 0, 0, 0, 21]])).toEqual([50, 1900]);
    expect(allelesOf([[900, 50, 10, 0, 0, 41]])).toEqual([70, 1920 + 40]);
    expect(allelesOf([[900, 50, 10, 0, 0, 42]])).toEqual([70, 1920]);
  });

  it("counts men once on X", () => {
    const women: Row = [300, 100, 30, 0, 0, 0];
    const men: Row = [0, 0, 0, 300, 21, 0];
    expect(rowsOf([women, men], Ploidy.menHaploid)).toEqual([women, men]);
    expect(allelesOf([women, men], Ploidy.menHaploid)).toEqual([181, 860 + 321]);
    expect(rowsOf([women, [0, 0, 0, 300, 20, 0]], Ploidy.menHaploid)).toEqual([null, null]);
  });

  it("leaves nothing under a withheld cell", () => {
    const [, genotypes] = protectedTables([[900, 20, 21, 0, 0, 0]]);
    const het = columnOf(genotypes, "het");
    expect([...het.values, ...het.valid!]).toEqual([0, 0]);
  });

  it("shows exact counts for class open, and protects those of class public-safe for registered readers", () => {
    expect(rowsOf([[900, 1, 0, 0, 0, 3]], Ploidy.diploid, "open")).toEqual([[900, 1, 0, 0, 0, 3]]);
    const rows: Row[] = [[900, 1, 0, 0, 0, 3]];
    expect(rowsOf(rows, Ploidy.diploid, "public-safe")).toEqual(rowsOf(rows, Ploidy.diploid, "controlled"));
  });

  it("refuses tables that contradict each other", () => {
    const [genotypes, alleles, protection] = exactTables([[900, 50, 0, 0, 0, 0]], Ploidy.diploid, "controlled");
    columnOf(alleles, "ac").values[0] = 49;
    expect(() => protect(genotypes, alleles, Ploidy.diploid, protection)).toThrow("disagree");
  });
});

function rowsOf(rows: Row[], ploidy: number = Ploidy.diploid, releaseClass: ReleaseClass = "controlled"): unknown[] {
  const [, genotypes] = protectedTables(rows, ploidy, releaseClass);
  return rows.map((_, row) => {
    const cells = genotypes.columns.map((column) => valueOf(column, row));
    return cells.every((cell) => cell === null) ? null : cells;
  });
}

function allelesOf(rows: Row[], ploidy: number = Ploidy.diploid): (number | null)[] {
  const [, , alleles] = protectedTables(rows, ploidy);
  return alleles.columns.map((column) => valueOf(column, 0));
}

function protectedTables(
  rows: Row[],
  ploidy: number = Ploidy.diploid,
  releaseClass: ReleaseClass = "controlled"
): [TableBatch, TableBatch, TableBatch] {
  const [genotypes, alleles, protection] = exactTables(rows, ploidy, releaseClass);
  const shown = protect(genotypes, alleles, ploidy, protection);
  return [shown.variants.batch, shown.genotype_counts.batch, shown.allele_counts.batch];
}

function protect(
  genotype_counts: TableBatch,
  allele_counts: TableBatch,
  ploidy: number,
  protection: Protection,
  variants = 1
): ReturnType<typeof protectVariants> {
  const sites: TableBatch = {
    rows: variants,
    columns: [
      {name: "chrom", type: "string", dictionary: ["1"], codes: new Int32Array(variants)},
      {name: "pos", type: "int32", values: Int32Array.from({length: variants}, (_, i) => i + 1)}
    ]
  };
  return protectVariants(
    {variants: sites, genotype_counts, allele_counts},
    new Uint8Array(variants).fill(ploidy),
    protection
  );
}

/** One variant in one ancestry; people with `hemi_*` counts are men. */
function exactTables(rows: Row[], ploidy: number, releaseClass: ReleaseClass): [TableBatch, TableBatch, Protection] {
  const column = (name: string, values: number[]): Column => ({name, type: "int32", values: Int32Array.from(values)});
  const names = ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"];
  const total = (of: (row: Row) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  const layout = {
    variables: [],
    combinations: rows.map((row) => {
      const people = row.reduce((a, b) => a + b, 0);
      const men = ploidy !== Ploidy.diploid && row[3] + row[4] > 0 ? people : 0;
      return {codes: [], people, men, maleCell: -1, otherCell: -1};
    })
  };
  return [
    {
      rows: rows.length,
      columns: names.map((name, i) =>
        column(
          name,
          rows.map((row) => row[i])
        )
      )
    },
    {
      rows: 1,
      columns: [
        column("ac", [total(([, het, homAlt, , hemiAlt]) => het + 2 * homAlt + hemiAlt)]),
        column("an", [
          total(([homRef, het, homAlt, hemiRef, hemiAlt]) => 2 * (homRef + het + homAlt) + hemiRef + hemiAlt)
        ])
      ]
    },
    planProtection(layout, releaseClass, 20)
  ];
}

function columnOf({columns}: TableBatch, name: string): Extract<Column, {type: "int32"}> {
  const column = columns.find((column) => column.name === name);
  if (column?.type !== "int32") throw new Error(`no counts ${name}`);
  return column;
}

function valueOf(column: Column, row: number): number | null {
  if (column.type !== "int32") throw new Error(`${column.name} is not a count`);
  return column.valid && !column.valid[row] ? null : column.values[row];
}
