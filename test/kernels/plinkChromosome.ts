import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";

const run = promisify(execFile);
const data = new URL("../../../shared/data/kg1126/", import.meta.url).pathname;

/** A folder with one chromosome of kg1126 for the peers, until `remove`. */
export interface PlinkChromosome {
  /** Runs a program in the folder; arguments are separated by spaces. */
  run(program: string, options: string): Promise<void>;
  /** The cells of a table that a program wrote, its header first. */
  rows(file: string): Promise<string[][]>;
  remove(): Promise<void>;
}

/**
 * Files of one chromosome: `vcf.gz`'s name is `vcf`; `sex.txt`, `status.txt` (cases 2, controls 1) and `groups.txt`
 * (super-populations) are written beside. Status is invented by the source.
 */
export async function plinkChromosome(chromosome: string): Promise<PlinkChromosome & {vcf: string}> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-plink-"));
  const lines = (await readFile(join(data, "phenotypes.tsv"), "utf8")).trim().split("\n").slice(1);
  const people = lines.map((line) => line.split("\t"));
  const write = (file: string, of: (row: string[]) => string): Promise<void> =>
    writeFile(join(folder, file), people.map((row) => `${row[0]} ${row[0]} ${of(row)}\n`).join(""));
  await write("sex.txt", (row) => (row[4] === "M" ? "1" : "2"));
  await write("status.txt", (row) => (row[7] === "1" ? "2" : "1"));
  await write("groups.txt", (row) => row[2]);
  return {
    vcf: join(data, `1KG_phase3_subset_chr${chromosome}.vcf.gz`),
    run: async (program, options) => {
      await run(program, options.split(" "), {cwd: folder});
    },
    rows: async (file) => {
      const text = await readFile(join(folder, file), "utf8");
      return text
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/));
    },
    remove: () => rm(folder, {recursive: true})
  };
}
