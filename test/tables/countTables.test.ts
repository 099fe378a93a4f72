import {describe, expect, it} from "vitest";
import type {People} from "../../data-loaders/sources/cohort.js";
import {alleleCountTable} from "../../data-loaders/tables/alleleCounts.js";
import {countGenotypesPlainly} from "../../data-loaders/tables/countGenotypes.js";
import {divideCountsPlainly, type DividedCounts} from "../../data-loaders/tables/divideCounts.js";
import {genotypeCountTable} from "../../data-loaders/tables/genotypeCounts.js";
import {layOutStrata, type StrataLayout} from "../../data-loaders/tables/strataLayout.js";
import {variantTable} from "../../data-loaders/tables/variants.js";
import {Ploidy} from "../../src/model/ploidy.js";
import {rowsOf} from "./rowsOf.js";

/** Four men, four women, three of unknown sex; everybody calls 0/0, 0/1, 1/1, ./. (the last three: 0/1, 1/1, ./.). */
const people: People = {
  total: 11,
  included: new Uint8Array(11).fill(1),
  sex: Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0),
  strata: [{name: "sex", levels: ["female", "male", "unknown"], codes: Int16Array.of(1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2)}],
  traits: [],
  covariates: [],
  age: null,
  tokens: new Uint8Array(),
  left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
};
const calls = Uint8Array.of(0b01_00_10_11, 0b01_00_10_11, 0b01_00_10);
const batch = {
  count: 4,
  chrom: ["1", "X", "Y", "MT"],
  pos: Int32Array.of(100, 5_000_000, 5_000_000, 100),
  ref: ["A", "A", "AT", "A"],
  alt: ["G", "<DEL>", "A", "*"],
  rsid: ["rs7", "", "", ""],
  ploidy: Uint8Array.of(Ploidy.diploid, Ploidy.menHaploid, Ploidy.menOnly, Ploidy.haploid),
  genotypes: Uint8Array.from([...calls, ...calls, ...calls, ...calls])
};

function divided(layout: StrataLayout): DividedCounts {
  return divideCountsPlainly(countGenotypesPlainly(batch.genotypes, 4, layout), batch.ploidy, layout);
}

// The same calls on chromosomes 1, X, Y and MT, counted by plink2 v2.00a3.5 for each sex:
//   plink2 --vcf t.vcf --update-sex sex.txt --split-par b37 --make-pgen --out t
//   plink2 --pfile t --keep {f,m,u}.txt --geno-counts
const plink2 = [
  // female, male, unknown; per row hom_ref, het, hom_alt, hemi_ref, hemi_alt, missing
  ["1-100-A-G", [1, 1, 1, 0, 0, 1], [1, 1, 1, 0, 0, 1], [0, 1, 1, 0, 0, 1]],
  ["X-5000000-A-<DEL>", [1, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 2], [0, 1, 1, 0, 0, 1]],
  ["Y-5000000-AT-A", [0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 2], [0, 0, 0, 0, 0, 0]],
  ["MT-100-A-*", [0, 0, 0, 1, 1, 2], [0, 0, 0, 1, 1, 2], [0, 0, 0, 0, 1, 2]]
] as const;

describe("genotypeCountTable(batch, divided, layout)", () => {
  it("counts as plink2 --geno-counts on autosomes, X, Y and MT: one-copy calls apart, impossible ones missing", () => {
    const layout = layOutStrata(people);
    const table = genotypeCountTable(batch, divided(layout), layout);
    expect(rowsOf(table)).toEqual(
      plink2.flatMap(([variant_id, ...bySex]) =>
        bySex.map(([hom_ref, het, hom_alt, hemi_ref, hemi_alt, missing], i) => {
          const sex = ["female", "male", "unknown"][i];
          return {variant_id, sex, hom_ref, het, hom_alt, hemi_ref, hemi_alt, missing};
        })
      )
    );
  });

  it("joins the sexes where sex is not a stratum: the counts of a variant add up", () => {
    const layout = layOutStrata({...people, strata: []});
    const table = genotypeCountTable(batch, divided(layout), layout);
    // plink2 --pfile t --geno-counts, all eleven people.
    expect(rowsOf(table)).toEqual([
      {variant_id: "1-100-A-G", hom_ref: 2, het: 3, hom_alt: 3, hemi_ref: 0, hemi_alt: 0, missing: 3},
      {variant_id: "X-5000000-A-<DEL>", hom_ref: 1, het: 2, hom_alt: 2, hemi_ref: 1, hemi_alt: 1, missing: 4},
      {variant_id: "Y-5000000-AT-A", hom_ref: 0, het: 0, hom_alt: 0, hemi_ref: 1, hemi_alt: 1, missing: 2},
      {variant_id: "MT-100-A-*", hom_ref: 0, het: 0, hom_alt: 0, hemi_ref: 2, hemi_alt: 3, missing: 6}
    ]);
  });
});

describe("alleleCountTable(batch, divided, layout)", () => {
  it("counts copies: two, one where there is one, none of women on Y", () => {
    const ancestry = {
      name: "ancestry",
      levels: ["AFR", "EUR", "SAS"],
      codes: Int16Array.of(0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2)
    };
    const layout = layOutStrata({...people, strata: [ancestry, ...people.strata]});
    const table = alleleCountTable(batch, divided(layout), layout);
    expect(rowsOf(table)).toEqual([
      {variant_id: "1-100-A-G", ancestry: "AFR", ac: 3, an: 6},
      {variant_id: "1-100-A-G", ancestry: "SAS", ac: 6, an: 10},
      {variant_id: "X-5000000-A-<DEL>", ancestry: "AFR", ac: 1, an: 2},
      {variant_id: "X-5000000-A-<DEL>", ancestry: "SAS", ac: 6, an: 10},
      {variant_id: "Y-5000000-AT-A", ancestry: "AFR", ac: 1, an: 2},
      {variant_id: "Y-5000000-AT-A", ancestry: "SAS", ac: 0, an: 0},
      {variant_id: "MT-100-A-*", ancestry: "AFR", ac: 1, an: 2},
      {variant_id: "MT-100-A-*", ancestry: "SAS", ac: 2, an: 3}
    ]);
  });

  it("has one group, all, for a cohort without ancestry", () => {
    const layout = layOutStrata(people);
    const [first] = rowsOf(alleleCountTable(batch, divided(layout), layout));
    expect(first).toEqual({variant_id: "1-100-A-G", ancestry: "all", ac: 9, an: 16});
  });
});

describe("variantTable(batch, geneAt)", () => {
  it("has a row per variant; rsid and gene are null where there is none", () => {
    const table = variantTable(batch, (chrom, pos) => (chrom === "X" && pos > 100 ? "DMD;XK" : ""));
    expect(rowsOf(table).slice(0, 2)).toEqual([
      {variant_id: "1-100-A-G", chrom: "1", pos: 100, ref: "A", alt: "G", rsid: "rs7", gene: null},
      {variant_id: "X-5000000-A-<DEL>", chrom: "X", pos: 5_000_000, ref: "A", alt: "<DEL>", rsid: null, gene: "DMD;XK"}
    ]);
  });
});
