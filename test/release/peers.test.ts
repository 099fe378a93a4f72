import {execFile} from "node:child_process";
import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {describe, expect} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {itWith} from "../require.js";
import {openFile, query, scratchFolder} from "./readRelease.js";

const run = promisify(execFile);
const cohorts = new URL("../../data-loaders/cohorts/", import.meta.url).pathname;
const data = new URL("../../../shared/data/", import.meta.url).pathname;

describe("genotype_counts of every stratum is exactly what plink2 --geno-counts says", () => {
  // Per chromosome: bcftools norm -m-any FILE -Ov -o C.vcf; then bcftools concat, and
  // plink2 --vcf all.vcf --vcf-half-call haploid --update-sex sex.txt --split-par b37
  //        --pheno strata.txt --loop-cats STRATUM --geno-counts cols=+pos
  itWith(
    "kg1126",
    "bcftools",
    "plink2"
  )("kg1126: VCF, chromosomes 1 to 22 and X, by ancestry, sex and status", async () => {
    const folder = await scratchFolder();
    const split = await Promise.all(
      [...Array(22).keys(), "X"].map(async (c) => {
        const chrom = typeof c === "number" ? c + 1 : c;
        const file = join(folder, `${chrom}.vcf`);
        const source = join(data, `kg1126/1KG_phase3_subset_chr${chrom}.vcf.gz`);
        await run("bcftools", ["norm", "-m-any", source, "-Ov", "-o", file]);
        return file;
      })
    );
    await run("bcftools", ["concat", ...split, "-Ov", "-o", join(folder, "all.vcf")]);
    const people = await readColumns(join(data, "kg1126/phenotypes.tsv"));
    const sexes = people.map((person) => `${person["subject.id"]}\t${person.sex === "M" ? 1 : 2}`);
    await writeFile(join(folder, "sex.txt"), `#IID\tSEX\n${sexes.join("\n")}\n`);
    const strata = people.map(
      ({super_pop, sex, status, ...person}) => `${person["subject.id"]}\t${super_pop}.${sexName(sex)}.${status}`
    );
    const theirs = await plinkCounts(folder, `#IID\tSTRATUM\n${strata.join("\n")}\n`, [
      "--vcf",
      join(folder, "all.vcf"),
      "--vcf-half-call",
      "haploid",
      "--update-sex",
      join(folder, "sex.txt"),
      "--split-par",
      "b37"
    ]);
    const ours = await covenantCounts("kg1126", ["ancestry", "sex", "status"]);
    expect(ours.length).toBe(26_250 * 20);
    expect(firstDifferences(ours, theirs)).toEqual([]);
  });

  // plink2 --bfile HM3_thinned_autosomal_overlap --pheno strata.txt --loop-cats STRATUM --geno-counts cols=+pos
  itWith("hapmap3", "plink2")("hapmap3: .bed, by population and sex", async () => {
    const fileset = join(data, "hapmap3/HM3_thinned_autosomal_overlap");
    const people = await readColumns(join(data, "hapmap3/relationships_w_pops_121708.txt"));
    const strata = new Map(people.map(({IID, population, sex}) => [IID, `${population}.${sexName(sex)}`]));
    const theirs = await bedCounts(fileset, strata);
    const ours = await covenantCounts("hapmap3", ["ancestry", "sex"]);
    expect(ours.length).toBe(14_079 * new Set(ours.map(stratumOf)).size);
    expect(firstDifferences(ours, theirs)).toEqual([]);
  });

  // plink2 --bfile cineca_synthetic_subset --pheno strata.txt --loop-cats STRATUM --geno-counts cols=+pos
  itWith(
    "kg2504-chr22",
    "panel",
    "plink2"
  )("kg2504-chr22: .bed, by ancestry and sex", async () => {
    const fileset = join(data, "kg2504-chr22/cineca_synthetic_subset");
    const people = await readColumns(join(data, "panel/integrated_call_samples_v3.20130502.ALL.panel"));
    const strata = new Map(people.map(({sample, super_pop, gender}) => [sample, `${super_pop}.${gender}`]));
    const theirs = await bedCounts(fileset, strata);
    const ours = await covenantCounts("kg2504-chr22", ["ancestry", "sex"]);
    expect(ours.length).toBe(829 * 10);
    expect(firstDifferences(ours, theirs)).toEqual([]);
  });
});

/** One line per variant and stratum: `CHROM-POS-REF-ALT STRATUM` and six counts, sorted. */
async function covenantCounts(cohort: string, strata: string[]): Promise<string[]> {
  const out = join(await scratchFolder(), cohort);
  await makeRelease({manifestPath: join(cohorts, `${cohort}.yaml`), out});
  const stratum = strata.join(` || '.' || `);
  const rows = await query(
    await openFile(out, "public/genotype_counts.parquet"),
    `select concat_ws(' ', variant_id, ${stratum}, hom_ref, het, hom_alt, hemi_ref, hemi_alt, missing) as line from $file`
  );
  return rows.map(({line}) => String(line)).sort();
}

async function bedCounts(fileset: string, strata: Map<string, string>): Promise<string[]> {
  const fam = (await readFile(`${fileset}.fam`, "utf8")).trim().split("\n");
  const lines = fam.map((line) => {
    const [family, id] = line.split(/\s+/);
    return `${family}\t${id}\t${strata.get(id)}`;
  });
  return plinkCounts(await scratchFolder(), `#FID\tIID\tSTRATUM\n${lines.join("\n")}\n`, ["--bfile", fileset]);
}

async function plinkCounts(folder: string, strata: string, input: string[]): Promise<string[]> {
  await writeFile(join(folder, "strata.txt"), strata);
  const pheno = ["--pheno", join(folder, "strata.txt"), "--loop-cats", "STRATUM"];
  await run("plink2", [...input, ...pheno, "--geno-counts", "cols=+pos", "--silent", "--out", join(folder, "o")]);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".gcount"));
  const lines = await Promise.all(
    files.map(async (name) => {
      const stratum = name.slice("o.".length, -".gcount".length);
      const [header, ...rows] = (await readFile(join(folder, name), "utf8")).trim().split("\n");
      expect(header).toBe(
        "#CHROM\tPOS\tID\tREF\tALT\tHOM_REF_CT\tHET_REF_ALT_CTS\tTWO_ALT_GENO_CTS\tHAP_REF_CT\tHAP_ALT_CTS\tMISSING_CT"
      );
      return rows.map((row) => {
        const [chrom, pos, , ref, alt, ...counts] = row.split("\t");
        return `${chrom.replace(/^PAR[12]$/, "X")}-${pos}-${ref}-${alt} ${stratum} ${counts.join(" ")}`;
      });
    })
  );
  return lines.flat().sort();
}

/** Lines that only one side has, at most three of each: whole lists would be too long to read. */
function firstDifferences(ours: string[], theirs: string[]): string[] {
  const differing: string[] = [];
  for (let i = 0, k = 0; (i < ours.length || k < theirs.length) && differing.length < 6;) {
    if (ours[i] === theirs[k]) {
      ++i;
      ++k;
    } else if (k >= theirs.length || ours[i] < theirs[k]) differing.push(`covenant: ${ours[i++]}`);
    else differing.push(`plink2:   ${theirs[k++]}`);
  }
  return differing;
}

function stratumOf(line: string): string {
  return line.split(" ")[1];
}

function sexName(code: string): string {
  return code === "M" || code === "1" ? "male" : "female";
}

async function readColumns(file: string): Promise<Record<string, string>[]> {
  const [header, ...rows] = (await readFile(file, "utf8")).trim().split(/\r?\n/);
  const names = header.trim().split(/\s+/);
  return rows.map((row) => Object.fromEntries(row.split(/\s+/).map((value, i) => [names[i], value])));
}
