import {existsSync, rmSync, statSync} from "node:fs";
import {open} from "node:fs/promises";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {benchAssociation} from "./benchAssociation.js";
import {benchComponents} from "./benchComponents.js";
import {benchKinship} from "./benchKinship.js";
import {benchLargeSite} from "./benchLargeSite.js";
import {benchLog} from "./benchLog.js";
import {benchManhattan} from "./benchManhattan.js";
import {benchPolicy} from "./benchPolicy.js";
import {benchAudit, benchNoise} from "./benchPrivacy.js";
import {benchSite} from "./benchSite.js";
import {makeInput, people, strata, type BenchInput} from "./benchInput.js";
import {best, isInstalled, measure, type Measured} from "./measure.js";

const {values: options} = parseArgs({
  options: {
    variants: {type: "string", default: "200000"},
    threads: {type: "string", default: "2"},
    runs: {type: "string", default: "3"},
    only: {type: "string"},
    help: {type: "boolean"}
  }
});

const root = new URL("../../", import.meta.url).pathname;
const start = join(root, "data-loaders/start.mjs");

if (options.help) {
  console.log(`npm run bench -- [--variants 200000] [--threads 2] [--runs 3] [--only bed|release|vcf|site|privacy|log|policy|manhattan|large|association|pca|kinship]
Compares speed with plink2 and bcftools on the same input, in the same run; the best of --runs counts.
Noise and attacks have goals of their own (privacy), and so has a long decision log (log). Decisions are compared with Cedar (policy). A Manhattan plot of a million variants is timed in Chromium (manhattan). Also takes the times of the site in Chromium: small and synthetic (site), with --variants variants (large).
COVENANT_BENCH=DIR keeps the input in DIR and uses it again.`);
} else {
  const wanted = (part: string): boolean => (options.only ?? part) === part;
  if (wanted("site")) await benchSite(Math.max(3, Number(options.runs)));
  if (wanted("privacy")) {
    benchNoise();
    await benchAudit();
  }
  if (wanted("log")) await benchLog();
  if (wanted("policy")) await benchPolicy();
  if (wanted("manhattan")) await benchManhattan();
  if (wanted("association")) await benchAssociation(Number(options.threads), Number(options.runs));
  if (wanted("pca")) await benchComponents(Number(options.variants), Number(options.threads), Number(options.runs));
  if (wanted("kinship")) await benchKinship(Number(options.threads));
  if (!["site", "privacy", "log", "policy", "manhattan", "association", "pca", "kinship"].includes(options.only ?? ""))
    await benchWithPeers(wanted);
}

async function benchWithPeers(wanted: (part: string) => boolean): Promise<void> {
  if (!isInstalled("plink2"))
    return console.log("bench: plink2 makes the input and is the peer, and it is not installed");
  const input = makeInput(Number(options.variants));
  try {
    console.log(`\n${people} people × ${options.variants} variants × ${strata} strata, ${options.threads} threads`);
    if (wanted("bed")) await benchBed(input);
    if (wanted("release")) await benchRelease(input);
    if (wanted("vcf")) await benchVcf(input);
    if (wanted("large")) await benchLargeSite(input, Number(options.variants) * strata);
  } finally {
    input.remove();
  }
}

/** Reading and counting, beside plink2 on the same file and beside merely reading it. */
async function benchBed(input: BenchInput): Promise<void> {
  title("Genotype counts of all strata from .bed");
  const plink2 = await countWithPlink2(input);
  const {ours, whole} = await countFile(input.bed, input);
  const bytes = statSync(input.bed).size;
  const plain = await readPlainly(input.bed);
  row("plink2 --loop-cats --geno-counts", plink2.seconds, 0);
  row("Covenant, reading and counting", ours.seconds, ours.peakBytes, plink2.seconds);
  row("Covenant, with the start of Node", whole.seconds, ours.peakBytes, plink2.seconds);
  row("plain read of the .bed", plain, 0);
  console.log(`  ${rate(bytes, ours.seconds)} counted; the plain read is ${rate(bytes, plain)}`);
}

/** The whole command, Parquet written and checked, beside plink2 with its text files. */
async function benchRelease(input: BenchInput): Promise<void> {
  title("Whole command: release of class open, beside plink2 with its text files");
  const cli = join(root, "data-loaders/release/cli.ts");
  if (!existsSync(cli)) return console.log("  no release command in this checkout");
  const plink2 = await countWithPlink2(input);
  const out = join(input.folder, "release");
  const args = [start, cli, "--cohort", input.manifest, "--out", out, "--threads", options.threads, "--quiet"];
  const ours = await best(Number(options.runs), process.execPath, args, root);
  row("plink2 --loop-cats --geno-counts", plink2.seconds, 0);
  row("npm run release", ours.seconds, ours.peakBytes, plink2.seconds);
  rmSync(out, {recursive: true});
}

/** All strata from BGZF VCF, beside one stratum with bcftools. */
async function benchVcf(input: BenchInput): Promise<void> {
  title("VCF.gz to genotype counts of all strata");
  const {ours, whole} = await countFile(input.vcf, input);
  const bytes = statSync(input.vcf).size;
  if (isInstalled("bcftools")) {
    const command = `bcftools view -S ${input.oneStratum} -Ou ${input.vcf} | bcftools +fill-tags -Ou -o /dev/null -- -t AN,AC,AF`;
    const bcftools = await measure("sh", ["-c", `set -e; ${command}`]);
    row("bcftools +fill-tags, one stratum", bcftools.seconds, 0);
    row("Covenant, all strata", ours.seconds, ours.peakBytes, bcftools.seconds);
    row("Covenant, with the start of Node", whole.seconds, ours.peakBytes, bcftools.seconds);
  } else {
    console.log("  bcftools is not installed: no ratio");
    row("Covenant, all strata", ours.seconds, ours.peakBytes);
  }
  console.log(`  ${rate(bytes, ours.seconds)} of compressed VCF`);
}

function countWithPlink2({folder}: BenchInput): Promise<Measured> {
  const command = `--bfile d --pheno d.pheno --pheno-name STRAT --loop-cats STRAT --geno-counts --threads ${options.threads} --out peer`;
  return best(Number(options.runs), "plink2", command.split(" "), folder);
}

interface Counting {
  seconds: number;
  variants: number;
  codes: number[];
  peakBytes: number;
}

/** `ours`: in a process that is up, the best of several runs. `whole`: the process from start to end, counting once. */
async function countFile(file: string, input: BenchInput): Promise<{ours: Counting; whole: Measured}> {
  const script = join(root, "test/bench/countFile.ts");
  const args = [start, script, "--genotypes", file, "--strata", input.pheno, "--threads", options.threads];
  const whole = await best(Number(options.runs), process.execPath, args, root);
  const {stdout} = await measure(process.execPath, [...args, "--repeat", options.runs], root);
  const ours: Counting = JSON.parse(stdout);
  const total = ours.codes.reduce((a, b) => a + b);
  if (total !== ours.variants * people)
    throw new Error(`${total} genotypes counted, expected ${ours.variants * people}`);
  return {ours, whole};
}

/** Seconds to read the file from first to last byte in pieces of 1 MB, on one thread, from the page cache. */
async function readPlainly(path: string): Promise<number> {
  let seconds = Infinity;
  for (let run = 0; run < Number(options.runs); ++run) {
    const file = await open(path);
    const buffer = Buffer.alloc(1 << 20);
    const start = performance.now();
    while ((await file.read(buffer, 0, buffer.length)).bytesRead > 0);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    await file.close();
  }
  return seconds;
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function row(name: string, seconds: number, peakBytes: number, peer?: number): void {
  const memory = peakBytes > 0 ? `${Math.round(peakBytes / 1e6)} MB at most` : "";
  const ratio = peer === undefined ? "" : `${(peer / seconds).toFixed(1)} × as fast`;
  console.log(`  ${name.padEnd(36)} ${seconds.toFixed(3).padStart(8)} s  ${ratio.padEnd(18)} ${memory}`.trimEnd());
}

function rate(bytes: number, seconds: number): string {
  return `${(bytes / seconds / 1e9).toFixed(2)} GB/s`;
}
