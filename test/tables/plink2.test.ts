import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {afterAll, beforeAll, describe, expect} from "vitest";
import type {People} from "../../data-loaders/sources/cohort.js";
import {ploidyOf} from "../../data-loaders/sources/ploidy.js";
import {createCounter} from "../../data-loaders/tables/countGenotypes.js";
import {openDivider} from "../../data-loaders/tables/divideCounts.js";
import {genotypeCountColumns, genotypeCountTable} from "../../data-loaders/tables/genotypeCounts.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";
import {itWith} from "../require.js";
import {rowsOf} from "./rowsOf.js";

const run = promisify(execFile);
const data = new URL("../../../shared/data/kg1126/", import.meta.url).pathname;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-plink2-"));
});
afterAll(() => rm(folder, {recursive: true}));

async function table(file: string): Promise<string[][]> {
  const lines = (await readFile(join(folder, file), "utf8")).trim().split("\n");
  return lines.filter((line) => !line.startsWith("##")).map((line) => line.split(/\s+/));
}

describe("genotypeCountTable of real chromosomes", () => {
  for (const chrom of ["X", "22"]) {
    itWith(
      "kg1126/phenotypes.tsv",
      "plink2",
      "bcftools"
    )(`equals plink2 --geno-counts for every ancestry × sex on chromosome ${chrom} of kg1126`, async () => {
      const samples = (await readFile(join(data, "phenotypes.tsv"), "utf8")).trim().split("\n");
      const people = samples.slice(1).map((line) => line.split("\t"));
      await writeFile(
        join(folder, "sex.txt"),
        ["#IID\tSEX", ...people.map((row) => `${row[0]}\t${row[4] === "M" ? 1 : 2}`)].join("\n") + "\n"
      );
      await writeFile(
        join(folder, "groups.txt"),
        ["#IID\tGROUP", ...people.map((row) => `${row[0]}\t${row[2]}_${row[4]}`)].join("\n") + "\n"
      );
      // bcftools norm -m-any CHROM.vcf.gz -o norm.vcf
      // plink2 --vcf norm.vcf --vcf-half-call haploid --update-sex sex.txt --split-par b37 --max-alleles 2 \
      //        --set-all-var-ids @:# --make-bed --out c
      // plink2 --bfile c --pheno groups.txt --loop-cats GROUP --geno-counts --out c
      const vcf = join(data, `1KG_phase3_subset_chr${chrom}.vcf.gz`);
      await run("bcftools", ["norm", "-m-any", vcf, "-o", "norm.vcf"], {cwd: folder});
      const read = "--vcf norm.vcf --vcf-half-call haploid --update-sex sex.txt --set-all-var-ids @:#";
      const par = chrom === "X" ? " --split-par b37" : "";
      await run("plink2", `${read}${par} --new-id-max-allele-len 1000 --make-bed --out c`.split(" "), {cwd: folder});
      await run("plink2", "--bfile c --pheno groups.txt --loop-cats GROUP --geno-counts --out c".split(" "), {
        cwd: folder
      });

      const fam = await table("c.fam");
      const bim = await table("c.bim");
      const groupOf = new Map(people.map((row) => [row[0], `${row[2]}_${row[4]}`]));
      const levels = [...new Set(groupOf.values())].sort();
      const codes = Int16Array.from(fam, (row) => levels.indexOf(groupOf.get(row[1])!));
      const cohort: People = {
        total: fam.length,
        included: new Uint8Array(fam.length).fill(1),
        sex: Uint8Array.from(fam, (row) => Number(row[4])),
        strata: [{name: "group", levels, codes}],
        traits: [],
        covariates: [],
        age: null,
        tokens: new Uint8Array(),
        left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
      };
      const pos = Int32Array.from(bim, (row) => Number(row[3]));
      const batch = {
        count: bim.length,
        pos,
        chrom: bim.map(() => chrom),
        ref: bim.map((row) => row[5]),
        alt: bim.map((row) => row[4]),
        rsid: bim.map(() => ""),
        ploidy: Uint8Array.from(pos, (position) => ploidyOf(chrom, position, "GRCh37"))
      };
      const layout = layOutStrata(cohort);
      const genotypes = (await readFile(join(folder, "c.bed"))).subarray(3);
      const counts = (await createCounter(layout)).count(genotypes, batch.count);

      const divide = await openDivider(layout);
      const found = rowsOf(genotypeCountTable(batch, divide(counts, batch.ploidy), layout));
      expect(found).toHaveLength(batch.count * levels.length);
      for (const level of levels) {
        const expected = (await table(`c.${level}.gcount`)).slice(1);
        const ours = found.filter(({group}) => group === level);
        expect(ours.map((row) => genotypeCountColumns.map((name) => String(row[name])))).toEqual(
          expected.map((row) => row.slice(4))
        );
      }
    });
  }
});
