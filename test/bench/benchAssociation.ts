import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {randomLcg, randomNormal} from "d3-random";
import {best, isInstalled, type Measured} from "./measure.js";

const people = 2504;
const covariates = 11;
const root = new URL("../../", import.meta.url).pathname;

/**
 * A disease of a third of the people, tested with 11 covariates, beside plink2 --glm firth-fallback; Hardy–Weinberg and
 * allelic tests beside plink1.9. From files to files, with the start of the process.
 */
export async function benchAssociation(threads: number, runs: number): Promise<void> {
  if (!isInstalled("plink2")) return console.log("bench: plink2 makes the input, and it is not installed");
  const kept = process.env.COVENANT_BENCH;
  const folder = kept ?? mkdtempSync(join(tmpdir(), "covenant-bench-"));
  try {
    await benchRegression(folder, threads, runs);
    // The start of Node weighs less the more variants there are.
    if (isInstalled("plink1.9"))
      for (const variants of [200_000, 1_000_000]) await benchCounts(folder, variants, threads, runs);
  } finally {
    if (!kept) rmSync(folder, {recursive: true});
  }
}

async function benchRegression(folder: string, threads: number, runs: number): Promise<void> {
  const variants = 20_000;
  console.log(
    `\nLogistic regression of ${people} people × ${variants} variants with ${covariates} covariates, ${threads} threads`
  );
  makeInput(folder, "glm", variants);
  const command = `--bfile glm --pheno glm.traits --covar glm.covariates --glm firth-fallback hide-covar --threads ${threads} --out glm`;
  const plink2 = await best(runs, "plink2", command.split(" "), folder);
  const ours = await best(
    runs,
    process.execPath,
    script("gwasFile.ts", {
      bed: join(folder, "glm.bed"),
      traits: join(folder, "glm.traits"),
      covariates: join(folder, "glm.covariates"),
      kind: "binary",
      threads: String(threads),
      out: join(folder, "ours.parquet")
    }),
    root
  );
  row("plink2 --glm firth-fallback", plink2);
  row("Covenant, with the start of Node", ours, ratio(plink2, ours, 10));
}

async function benchCounts(folder: string, variants: number, threads: number, runs: number): Promise<void> {
  const input = `counts${variants}`;
  console.log(`\nTests on counts: ${people} people × ${variants} variants, ${threads} threads`);
  makeInput(folder, input, variants);
  for (const [name, command, test] of [
    ["plink1.9 --hardy", "--hardy", "hardy"],
    ["plink1.9 --assoc", `--assoc --pheno ${input}.traits --allow-no-sex`, "allelic"]
  ]) {
    const plink = await best(
      runs,
      "plink1.9",
      `--bfile ${input} ${command} --threads ${threads} --out counts`.split(" "),
      folder
    );
    const ours = await best(
      runs,
      process.execPath,
      script("countTestsFile.ts", {
        bed: join(folder, `${input}.bed`),
        traits: join(folder, `${input}.traits`),
        test,
        threads: String(threads),
        out: join(folder, `${test}.parquet`)
      }),
      root
    );
    row(name, plink);
    row(`Covenant, ${test}, with the start of Node`, ours, ratio(plink, ours, 1));
  }
}

function script(name: string, options: Record<string, string>): string[] {
  const given = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  return [join(root, "data-loaders/start.mjs"), join(root, "test/bench", name), ...given];
}

/** Genotypes of plink2 --dummy, 1 % missing, and seeded covariates with a disease that goes with two of them. */
function makeInput(folder: string, name: string, variants: number): void {
  if (existsSync(join(folder, `${name}.covariates`))) return;
  execFileSync("plink2", `--dummy ${people} ${variants} 0.01 --seed 1 --make-bed --out ${name}`.split(" "), {
    cwd: folder,
    stdio: "pipe"
  });
  const source = randomLcg(7);
  const normal = randomNormal.source(source)();
  const ids = readFileSync(join(folder, `${name}.fam`), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/).slice(0, 2).join("\t"));
  const rows = ids.map(() => Array.from({length: covariates}, () => normal()));
  const write = (file: string, header: string, of: (i: number) => string): void =>
    writeFileSync(
      join(folder, `${name}.${file}`),
      [`#FID\tIID\t${header}`, ...ids.map((id, i) => `${id}\t${of(i)}`)].join("\n") + "\n"
    );
  write("traits", "disease", (i) =>
    source() < 1 / (1 + Math.exp(0.8 - 0.4 * rows[i][0] + 0.3 * rows[i][1])) ? "2" : "1"
  );
  write("covariates", rows[0].map((_, c) => `C${c}`).join("\t"), (i) => rows[i].map((x) => x.toFixed(6)).join("\t"));
}

function ratio(peer: Measured, ours: Measured, goal: number): string {
  const times = peer.seconds / ours.seconds;
  return `${times.toFixed(1)} × as fast, goal ${goal}: ${times >= goal ? "met" : "MISSED"}`;
}

function row(name: string, {seconds, peakBytes}: Measured, remark = ""): void {
  console.log(
    `  ${name.padEnd(42)} ${seconds.toFixed(3).padStart(8)} s  ${Math.round(peakBytes / 1e6)} MB at most  ${remark}`.trimEnd()
  );
}
