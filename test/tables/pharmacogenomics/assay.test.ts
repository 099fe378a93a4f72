import {describe, expect, it} from "vitest";
import {assayOf, type AssayOptions} from "../../../data-loaders/tables/pharmacogenomics/assay.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {smallGene} from "./smallGene.js";

const [v1, v2, v3] = ["200-C-T", "300-GA-G", "400-A-T"];

const gene = smallGene(
  [v1, v2, v3],
  [
    ["*1", "Normal Function"],
    ["*2", "No Function", v1, v2],
    ["*3", "Decreased Function", v1],
    ["*4", "No Function", v3],
    ["*5", "No Function", "structural"]
  ]
);

function assay(of: PgxGene, found: readonly string[], options?: AssayOptions, unusable: readonly string[] = []) {
  const place = (variant: string): number => of.variants.findIndex(({name}) => name === `7-${variant}`);
  return assayOf(
    of,
    {
      gene: of.name,
      rows: of.variants.map((_, v) => (found.some((variant) => place(variant) === v) ? new Uint8Array(1) : null)),
      ploidy: 0,
      unusable: new Map(unusable.map((variant) => [place(variant), "not aligned"]))
    },
    options
  );
}

function kinds(of: PgxGene, {kinds: found}: ReturnType<typeof assay>): string[] {
  return found.map(({alleles}) => alleles.map((allele) => of.alleles[allele].name).join("="));
}

describe("assayOf(gene, genotypes, options)", () => {
  it("tells all alleles apart when all variants are there, and never a structural one", () => {
    const found = assay(gene, [v1, v2, v3]);
    expect(kinds(gene, found)).toEqual(["*1", "*2", "*3", "*4"]);
    expect(found).toMatchObject({whole: true, refused: null});
    expect(found.hidden).toEqual([
      {allele: "*5", looksLike: "", why: "a structural allele, which no small variant shows"}
    ]);
  });

  it("says which alleles cannot be told from which for want of a variant", () => {
    const found = assay(gene, [v1]);
    expect(kinds(gene, found)).toEqual(["*1", "*3"]);
    expect(found.whole).toBe(false);
    expect(found.hidden.slice(0, 2)).toEqual([
      {allele: "*2", looksLike: "*3", why: "not assayed: 7-300-GA-G"},
      {allele: "*4", looksLike: "*1", why: "not assayed: 7-400-A-T"}
    ]);
  });

  it("names an allele by what is left of it, when no other looks like that", () => {
    expect(kinds(gene, assay(gene, [v2]))).toEqual(["*1", "*2"]);
    expect(assay(gene, [v2]).hidden.map(({allele, looksLike}) => `${allele} as ${looksLike || "any"}`)).toEqual([
      "*3 as *1",
      "*4 as *1",
      "*5 as any"
    ]);
  });

  it("keeps alleles together that only unseen variants tell apart", () => {
    const twins = smallGene(
      [v1, v2, v3],
      [
        ["*1", "Normal Function"],
        ["*2", "No Function", v1, v2],
        ["*3", "Decreased Function", v1, v3]
      ]
    );
    expect(kinds(twins, assay(twins, [v1]))).toEqual(["*1", "*2=*3"]);
  });

  it("takes absent variants as reference only where the files hold all sites, and not those it could not read", () => {
    expect(assay(gene, [v1], {allSites: true})).toMatchObject({used: [0, 1, 2], whole: true});
    expect(assay(gene, [v1], {allSites: true}, [v2])).toMatchObject({used: [0, 2], whole: false});
  });

  it("calls nobody without a variant, or where the copy number varies", () => {
    expect(assay(gene, []).refused).toBe("none of its 3 defining variants is in the genotype files");
    expect(assay(smallGene([], [["*1", "Normal Function"]]), []).refused).toBe("no small variants define its alleles");
    const copies = {...gene, copyNumberVaries: true};
    expect(assay(copies, [v1, v2, v3]).refused).toBe(
      "copies of CYPX are lost, gained or hybrid (*5), which these genotypes do not show"
    );
    expect(assay(copies, [v1, v2, v3], {assumeTwoCopies: ["CYPX"]}).refused).toBe(null);
  });
});
