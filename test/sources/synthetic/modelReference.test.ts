import {execFileSync} from "node:child_process";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {choosePanel} from "../../../data-loaders/disclosure/panel.js";
import type {ReferenceVariant} from "../../../data-loaders/sources/cohort.js";
import {modelReference} from "../../../data-loaders/sources/synthetic/modelReference.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {
  ancestries,
  ancestryDrift,
  populations,
  type Ancestry
} from "../../../data-loaders/sources/synthetic/populations.js";
import {itWith} from "../../require.js";
import {hudsonFst} from "./hudsonFst.js";
import {readCopies} from "./readCopies.js";

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

describe.each([
  // Linkage reaches half as far in AFR as in EUR.
  {ancestry: "EUR", people: 4000, size: 4000},
  {ancestry: "AFR", people: 22_000, size: 1500}
])("modelReference(parameters) beside genotypes of $ancestry", ({ancestry, people, size}) => {
  const parameters = {seed: 1, people, variants: size, build: "GRCh37"} as const;
  const reference = modelReference(parameters).variants;
  const panel = choosePanel(reference, {mafMin: 0.05});
  let copiesOf: Map<string, Float64Array>;
  let members = 0;

  beforeAll(async () => {
    const cohort = await openSynthetic(parameters);
    const {levels, codes} = cohort.people.strata[0];
    const who = [...codes.keys()].filter((person) => codes[person] === levels.indexOf(ancestry));
    members = who.length;
    const read = await readCopies(cohort.shards);
    copiesOf = new Map(
      read.map(({chrom, pos, copies}) => [`${chrom}-${pos}`, Float64Array.from(who, (person) => copies[person])])
    );
  });

  /** r² of the genotypes of every pair in a block whose difference of linkage is accepted. */
  function correlations(among: readonly ReferenceVariant[], accept: (difference: number) => boolean): number[] {
    const genotypes = (variant: ReferenceVariant): Float64Array => copiesOf.get(`${variant.chrom}-${variant.pos}`)!;
    return among.flatMap((a, i) =>
      among
        .slice(i + 1)
        .filter((b) => b.block === a.block && accept(Math.abs(a.linkage - b.linkage)))
        .map((b) => squaredCorrelation(genotypes(a), genotypes(b)))
    );
  }

  it("variants that choosePanel keeps in one block are hardly correlated", () => {
    expect(members).toBeGreaterThanOrEqual(2000);
    const kept = correlations(panel.variants, () => true);
    expect(kept.length).toBeGreaterThan(100);
    expect(average(kept)).toBeLessThan(0.02);
    expect(Math.max(...kept)).toBeLessThan(0.15);
  });

  it("variants whose linkage differs by far less than 1 are strongly correlated", () => {
    const common = reference.filter(
      ({chrom, frequencies}) => /^\d+$/.test(chrom) && frequencies.every((p) => p >= 0.05 && p <= 0.95)
    );
    const near = correlations(common, (difference) => difference < 0.05);
    expect(near.length).toBeGreaterThan(40);
    expect(average(near)).toBeGreaterThan(0.2);
  });
});

/** Of copies of the alternate alleles of two variants; people with a missing call are left out. */
function squaredCorrelation(a: Float64Array, b: Float64Array): number {
  const both = [...a.keys()].filter((person) => a[person] >= 0 && b[person] >= 0);
  const mean = (of: (person: number) => number): number => average(both.map(of));
  const [middleA, middleB] = [mean((person) => a[person]), mean((person) => b[person])];
  const covariance = mean((person) => (a[person] - middleA) * (b[person] - middleB));
  const variances = mean((person) => (a[person] - middleA) ** 2) * mean((person) => (b[person] - middleB) ** 2);
  return covariance ** 2 / variances;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

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
