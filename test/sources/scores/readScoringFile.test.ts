import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {genomeBuildOf} from "../../../data-loaders/sources/scores/genomeBuildOf.js";
import {readScoringFile} from "../../../data-loaders/sources/scores/readScoringFile.js";
import {requireBuild} from "../../../data-loaders/sources/scores/requireBuild.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const pgs = new URL("../../../../shared/data/pgs/", import.meta.url).pathname;

const read = (name: string, content: string | Uint8Array) => readScoringFile(folder.write(name, content));
const problem = (content: string | Uint8Array) => inputErrorOf(() => read("s.txt", content));
const catalog = (name: string) => readScoringFile({...inputFile(pgs + name), label: name});

const columns = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight";

describe("readScoringFile(input), format 2.0", () => {
  it("reads the header and additive weights", async () => {
    const text = [
      "###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org",
      "#format_version=2.0",
      "##POLYGENIC SCORE (PGS) INFORMATION",
      "#pgs_id=PGS000009",
      "#pgs_name=TEST_1",
      "#trait_reported=Height = tall",
      "#trait_efo=EFO_0004339|EFO_0000001",
      "#weight_type=beta",
      "#genome_build=hg19",
      "#variants_number=2",
      "#license=CC BY",
      `rsID\t${columns}\tallelefrequency_effect`,
      "rs1\tchr1\t100\ta\tG\t1.5e-1\t0.25",
      "\t23\t7\tAT\tA\t-2\t"
    ].join("\n");
    const scoring = await read("PGS000009.txt", text);
    expect(scoring).toMatchObject({
      id: "PGS000009",
      name: "TEST_1",
      traitReported: "Height = tall",
      traitIds: ["EFO_0004339", "EFO_0000001"],
      weightType: "beta",
      licence: "CC BY",
      formatVersion: "2.0",
      build: "GRCh37",
      buildSaid: "hg19",
      harmonised: false,
      rows: 2,
      variantsPromised: 2,
      unsupported: [],
      warnings: []
    });
    expect(scoring.variants).toEqual([
      {
        line: 13,
        rsid: "rs1",
        chrom: "1",
        pos: 100,
        effectAllele: "A",
        otherAllele: "G",
        weights: [0, 0.15, 0.3],
        effect: "additive",
        size: 0.15,
        effectFrequency: 0.25
      },
      {
        line: 14,
        rsid: "",
        chrom: "X",
        pos: 7,
        effectAllele: "AT",
        otherAllele: "A",
        weights: [0, -2, -4],
        effect: "additive",
        size: 2,
        effectFrequency: NaN
      }
    ]);
  });

  it("reads the same with CRLF, a byte order mark, gzip, blank lines, and values missing from the end of a row", async () => {
    const text = `#pgs_id=P\n${columns}\tlocus_name\n1\t5\tA\tG\t1\tX\n1\t6\tA\tG\t2\t\n`;
    const expected = await read("plain.txt", text);
    const alike = [
      `\uFEFF${text}`.replaceAll("\n", "\r\n"),
      gzipSync(text),
      text.replace("2\t\n", "2\n"),
      `\n${text}\n`
    ];
    for (const content of alike) {
      const found = await read("plain.txt", content);
      expect(found.variants.map((variant) => ({...variant, line: 0}))).toEqual(
        expected.variants.map((variant) => ({...variant, line: 0}))
      );
    }
  });

  it("takes harmonised positions, and an inferred other allele where it is one", async () => {
    const text = [
      "#genome_build=hg18",
      "#HmPOS_build=GRCh38",
      "rsID\tchr_name\tchr_position\teffect_allele\teffect_weight\thm_rsID\thm_chr\thm_pos\thm_inferOtherAllele",
      "rs1\t1\t5\tA\t1\trs2\t2\t50\tG",
      "rs1\t1\t6\tA\t1\t\t2\t60\tC/G",
      "rs1\t1\t7\tA\t1\t\t\t\tG"
    ].join("\n");
    const {build, harmonised, variants, unsupported} = await read("hm.txt", text);
    expect({build, harmonised}).toEqual({build: "GRCh38", harmonised: true});
    expect(variants.map(({rsid, chrom, pos, otherAllele}) => [rsid, chrom, pos, otherAllele])).toEqual([
      ["rs2", "2", 50, "G"],
      ["", "2", 60, null]
    ]);
    expect(unsupported).toEqual([{line: 6, reason: "no position", size: 1}]);
  });

  it("reads dominant, recessive and genotype weights", async () => {
    const text = [
      "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight",
      "1\t1\tA\tG\t0.5\tTrue\tFalse\t\t\t",
      "1\t2\tA\tG\t-0.5\tFALSE\t1\t\t\t",
      "1\t3\tA\tG\t\t\t\t-1\t0\t3",
      "1\t1\tA\tG\t0.25\tFalse\tTrue\t\t\t"
    ].join("\n");
    const {variants} = await read("effects.txt", text);
    expect(variants.map(({effect, weights, size}) => [effect, weights, size])).toEqual([
      ["dominant", [0, 0.5, 0.5], 0.5],
      ["recessive", [0, 0, -0.5], 0.5],
      ["genotype", [-1, 0, 3], 4],
      ["recessive", [0, 0, 0.25], 0.25]
    ]);
  });

  it("reports haplotypes, diplotypes, interactions, other alleles than bases, and repetitions by line", async () => {
    const text = [
      `${columns}\tis_haplotype\tis_diplotype\tis_interaction`,
      "1\t1\tA\tG\t1\tTrue\tFalse\tFalse",
      "1\t1\tA/A\tG\t-2\tFalse\tTrue\tFalse",
      "1_x_2\t1_x_2\tA_x_C\tG_x_T\t3\tFalse\tFalse\tTrue",
      "6\t5\tP\tN\t4\t\t\t",
      "6\t6\tA\t-\t5\t\t\t",
      "6\t7\tA\tG\t6\t\t\t",
      "6\t7\tA\tG\t6\t\t\t"
    ].join("\n");
    const {rows, variants, unsupported} = await read("complex.txt", text);
    expect(unsupported).toEqual([
      {line: 2, reason: "haplotype", size: 1},
      {line: 3, reason: "diplotype", size: 2},
      {line: 4, reason: "interaction", size: 3},
      {line: 5, reason: "alleles are not bases", size: 4},
      {line: 6, reason: "alleles are not bases", size: 5},
      {line: 8, reason: "repeated", size: 0}
    ]);
    expect([rows, variants.length]).toEqual([6, 1]);
  });

  it("reads back whatever weights are written", async () => {
    const rows = fc.uniqueArray(
      fc.record({
        pos: fc.integer({min: 1, max: 2 ** 31 - 1}),
        weight: fc.double({noNaN: true, noDefaultInfinity: true})
      }),
      {selector: ({pos}) => pos, minLength: 1, maxLength: 30}
    );
    await fc.assert(
      fc.asyncProperty(rows, async (values) => {
        const text = values.map(({pos, weight}) => `4\t${pos}\tA\tC\t${weight}\n`).join("");
        const {variants} = await read("any.txt", `${columns}\n${text}`);
        expect(variants.map(({pos, weights}) => ({pos, weight: weights[1]}))).toEqual(
          values.map(({pos, weight}) => ({pos, weight: weight + 0}))
        );
      }),
      {seed: 7, numRuns: 100}
    );
  });
});

describe("readScoringFile(input), format 1.0", () => {
  it("reads keys with spaces and reference_allele", async () => {
    const text = [
      "### PGS CATALOG SCORING FILE - see www.pgscatalog.org/downloads/#dl_ftp for additional information",
      "## POLYGENIC SCORE (PGS) INFORMATION",
      "# PGS ID = PGS000348",
      "# PGS Name = PRS_PC",
      "# Reported Trait = Prostate cancer",
      "# Original Genome Build = GRCh37",
      "# Number of Variants = 1",
      "## SOURCE INFORMATION",
      "# PGP ID = PGP000113",
      "# Citation = Black M et al. Prostate (2020). doi:10.1002/pros.24058",
      "rsID\tchr_name\tchr_position\teffect_allele\treference_allele\teffect_weight",
      "rs1\t8\t128077146\tG\tA\t0.36"
    ].join("\n");
    expect(await read("v1.txt", text)).toMatchObject({
      id: "PGS000348",
      name: "PRS_PC",
      traitReported: "Prostate cancer",
      formatVersion: "1.0",
      build: "GRCh37",
      variantsPromised: 1,
      citation: "Black M et al. Prostate (2020). doi:10.1002/pros.24058",
      variants: [{chrom: "8", pos: 128077146, effectAllele: "G", otherAllele: "A"}]
    });
  });
});

describe("readScoringFile(input), errors", () => {
  const row = (text: string): string => `#pgs_id=P\n${columns}\n${text}\n`;
  it.each([
    ["1\t5\tA\tG\t", "s.txt:3: effect_weight: missing; give a weight or take the row out"],
    ["1\t5\tA\tG\tNA", "s.txt:3: effect_weight: missing; give a weight or take the row out"],
    ["1\t5\tA\tG\t1,5", 's.txt:3: effect_weight: expected a number, found "1,5"; correct it'],
    ["1\t5\tA\tG\tInfinity", 's.txt:3: effect_weight: expected a number, found "Infinity"; correct it'],
    ["1\t5\tA\tG\t1e999", 's.txt:3: effect_weight: expected a number, found "1e999"; correct it'],
    ["1\t5\t\tG\t1", "s.txt:3: effect_allele: missing; name the allele that the weight is for"],
    ["1\t5\tA\ta\t1", "s.txt:3: effect_allele and the other allele are the same; correct one of them"],
    ["1\t1.3E+08\tA\tG\t1", 's.txt:3: chr_position: expected a whole number from 1, found "1.3E+08"; correct it'],
    ["1\t0\tA\tG\t1", 's.txt:3: chr_position: expected a whole number from 1, found "0"; correct it'],
    ["1\t5\tA\tG\t1\t9", "s.txt:3: has 6 columns, but the header has 5"],
    [
      "1\t5\tA\tG\t1\n2\t5\tA\tG\t1\n1\t5\tA\tG\t2",
      "s.txt:5: the variant of line 3 again with another weight; keep the one that is meant"
    ]
  ])("%j: %s", async (text, expected) => {
    expect(await problem(row(text))).toBe(expected);
  });

  it("of files that are none", async () => {
    expect(await problem("")).toBe("s.txt: is empty");
    expect(await problem("#pgs_id=P\n")).toBe("s.txt: has no row of column names; is this a scoring file?");
    expect(await problem(`${columns}\n`)).toBe("s.txt: has no variants below its column names");
    expect(await problem("chrom,pos,effect_allele,weight\n")).toMatch(/^s.txt:1: has no column effect_allele; /);
    expect(await problem("effect_allele\tdosage_0_weight\tdosage_1_weight\nA\t1\t2\n")).toMatch(
      /^s.txt:1: has no column effect_weight, nor dosage_0_weight/
    );
    expect(await problem("effect_allele\teffect_weight\teffect_weight\nA\t1\t2\n")).toBe(
      "s.txt:1: columns 2 and 3 have the same name"
    );
    expect(await problem("effect_allele\teffect_weight\tis_dominant\tis_recessive\nA\t1\tTrue\tTrue\n")).toBe(
      "s.txt:2: is_dominant and is_recessive are both true; only one of them can be"
    );
    expect(await problem("effect_allele\teffect_weight\tis_dominant\nA\t1\tmaybe\n")).toBe(
      's.txt:2: is_dominant: expected True or False, found "maybe"; correct it'
    );
  });

  it("of bytes: truncated gzip, a huge line, Latin-1, a missing file", async () => {
    const many = Array.from({length: 5000}, (_, i) => `1\t${i + 1}\tA\tG\t${Math.sin(i)}`).join("\n");
    const bytes = gzipSync(`${columns}\n${many}\n`);
    expect(await problem(bytes.subarray(0, bytes.length - 20))).toMatch(
      /^s.txt:\d+: the gzip ends too early \(truncated\); copy or compress the file again$/
    );
    expect(await problem(`${columns}\n${"1".repeat(2 ** 20 + 1)}\n`)).toBe(
      "s.txt:2: line of more than 1 MB; is this the right file?"
    );
    expect(await problem(Buffer.from(`#citation=M\xfcller\n${columns}\n1\t5\tA\tG\t1\n`, "latin1"))).toBe(
      "s.txt:1: is not UTF-8; save the file as UTF-8"
    );
    expect(await inputErrorOf(() => readScoringFile({file: `${folder.path}/none`, label: "none"}))).toBe(
      "none: does not exist"
    );
  });
});

describe("requireBuild(scoring, cohort)", () => {
  const of = async (header: string) => read("b.txt", `${header}\n${columns}\n1\t5\tA\tG\t1\n`);

  it("lets the cohort's build pass and refuses to lift over", async () => {
    const hg19 = await of("#pgs_id=PGS000007\n#genome_build=hg19");
    requireBuild(hg19, "GRCh37");
    expect(await inputErrorOf(() => requireBuild(hg19, "GRCh38"))).toBe(
      "b.txt: has positions of GRCh37, and the cohort those of GRCh38; positions are not lifted over: take the file that the PGS Catalog harmonised to GRCh38 (PGS000007_hmPOS_GRCh38.txt.gz)"
    );
    const hg18 = await of("#genome_build=hg18");
    expect(await inputErrorOf(() => requireBuild(hg18, "GRCh37"))).toMatch(/^b.txt: has positions of hg18, and/);
  });

  it("refuses a file that does not say its build", async () => {
    const unsaid = await of("#genome_build=NR");
    expect(await inputErrorOf(() => requireBuild(unsaid, "GRCh37"))).toMatch(
      /^b.txt: does not say its genome build, and the cohort has GRCh37; take the file/
    );
  });

  it("genomeBuildOf(said) knows the names of GRCh37 and GRCh38 only", () => {
    expect(["GRCh37", "hg19", "b37", "GRCh37.p13", "NCBI 37"].map(genomeBuildOf)).toEqual(Array(5).fill("GRCh37"));
    expect(["GRCh38", "hg38", "38"].map(genomeBuildOf)).toEqual(Array(3).fill("GRCh38"));
    expect(["hg18", "NCBI36", "", "NR", "T2T"].map(genomeBuildOf)).toEqual(Array(5).fill(null));
  });
});

describe("files of the PGS Catalog", () => {
  itWith("pgs")("PGS001229, chromosome 22: as counted by grep and awk", async () => {
    const scoring = await catalog("PGS001229_22.txt");
    expect(scoring).toMatchObject({id: "PGS001229", build: "GRCh37", rows: 835, variantsPromised: 51209});
    expect(scoring.unsupported).toEqual([]);
    requireBuild(scoring, "GRCh37");
  });

  itWith("pgs")("PGS000001 without positions is refused, and the harmonised file is asked for", async () => {
    const scoring = await catalog("PGS000001.txt.gz");
    expect(scoring).toMatchObject({rows: 77, variants: [], build: null});
    expect(scoring.unsupported.every(({reason}) => reason === "no position")).toBe(true);
    expect(await inputErrorOf(() => requireBuild(scoring, "GRCh37"))).toBe(
      "PGS000001.txt.gz:16: no row can be used (here: no position); take the file that the PGS Catalog harmonised to GRCh37 (PGS000001_hmPOS_GRCh37.txt.gz)"
    );
  });

  itWith("pgs")("PGS000001 mangled by a spreadsheet is read, with a warning at the first such line", async () => {
    const scoring = await catalog("PGS000001_hmPOS_GRCh37.txt");
    expect(scoring).toMatchObject({id: "PGS000001", build: "GRCh37", harmonised: true, rows: 77, unsupported: []});
    expect(scoring.variants).toHaveLength(77);
    expect(scoring.warnings).toEqual([
      {
        line: 1,
        what: "a spreadsheet has written this file, and may have cut digits of weights; take the file of the PGS Catalog"
      }
    ]);
    const exact = await catalog("PGS000001.txt.gz");
    expect(Math.abs(scoring.variants[0].weights[1] - 0.16220387987485377)).toBeLessThan(1e-8);
    expect(scoring.variants.map(({size}) => Number(size.toFixed(7)))).toEqual(
      exact.unsupported.map(({size}) => Number(size.toFixed(7)))
    );
  });

  itWith("pgs")("the complex rows of PGS000021 are reported, and so are rows without a position", async () => {
    const scoring = await catalog("complex_variants_PGS000021.txt");
    expect(scoring.variants).toEqual([]);
    expect(scoring.unsupported.slice(0, 9).map(({line, reason}) => `${line} ${reason}`)).toEqual([
      "2 diplotype",
      "3 diplotype",
      "4 diplotype",
      "5 diplotype",
      "6 diplotype",
      "7 haplotype",
      "8 haplotype",
      "9 haplotype",
      "10 no position"
    ]);
    expect(scoring.unsupported[0].size).toBe(3.87);
  });

  itWith("pgs")("PGS000802 has dominant and recessive weights, PGS004255 one per genotype", async () => {
    const modes = (await catalog("PGS000802_hmPOS_GRCh37.txt")).variants;
    expect(modes[0]).toMatchObject({chrom: "3", pos: 169492101, effect: "dominant", weights: [0, 0.123, 0.123]});
    expect(modes[1]).toMatchObject({chrom: "20", pos: 60956917, effect: "recessive", weights: [0, 0, 0.491]});
    const genotypes = await catalog("PGS004255_hmPOS_GRCh38.txt.gz");
    expect(genotypes).toMatchObject({build: "GRCh38", buildSaid: "GRCh38", rows: 30});
    expect(genotypes.variants[0].weights).toEqual([-0.09833810000000001, 0.08934160000000001, 0.4437184]);
    expect(await inputErrorOf(() => requireBuild(genotypes, "GRCh37"))).toMatch(
      /has positions of GRCh38, and the cohort those of GRCh37; positions are not lifted over/
    );
  });
});
