import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {uniqueGap} from "../../data-loaders/tables/structure/principalComponents.js";
import {best, isInstalled, measure, type Measured} from "./measure.js";
import {writeStructured} from "./structuredInput.js";

const components = 10;
const goal = 5;

/**
 * Ten principal components of 2,504 people in five groups, from .bed to a file of scores, beside plink2 and plink1.9 on
 * the same files: time, memory, and how well the components agree.
 */
export async function benchComponents(variants: number, threads: number, runs: number): Promise<void> {
  console.log(`\nPrincipal components of 2504 people × ${variants} variants, ${threads} threads, from file to file`);
  const root = new URL("../../", import.meta.url).pathname;
  const kept = process.env.COVENANT_BENCH;
  const folder = kept ?? mkdtempSync(join(tmpdir(), "covenant-bench-"));
  try {
    const prefix = join(folder, "structured");
    writeStructured(prefix, variants);
    const out = join(folder, "components.tsv");
    const script = [join(root, "data-loaders/start.mjs"), join(root, "test/bench/componentsOnce.ts")];
    const ours = await best(runs, process.execPath, [...script, prefix, out, String(threads)], root);
    const peers: {name: string; measured: Measured; result: string}[] = [];
    for (const name of ["plink1.9", "plink2"].filter(isInstalled)) {
      const result = join(folder, name);
      const command = `--bfile ${prefix} --pca ${components} --threads ${threads} --out ${result}`.split(" ");
      const once = await measure(name, command);
      // A peer that is already slower than another after one run needs no second chance; they take minutes.
      const again = peers.some(({measured}) => measured.seconds < once.seconds) ? 0 : runs - 1;
      const more = again > 0 ? await best(again, name, command) : once;
      peers.push({name, measured: more.seconds < once.seconds ? more : once, result});
    }
    const fastest = Math.min(...peers.map(({measured}) => measured.seconds));
    for (const {name, measured} of peers) row(`${name} --pca ${components}`, measured);
    const ratio = fastest / ours.seconds;
    const remark =
      peers.length > 0 ? `${ratio.toFixed(1)} × as fast, goal ${goal}: ${met(ratio >= goal)}` : "no peer installed";
    row("Covenant, with the start of Node", ours, remark);
    const {readSeconds, products} = JSON.parse(ours.stdout) as {readSeconds: number; products: number};
    console.log(`    ${products} products with the genotypes; the file was read in ${readSeconds.toFixed(2)} s`);
    for (const {name, result} of peers) compare(name, readTable(out), result);
  } finally {
    if (!kept) rmSync(folder, {recursive: true});
  }
}

/** |cosine| of each component with the peer's that the gaps between the peer's eigenvalues make unique. */
function compare(name: string, ours: number[][], result: string): void {
  const values = readTable(`${result}.eigenval`).map(([value]) => value);
  const theirs = readTable(`${result}.eigenvec`).filter((row) => row.every((value) => !Number.isNaN(value)));
  const unique = values.flatMap((value, i) => {
    const gap = Math.min(
      ...[values[i - 1] ?? Infinity, values[i + 1] ?? value].map((other) => Math.abs(other - value))
    );
    return gap >= uniqueGap * value ? [i] : [];
  });
  const cosines = unique.map((i) => Math.abs(ours.reduce((sum, row, person) => sum + row[i] * theirs[person][i], 0)));
  const text = cosines.map((cosine, i) => `PC${unique[i] + 1} ${cosine.toFixed(6)}`).join(", ");
  const worst = Math.min(...cosines);
  console.log(`    |cosine| with ${name} where the gap is ${100 * uniqueGap} % of the eigenvalue or more: ${text}`);
  console.log(`    goal 0.999: ${met(worst >= 0.999)}`);
}

/** Numbers of a table without its identifiers, which begin with a letter. */
function readTable(file: string): number[][] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) =>
    line
      .split(/\s+/)
      .filter((text) => !/^p\d/.test(text))
      .map(Number)
  );
}

function row(name: string, {seconds, peakBytes}: Measured, remark = ""): void {
  const memory = `${Math.round(peakBytes / 1e6)} MB at most`;
  console.log(`  ${name.padEnd(36)} ${seconds.toFixed(2).padStart(8)} s  ${memory}  ${remark}`.trimEnd());
}

function met(reached: boolean): string {
  return reached ? "met" : "MISSED";
}
