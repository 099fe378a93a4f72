import {describe, expect, it} from "vitest";
import {chosenVariants, findChosen} from "../../../data-loaders/tables/protein/chosenVariants.js";
import {changeFrequencies} from "../../../data-loaders/tables/protein/structureFrequenciesTable.js";
import {stringColumn} from "../../../data-loaders/tables/stringColumn.js";
import type {CheckedStructure} from "../../../src/model/structure.js";
import type {TableBatch} from "../../../src/model/table.js";

const effect = (variantId: string | null, build: string | null) => ({variantId, build});
const structure = {
  gene: "TEST",
  effects: [
    effect("1-100-A-G", "GRCh37"),
    effect("1-101-C-T", "GRCh37"),
    effect("1-100-A-T", "GRCh38"),
    effect("1-102-C-T", null),
    effect("1-103-C-T", "GRCh37")
  ],
  placement: {
    // The last one could not be placed: the model has another amino acid there.
    placed: [3, 2, 1, 0].map((variant) => ({variant, position: 10 + variant, from: "M", to: "V"}))
  }
} as unknown as CheckedStructure;

function counts(rows: [id: string, ancestry: string, ac: number | null, an: number | null][]): TableBatch {
  const column = (name: "ac" | "an", at: 2 | 3) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(rows, (row) => row[at] ?? 0),
    valid: Uint8Array.from(rows, (row) => (row[at] === null ? 0 : 1))
  });
  const text = (name: string, at: 0 | 1) =>
    stringColumn(
      name,
      rows.map((row) => row[at])
    );
  return {rows: rows.length, columns: [text("variant_id", 0), text("ancestry", 1), column("ac", 2), column("an", 3)]};
}

describe("chosenVariants(structures, build)", () => {
  it("takes placed variants of the cohort's build, and none whose build nobody says", () => {
    expect([...chosenVariants([structure], "GRCh37").ids].sort()).toEqual(["1-100-A-G", "1-101-C-T"]);
    expect([...chosenVariants([structure], "GRCh38").ids]).toEqual(["1-100-A-T"]);
    expect([...chosenVariants([structure], "NCBI36").ids]).toEqual([]);
  });
});

describe("findChosen(counts, chosen)", () => {
  const chosen = chosenVariants([structure], "GRCh37");

  it("takes their rows as they are, withheld cells withheld, and no other variant at the same place", () => {
    const found = findChosen(
      counts([
        ["1-100-A-G", "AFR", null, null],
        ["1-100-A-G", "EUR", 30, 200],
        ["1-100-A-C", "AFR", 40, 100],
        ["1-101-CT-C", "AFR", 50, 100],
        ["2-100-A-G", "AFR", 60, 100]
      ]),
      chosen
    );
    expect(found.rows).toEqual([
      {variantId: "1-100-A-G", ancestry: "AFR", ac: null, an: null, noiseSd: null},
      {variantId: "1-100-A-G", ancestry: "EUR", ac: 30, an: 200, noiseSd: null}
    ]);
    expect([found.sameBase, found.otherBase]).toEqual([3, 0]);
    expect(changeFrequencies([structure], found.rows)).toEqual([
      {gene: "TEST", position: 10, aminoAcid: "M", change: "V", ...found.rows[0]},
      {gene: "TEST", position: 10, aminoAcid: "M", change: "V", ...found.rows[1]}
    ]);
  });

  it("counts places where the genotype files have another reference base", () => {
    const found = findChosen(
      counts([
        ["1-100-T-G", "AFR", 1, 2],
        ["1-101-C-G", "AFR", 1, 2]
      ]),
      chosen
    );
    expect(found).toEqual({rows: [], sameBase: 1, otherBase: 1});
  });
});
