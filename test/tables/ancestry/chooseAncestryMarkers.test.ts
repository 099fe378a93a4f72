import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";
import {
  chooseAncestryMarkers,
  joinAncestryMarkers,
  Naming,
  swapAlleles
} from "../../../data-loaders/tables/ancestry/chooseAncestryMarkers.js";
import {collectSites, indexSites, variantAt} from "../../../data-loaders/tables/ancestry/markerSites.js";
import {createCounter} from "../../../data-loaders/tables/countGenotypes.js";
import {packedOf} from "../structure/packedOf.js";

interface Row {
  at: string;
  copies?: number[];
}

const common = [0, 1, 2, 1];

function batchOf(rows: Row[]): GenotypeBatch {
  const fields = rows.map(({at}) => at.split("-"));
  return {
    count: rows.length,
    chrom: fields.map(([chrom]) => chrom),
    pos: Int32Array.from(fields, ([, pos]) => Number(pos)),
    ref: fields.map(([, , ref]) => ref),
    alt: fields.map(([, , , alt]) => alt),
    rsid: fields.map((field) => field[4] ?? ""),
    ploidy: new Uint8Array(rows.length),
    genotypes: packedOf(rows.map(({copies = common}) => copies)).genotypes
  };
}

async function* once(rows: Row[]): AsyncGenerator<GenotypeBatch> {
  yield batchOf(rows);
}

async function choose(reference: Row[], cohort: string[], match: "position" | "rsid" = "position", spacingBp = 0) {
  const index = indexSites([await collectSites(once(cohort.map((at) => ({at}))))], match);
  const counter = await createCounter({people: 4, cells: Int32Array.of(0, 0, 0, 0), cellCount: 1});
  const limits = {mafMin: 0.2, callRateMin: 0.75, spacingBp};
  const found = await chooseAncestryMarkers(once(reference), counter, index, limits);
  const names = found.sites.map((site) => Object.values(variantAt(index.places[site], index.alleles[site])).join("-"));
  return {found, names};
}

describe("chooseAncestryMarkers(batches, counter, index, limits)", () => {
  it("takes what the cohort has with the same alleles, in either order and on either strand", async () => {
    const {found, names} = await choose(
      [{at: "1-10-A-G"}, {at: "1-20-A-G"}, {at: "1-30-A-G"}, {at: "1-40-A-G"}, {at: "1-50-A-G"}, {at: "1-60-A-G"}],
      ["1-10-A-G", "1-20-G-A", "1-30-T-C", "1-40-C-T", "1-50-A-C", "1-70-A-G"]
    );
    expect(names).toEqual(["1-10-A-G", "1-20-G-A", "1-30-T-C", "1-40-C-T"]);
    expect(found.namings).toEqual([
      Naming.asReference,
      Naming.swapped,
      Naming.otherStrand,
      Naming.otherStrand + Naming.swapped
    ]);
    expect(found).toMatchObject({candidates: 6, otherAlleles: 1});
  });

  it("leaves out what is rare or badly called in the reference, palindromes, indels and long stretches of linkage", async () => {
    const reference: Row[] = [
      {at: "1-10-A-G", copies: [0, 0, 0, 1]},
      {at: "1-20-A-G", copies: [0, 0, 1, 1]},
      {at: "1-30-A-G", copies: [NaN, NaN, 1, 1]},
      {at: "1-40-A-G", copies: [NaN, 0, 1, 1]},
      {at: "1-50-A-T"},
      {at: "1-60-A-AG"},
      {at: "6-30000000-A-G"},
      {at: "6-34000000-A-G"}
    ];
    const {names, found} = await choose(
      reference,
      reference.map(({at}) => at)
    );
    expect(names).toEqual(["1-20-A-G", "1-40-A-G", "6-34000000-A-G"]);
    expect(found.candidates).toBe(3);
  });

  it("keeps its distance, on each chromosome", async () => {
    const at = ["1-10-A-G", "1-15-A-G", "1-20-A-G", "2-16-A-G"];
    expect(
      (
        await choose(
          at.map((one) => ({at: one})),
          at,
          "position",
          10
        )
      ).names
    ).toEqual(["1-10-A-G", "1-20-A-G", "2-16-A-G"]);
  });

  it("finds variants of another build by their rs numbers", async () => {
    const {names} = await choose(
      [{at: "1-10-A-G-rs5"}, {at: "1-20-A-G-rs6"}, {at: "1-30-A-G"}],
      ["1-99-A-G-rs5", "1-20-A-G-rs7", "1-30-A-G"],
      "rsid"
    );
    expect(names).toEqual(["1-99-A-G"]);
  });
});

describe("joinAncestryMarkers(parts, people)", () => {
  it("puts shards into genome order and leaves out sites that the reference has twice", () => {
    const part = (sites: number[], places: number[]) => ({
      sites,
      places,
      namings: sites.map(() => 0),
      genotypes: Uint8Array.from(sites),
      candidates: sites.length,
      otherAlleles: 1
    });
    const joined = joinAncestryMarkers([part([4, 5], [40, 50]), part([1, 5, 7], [10, 50, 70])], 4);
    expect(joined.sites).toEqual([1, 4, 7]);
    expect([...joined.genotypes]).toEqual([1, 4, 7]);
    expect(joined).toMatchObject({candidates: 5, otherAlleles: 2});
  });
});

describe("swapAlleles(row, people)", () => {
  it("turns copies of one allele into copies of the other, and leaves what is missing", () => {
    const genotypes = fc.array(fc.constantFrom(0, 1, 2, NaN), {minLength: 1, maxLength: 40});
    fc.assert(
      fc.property(genotypes, (copies) => {
        const row = packedOf([copies]).genotypes;
        swapAlleles(row, copies.length);
        expect([...row]).toEqual([...packedOf([copies.map((copy) => 2 - copy)]).genotypes]);
      }),
      {seed: 1}
    );
  });
});
