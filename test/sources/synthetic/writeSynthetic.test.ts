import {execFileSync, spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, it} from "vitest";
import {Ploidy, type GenotypeBatch, type Shard} from "../../../data-loaders/sources/cohort.js";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {writeSynthetic} from "../../../data-loaders/sources/synthetic/writeSynthetic.js";
import {itWith} from "../../require.js";
import {readCopies} from "./readCopies.js";

const parameters = {seed: 11, people: 1_501, variants: 400, build: "GRCh37"} as const;
const folder = mkdtempSync(join(tmpdir(), "covenant-"));
const out = join(folder, "cohort");
afterAll(() => rmSync(folder, {recursive: true}));
await writeSynthetic(out, parameters);
const embedded = await openSynthetic(parameters);

async function readAll(shards: readonly Shard[]): Promise<GenotypeBatch[]> {
  const batches: GenotypeBatch[] = [];
  for (const shard of shards) {
    for await (const batch of readShard(shard)) batches.push({...batch, genotypes: batch.genotypes.slice()});
  }
  return batches;
}

it("writeSynthetic(folder, parameters) writes what an organisation would bring", () => {
  expect(readdirSync(out).sort()).toEqual([
    "cohort.yaml",
    "genes.bed",
    "genotypes.bed",
    "genotypes.bim",
    "genotypes.fam",
    "reference.tsv",
    "samples.tsv",
    "truth.json",
    "withdrawn.txt"
  ]);
});

it("writeSynthetic(folder, parameters) writes files that openCohort reads as the same people", async () => {
  const {people, genes, summary} = await openCohort(join(out, "cohort.yaml"));
  expect({...people, unusedSampleRows: undefined}).toEqual({...embedded.people, unusedSampleRows: undefined});
  expect(genes).toEqual(embedded.genes);
  expect(summary.synthetic).toEqual({genotypes: true, phenotypes: true});
});

it("writeSynthetic(folder, parameters) writes files that readShard reads as the same genotypes", async () => {
  const files = await readAll((await openCohort(join(out, "cohort.yaml"))).shards);
  const drawn = await readAll(embedded.shards);
  const column = <K extends keyof GenotypeBatch>(batches: GenotypeBatch[], key: K) =>
    batches.flatMap((batch) => Array.from(batch[key] as ArrayLike<unknown>).slice(0, batch.count));
  for (const key of ["chrom", "pos", "ref", "alt", "ploidy"] as const)
    expect(column(files, key)).toEqual(column(drawn, key));
  const bytes = (batches: GenotypeBatch[]) =>
    Buffer.concat(batches.map((batch) => batch.genotypes.subarray(0, batch.count * Math.ceil(1_501 / 4))));
  expect(bytes(files).equals(bytes(drawn))).toBe(true);
});

it("writeSynthetic(folder, parameters) writes the same bytes again", async () => {
  const again = join(folder, "again");
  await writeSynthetic(again, parameters);
  for (const name of readdirSync(out)) {
    expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name))), name).toBe(true);
  }
});

it("writeSynthetic(folder, parameters) writes the truth of the embedded cohort", () => {
  expect(JSON.parse(readFileSync(join(out, "truth.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(embedded.truth)));
});

it("writeSynthetic(folder, parameters) lists withdrawn people and leaves consent empty for those who gave none", () => {
  const ids = readFileSync(join(out, "withdrawn.txt"), "utf8").trim().split("\n").slice(1);
  const [header, ...rows] = readFileSync(join(out, "samples.tsv"), "utf8").trim().split("\n");
  const at = header.split("\t").indexOf("consent");
  expect(ids.length).toBe(embedded.people.left.withdrawn);
  expect(rows.filter((row) => row.split("\t")[at] === "").length).toBe(embedded.people.left.noConsent);
});

it("writeSynthetic(folder, parameters) does not touch a folder that holds something, and leaves nothing beside it", async () => {
  const full = join(folder, "full");
  mkdirSync(full);
  writeFileSync(join(full, "mine.txt"), "mine");
  await expect(writeSynthetic(full, parameters)).rejects.toThrow("is there already and not an empty folder");
  expect(readdirSync(full)).toEqual(["mine.txt"]);
  expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
});

it("writeSynthetic(folder, parameters) leaves nothing behind when it fails half way", async () => {
  const stop = () => {
    throw new Error("disk full");
  };
  await expect(writeSynthetic(join(folder, "failed"), parameters, stop)).rejects.toThrow("disk full");
  expect(readdirSync(folder).filter((name) => name.includes("failed"))).toEqual([]);
});

it("npm run synthesise says in one line what is wrong, and exits with 1", () => {
  const cli = new URL("../../../data-loaders/sources/synthetic/cli.ts", import.meta.url).pathname;
  const run = (...args: string[]) => spawnSync("node", ["--import", "tsx", cli, ...args], {encoding: "utf8"});
  for (const [args, message] of [
    [[], "synthesise: --out: expected the folder to write to\n"],
    [["--out", out], `${out}: is there already and not an empty folder; name another, or remove it\n`],
    [
      ["--out", join(folder, "x"), "--people", "many"],
      "synthetic cohort: people: expected a whole number from 1 to 1000000\n"
    ]
  ] as const) {
    const {status, stderr} = run(...args);
    expect(stderr).toBe(message);
    expect(status).toBe(1);
  }
});

itWith("plink2")("plink2 --geno-counts counts the same genotypes, men on X apart", async () => {
  // plink2 --bfile genotypes --split-par b37 --geno-counts
  plink("--geno-counts");
  const lines = readFileSync(join(folder, "plink.gcount"), "utf8").trim().split("\n").slice(1);
  const variants = await readCopies(embedded.shards);
  const expected = variants.map(({rsid, ploidy, copies}) => {
    const haploid = ploidy === Ploidy.menHaploid;
    const among = (wanted: number, men: boolean) =>
      copies.filter((c, i) => c === wanted && (haploid && embedded.people.sex[i] === 1) === men).length;
    const missing = copies.filter((c) => c < 0).length;
    return [rsid, among(0, false), among(1, false), among(2, false), among(0, true), among(2, true), missing].join(" ");
  });
  // #CHROM ID REF ALT HOM_REF_CT HET_REF_ALT_CTS TWO_ALT_GENO_CTS HAP_REF_CT HAP_ALT_CTS MISSING_CT
  const found = lines.map((line) => line.split("\t")).map((row) => [row[1], ...row.slice(4)].join(" "));
  expect(found).toEqual(expected);
});

itWith("plink2")("plink2 --hardy finds Hardy–Weinberg proportions in one population", () => {
  // plink2 --bfile genotypes --split-par b37 --keep ceu.txt --maf 0.05 --hardy
  const [header, ...rows] = readFileSync(join(out, "samples.tsv"), "utf8").trim().split("\n");
  const at = header.split("\t").indexOf("population");
  const ceu = rows.map((row) => row.split("\t")).filter((row) => row[at] === "CEU");
  writeFileSync(join(folder, "ceu.txt"), ceu.map((row) => `0\t${row[0]}\n`).join(""));
  plink("--keep", join(folder, "ceu.txt"), "--maf", "0.05", "--hardy");
  const [names, ...lines] = readFileSync(join(folder, "plink.hardy"), "utf8").trim().split("\n");
  const p = lines.map((line) => Number(line.split("\t")[names.split("\t").indexOf("P")]));
  expect(p.length).toBeGreaterThan(50);
  expect(Math.min(...p)).toBeGreaterThan(0.1 / p.length / 10);
  expect(p.filter((value) => value < 0.05).length / p.length).toBeLessThan(0.1);
});

function plink(...options: string[]): void {
  const fixed = [
    "--bfile",
    join(out, "genotypes"),
    "--split-par",
    "b37",
    "--threads",
    "1",
    "--out",
    join(folder, "plink")
  ];
  execFileSync("plink2", [...fixed, ...options], {stdio: "ignore"});
}
