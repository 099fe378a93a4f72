import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

export const people = 2504;
export const strata = 20;

export interface BenchInput {
  folder: string;
  bed: string;
  vcf: string;
  /** `FID IID STRAT`, 20 strata. */
  pheno: string;
  /** One stratum's people, one id a line, as the VCF names them. */
  oneStratum: string;
  manifest: string;
  remove(): void;
}

/**
 * Random genotypes (1 % missing) of 2,504 people in 20 strata: as .bed, as BGZF VCF, and a manifest of class open.
 * Needs plink2. With COVENANT_BENCH=DIR files that are already there are used, and kept.
 */
export function makeInput(variants: number): BenchInput {
  const kept = process.env.COVENANT_BENCH;
  const folder = kept ?? mkdtempSync(join(tmpdir(), "covenant-bench-"));
  const at = (name: string) => join(folder, name);
  const plink2 = (command: string) => execFileSync("plink2", command.split(" "), {cwd: folder, stdio: "pipe"});
  if (!existsSync(at("d.bed"))) plink2(`--dummy ${people} ${variants} 0.01 --seed 1 --make-bed --out d`);
  if (!existsSync(at("d.vcf.gz"))) plink2("--bfile d --export vcf bgz id-paste=iid --out d");
  const ids = readFileSync(at("d.fam"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  if (!existsSync(at("d.pheno"))) {
    const rows = ids.map(([fid, iid], i) => `${fid}\t${iid}\tS${(i * 7919) % strata}`);
    writeFileSync(at("d.pheno"), ["#FID\tIID\tSTRAT", ...rows].join("\n") + "\n");
  }
  const pheno = readFileSync(at("d.pheno"), "utf8").trim().split("\n").slice(1);
  const one = pheno.map((line) => line.split("\t")).filter(([, , stratum]) => stratum === "S1");
  writeFileSync(at("one.txt"), one.map(([, iid]) => iid).join("\n") + "\n");
  writeFileSync(at("bench.yaml"), manifest);
  return {
    folder,
    bed: at("d.bed"),
    vcf: at("d.vcf.gz"),
    pheno: at("d.pheno"),
    oneStratum: at("one.txt"),
    manifest: at("bench.yaml"),
    remove: () => {
      if (!kept) rmSync(folder, {recursive: true});
    }
  };
}

const manifest = `id: bench
title: Random genotypes of nobody
build: GRCh37
release: {class: open}
genotypes: [d.bed]
samples: {file: d.pheno, id: IID, columns: {ancestry: STRAT}}
strata: [ancestry]
consent: {codes: ["DUO:0000004"]}
provenance: {source: plink2 --dummy, synthetic: {genotypes: true, phenotypes: true}}
`;
