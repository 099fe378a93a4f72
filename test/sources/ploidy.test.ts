import {expect, it} from "vitest";
import {Ploidy} from "../../data-loaders/sources/cohort.js";
import {chromosomeName, compareChromosomes, isPseudoautosomalCode} from "../../data-loaders/sources/chromosome.js";
import {ploidyOf} from "../../data-loaders/sources/ploidy.js";

// plink1.9 --help split-x: b36 2709521/154584237, b37 2699520/154931044, b38 2781479/155701383 (<= first, >= second).
it.each([
  ["NCBI36", 2_709_521, 154_584_237],
  ["GRCh37", 2_699_520, 154_931_044],
  ["GRCh38", 2_781_479, 155_701_383]
])("ploidyOf(X, pos, %s) splits X where PLINK's --split-x does", (build, par1End, par2Start) => {
  expect(ploidyOf("X", par1End, build)).toBe(Ploidy.diploid);
  expect(ploidyOf("X", par1End + 1, build)).toBe(Ploidy.menHaploid);
  expect(ploidyOf("X", par2Start - 1, build)).toBe(Ploidy.menHaploid);
  expect(ploidyOf("X", par2Start, build)).toBe(Ploidy.diploid);
});

it("ploidyOf(chrom, pos, build) knows Y, MT and autosomes", () => {
  expect(ploidyOf("Y", 2_649_520, "GRCh37")).toBe(Ploidy.diploid);
  expect(ploidyOf("Y", 2_649_521, "GRCh37")).toBe(Ploidy.menOnly);
  expect(ploidyOf("Y", 59_034_049, "GRCh37")).toBe(Ploidy.menOnly);
  expect(ploidyOf("Y", 59_034_050, "GRCh37")).toBe(Ploidy.diploid);
  expect(ploidyOf("Y", 2_781_480, "GRCh38")).toBe(Ploidy.menOnly);
  expect(ploidyOf("Y", 56_887_903, "GRCh38")).toBe(Ploidy.diploid);
  expect(ploidyOf("MT", 1, "GRCh38")).toBe(Ploidy.haploid);
  expect(ploidyOf("22", 1, "GRCh38")).toBe(Ploidy.diploid);
  expect(() => ploidyOf("X", 1, "hg19")).toThrow("unknown build: hg19");
});

it("chromosomeName(contig) drops chr and PLINK's numbers of X, Y, XY and MT", () => {
  const names = [
    "1",
    "chr1",
    "Chr22",
    "01",
    "23",
    "24",
    "25",
    "26",
    "chrX",
    "x",
    "XY",
    "PAR1",
    "chrM",
    "MT",
    "GL000207.1"
  ];
  expect(names.map(chromosomeName)).toEqual(
    ["1", "1", "22", "1", "X", "Y", "X", "MT", "X", "X", "X", "X", "MT", "MT", "GL000207.1"] // prettier-ignore
  );
  expect(["25", "XY", "chrPAR2", "X", "23"].map(isPseudoautosomalCode)).toEqual([true, true, true, false, false]);
});

it("compareChromosomes(a, b) sorts into genome order", () => {
  expect(["X", "10", "MT", "GL1", "2", "Y", "1"].sort(compareChromosomes)).toEqual([
    "1",
    "2",
    "10",
    "X",
    "Y",
    "MT",
    "GL1"
  ]);
});
