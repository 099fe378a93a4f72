import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  allelesOf,
  collectSites,
  findSite,
  indexSites,
  isPalindromic,
  placeOf,
  rsNumber,
  variantAt,
  type MarkerSites
} from "../../../data-loaders/tables/ancestry/markerSites.js";
import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";

type Site = [chrom: string, pos: number, ref: string, alt: string, rsid: string, ploidy?: number];

function batchOf(sites: Site[]): GenotypeBatch {
  return {
    count: sites.length,
    chrom: sites.map(([chrom]) => chrom),
    pos: Int32Array.from(sites, ([, pos]) => pos),
    ref: sites.map(([, , ref]) => ref),
    alt: sites.map(([, , , alt]) => alt),
    rsid: sites.map(([, , , , rsid]) => rsid),
    ploidy: Uint8Array.from(sites, ([, , , , , ploidy = 0]) => ploidy),
    genotypes: new Uint8Array(sites.length)
  };
}

async function* batches(...given: Site[][]): AsyncGenerator<GenotypeBatch> {
  for (const sites of given) yield batchOf(sites);
}

const variants = ({places, alleles}: Pick<MarkerSites, "places" | "alleles">): string[] =>
  Array.from(places, (place, i) => Object.values(variantAt(place, alleles[i])).join("-"));

describe("collectSites(batches)", () => {
  it("keeps single-base variants of the autosomes, where everybody is diploid", async () => {
    const found = await collectSites(
      batches(
        [
          ["1", 5, "A", "G", "rs7"],
          ["1", 6, "AT", "A", "rs8"],
          ["1", 8, "A", "<DEL>", "."],
          ["X", 9, "A", "G", "rs9"],
          ["X", 10, "A", "C", "rs10", 1]
        ],
        [
          ["22", 2_000_000_000, "T", "C", "."],
          ["23", 4, "A", "G", ""],
          ["7", 3, "N", "G", "rs2"]
        ]
      )
    );
    expect(variants(found)).toEqual(["1-5-A-G", "22-2000000000-T-C"]);
    expect([...found.names]).toEqual([7, 0]);
  });
});

describe("indexSites(found, match)", () => {
  const sites = (rows: Site[]): Promise<MarkerSites> => collectSites(batches(rows));

  it("is in genome order, without sites that have more than two alleles", async () => {
    const parts = await Promise.all([
      sites([
        ["2", 9, "A", "C", "rs3"],
        ["2", 7, "A", "C", "rs1"]
      ]),
      sites([
        ["2", 9, "A", "T", "rs3"],
        ["1", 7, "G", "A", ""]
      ])
    ]);
    const index = indexSites(parts, "position");
    expect(variants(index)).toEqual(["1-7-G-A", "2-7-A-C"]);
    expect(findSite(index, placeOf("2", 7))).toBe(1);
    expect(findSite(index, placeOf("2", 9))).toBe(-1);
    expect(findSite(index, 0)).toBe(-1);
  });

  it("by rs number leaves out what has none, and numbers that are there twice", async () => {
    const index = indexSites(
      [
        await sites([
          ["2", 9, "A", "C", "rs30"],
          ["2", 7, "A", "C", "rs4"],
          ["2", 11, "A", "C", "."],
          ["3", 1, "G", "C", "rs5"],
          ["4", 1, "G", "C", "rs5"]
        ])
      ],
      "rsid"
    );
    expect(variants(index)).toEqual(["2-7-A-C", "2-9-A-C"]);
    expect(findSite(index, 30)).toBe(1);
    expect(findSite(index, 5)).toBe(-1);
    expect(findSite(index, 0)).toBe(-1);
  });

  it("finds every key, wherever it is", () => {
    const keys = fc.uniqueArray(fc.integer({min: 1, max: 500}), {maxLength: 60});
    fc.assert(
      fc.property(keys, (positions) => {
        const index = indexSites(
          [
            {
              places: Float64Array.from(positions),
              names: new Float64Array(positions.length),
              alleles: new Uint8Array(positions.length)
            }
          ],
          "position"
        );
        for (let key = 1; key <= 500; ++key) expect(findSite(index, key) >= 0).toBe(positions.includes(key));
      }),
      {seed: 1, numRuns: 50}
    );
  });
});

describe("allelesOf(ref, alt)", () => {
  it("is one number for two bases, and turns round for the other strand", () => {
    for (const ref of "ACGT")
      for (const alt of "ACGT") {
        const alleles = allelesOf(ref, alt);
        if (ref === alt) expect(alleles).toBe(-1);
        else expect(variantAt(placeOf("3", 4), alleles)).toEqual({chrom: "3", pos: 4, ref, alt});
        if (alleles >= 0) expect(isPalindromic(alleles)).toBe(["AT", "TA", "CG", "GC"].includes(ref + alt));
      }
    expect([allelesOf("AC", "A"), allelesOf("N", "A"), allelesOf("a", "C")]).toEqual([-1, -1, -1]);
  });
});

describe("rsNumber(name)", () => {
  it("reads rs names and nothing else", () => {
    expect(["rs1", "rs4970383", "rs0", "rs", ".", "", "chr1:5", "rs12;rs13", "ss5"].map(rsNumber)).toEqual([
      1, 4970383, 0, 0, 0, 0, 0, 0, 0
    ]);
  });
});
