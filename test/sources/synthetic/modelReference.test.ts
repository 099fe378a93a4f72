import {execFileSync} from "node:child_process";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {modelReference} from "../../../data-loaders/sources/synthetic/modelReference.js";
import {
  ancestries,
  ancestryDrift,
  populations,
  type Ancestry
} from "../../../data-loaders/sources/synthetic/populations.js";
import {itWith} from "../../require.js";
import {hudsonFst} from "./hudsonFst.js";

const {levels, variants} = modelReference({seed: 1, people: 100, variants: 20_000, build: "GRCh37"});
const rows = variants.map(({frequencies}) => Object.fromEntries(levels.map((level, i) => [level, frequencies[i]])));
const pairs = ancestries.flatMap((a, i) => ancestries.slice(i + 1).map((b) => [a, b] as const));

/**
 * F_ST of the share-weighted mean of an ancestry's populations from the ancestral frequencies. Drift of the mean is
 * the populations' drift times the sum of squared shares.
 */
function driftOfMean(ancestry: Ancestry): number {
  const own = populations.filter((population) => population.ancestry === ancestry);
  const total = own.reduce((sum, {share}) => sum + share, 0);
  const within = own.reduce((sum, {share, drift}) => sum + (share / total) ** 2 * drift, 0);
  return ancestryDrift[ancestry] + (1 - ancestryDrift[ancestry]) * within;
}

it.each(pairs)("modelReference(parameters) has the F_ST of the model between %s and %s", (a, b) => {
  const expected = (driftOfMean(a) + driftOfMean(b)) / 2;
  const found = hudsonFst(
    rows.map((row) => row[a]),
    rows.map((row) => row[b])
  );
  expect(Math.abs(found / expected - 1)).toBeLessThan(0.05);
});

it("modelReference(parameters) gives the neutral spectrum: about as many alleles from 0.5 % to 5 % as from 5 % to 50 %", () => {
  // Drift empties the low end of an ancestry's spectrum; AMR has drifted least.
  const between = (low: number, high: number) => rows.filter(({AMR}) => AMR >= low && AMR < high).length;
  expect(between(0.005, 0.05) / between(0.05, 0.5)).toBeGreaterThan(0.85);
  expect(between(0.005, 0.05) / between(0.05, 0.5)).toBeLessThan(1.15);
  expect(between(0.05, 0.5) / rows.length).toBeGreaterThan(0.3);
});

it("modelReference(parameters) does not depend on the number of people", () => {
  expect(modelReference({seed: 1, people: 7, variants: 20_000, build: "GRCh37"}).variants).toEqual(variants);
});

itWith(
  "kg1126/phenotypes.tsv",
  "plink2",
  "bcftools"
)("ancestryDrift gives F_ST within 0.015 of what plink2 --fst method=hudson measures in 1000 Genomes", () => {
  const folder = mkdtempSync(join(tmpdir(), "covenant-"));
  try {
    const measured = plinkFst(folder);
    for (const [a, b] of pairs) {
      const expected = (ancestryDrift[a] + ancestryDrift[b]) / 2;
      expect(Math.abs(measured.get(`${a} ${b}`)! - expected), `${a} ${b}`).toBeLessThan(0.015);
    }
  } finally {
    rmSync(folder, {recursive: true});
  }
});

/**
 * bcftools concat 1KG_phase3_subset_chr{1..22}.vcf.gz | bcftools norm -m-any
 * plink2 --vcf all.vcf.gz --pheno groups.txt --fst super_pop method=hudson
 */
function plinkFst(folder: string): Map<string, number> {
  const data = new URL("../../../../shared/data/kg1126/", import.meta.url).pathname;
  const files = readdirSync(data).filter((name) => /chr\d+\.vcf\.gz$/.test(name));
  const all = join(folder, "all.bcf");
  const quiet = {stdio: "ignore"} as const;
  execFileSync("bcftools", ["concat", "-Ou", "-o", `${all}.0`, ...files.map((name) => join(data, name))], quiet);
  execFileSync("bcftools", ["norm", "-m-any", "-Ob", "-o", all, `${all}.0`], quiet);
  const [header, ...lines] = readFileSync(join(data, "phenotypes.tsv"), "utf8").trim().split("\n");
  const at = (name: string) => header.split("\t").indexOf(name);
  const groups = lines
    .map((line) => line.split("\t"))
    .map((row) => `${row[at("subject.id")]}\t${row[at("super_pop")]}`);
  writeFileSync(join(folder, "groups.txt"), `#IID\tsuper_pop\n${groups.join("\n")}\n`);
  const out = join(folder, "fst");
  const options = ["--bcf", all, "--pheno", join(folder, "groups.txt"), "--fst", "super_pop", "method=hudson"];
  execFileSync("plink2", [...options, "--threads", "1", "--out", out], quiet);
  const summary = readFileSync(`${out}.fst.summary`, "utf8").trim().split("\n").slice(1);
  return new Map(summary.map((line) => line.split("\t")).map(([a, b, fst]) => [`${a} ${b}`, Number(fst)]));
}
