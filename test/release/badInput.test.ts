import {execFile} from "node:child_process";
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {InputError} from "../../data-loaders/sources/inputError.js";
import {scratchFolder} from "./readRelease.js";

const root = new URL("../../", import.meta.url).pathname;
const people = 30;
const ids = Array.from({length: people}, (_, i) => `SECRETID${i}`);

/** The files of a cohort by name; `null` leaves one out. */
type Files = Record<string, string | Uint8Array | null>;

const head = `##fileformat=VCFv4.2\n##contig=<ID=1>\n`;
const vcfColumns = (names: string[]): string =>
  `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${names.join("\t")}\n`;
const vcfRow = (pos: number | string, calls: string[]): string =>
  `1\t${pos}\trs1\tA\tG\t.\tPASS\t.\tGT\t${calls.join("\t")}\n`;
const calls = ids.map((_, i) => ["0/0", "0/1", "1/1", "./."][i % 4]);
const vcf = head + vcfColumns(ids) + vcfRow(100, calls) + vcfRow(200, calls);
const samples = (value = "EUR"): string => `id\tpop\tage\n${ids.map((id) => `${id}\t${value}\t50`).join("\n")}\n`;
const fam = ids.map((id) => `0 ${id} 0 0 1 -9\n`).join("");
const bim = "1 rs1 0 100 G A\n1 rs2 0 200 G A\n";
const bed = Uint8Array.from([0x6c, 0x1b, 0x01, ...Array.from({length: 16}, () => 0)]);
const manifest = (genotypes = "g.vcf", more = ""): string =>
  `id: bad\nbuild: GRCh37\nrelease: {class: open}\ngenotypes: [${genotypes}]
samples: {file: s.tsv, id: id, columns: {ancestry: pop, age: age}}
strata: [ancestry]\nconsent: {codes: ["DUO:0000004"]${more}}\n`;
const plink = {"m.yaml": manifest("g.bed"), "g.bed": bed, "g.bim": bim, "g.fam": fam};
const gzipped = (bytes: Uint8Array): Files => ({"m.yaml": manifest("g.vcf.gz"), "g.vcf.gz": bytes});
const gz = gzipSync(vcf);
const notUtf8 = (text: string): Uint8Array => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0x0a])]);

/** What differs from a good cohort, and the message: file, line, what is wrong. */
const cases: [string, Files, RegExp][] = [
  ["a VCF that is not there", {"g.vcf": null}, /m\.yaml:4: genotypes\[0\]: \S*g\.vcf does not exist/],
  ["an empty VCF", {"g.vcf": ""}, /g\.vcf: .*empty/],
  ["a VCF without a header", {"g.vcf": vcfRow(100, calls)}, /g\.vcf:1: /],
  ["a VCF with a sample twice", {"g.vcf": vcf.replace("SECRETID7\t", "SECRETID6\t")}, /g\.vcf.*same|g\.vcf.*twice/],
  ["a VCF of other people", {"g.vcf": vcf.replaceAll("SECRETID", "SECRETOTHER")}, /m\.yaml:5: .*sample mismatch/],
  ["an allele that ALT does not have", {"g.vcf": vcf.replace("./.", "0/7")}, /g\.vcf:4: /],
  ["a genotype that is none", {"g.vcf": vcf.replace("0/1", "SECRETVALUE")}, /g\.vcf:4: /],
  ["a position that is none", {"g.vcf": vcf.replace("\t200\t", "\t-200\t")}, /g\.vcf:5: /],
  ["a VCF that ends in a row", {"g.vcf": vcf.slice(0, -30)}, /g\.vcf:5: /],
  ["bytes in a VCF that are no UTF-8", {"g.vcf": notUtf8(vcf)}, /g\.vcf:6: /],
  ["a line without end", {"g.vcf": head + "#".repeat(70_000_000)}, /g\.vcf(:\d+)?: /],
  ["a gzip file that was cut", gzipped(gz.subarray(0, gz.length - 20)), /g\.vcf\.gz(:\d+)?: .*(truncated|ends|cut)/],
  ["a .gz that is not compressed", gzipped(Buffer.from("SECRETTEXT\n")), /g\.vcf\.gz(:\d+)?: /],
  ["a sample file without rows", {"s.tsv": ""}, /s\.tsv: is empty/],
  ["a sample file without a header", {"s.tsv": samples().split("\n").slice(1).join("\n")}, /s\.tsv:1: .*header/],
  ["a sample file without the column of ids", {"s.tsv": samples().replace("id\t", "iid\t")}, /m\.yaml:5: .*no column/],
  ["a sample twice in the sample file", {"s.tsv": samples().replace("SECRETID9\t", "SECRETID8\t")}, /s\.tsv:11: same/],
  ["people without a row", {"s.tsv": samples().replace(/SECRETID29.*\n/, "")}, /s\.tsv: sample mismatch: 1 of 30/],
  ["a row with a column too few", {"s.tsv": samples().replace(/(SECRETID3\t.*)\t50/, "$1")}, /s\.tsv:5: has 2 columns/],
  ["an age out of range", {"s.tsv": samples().replace(/(SECRETID3\t.*\t)50/, "$1999")}, /s\.tsv:5: .*expected years/],
  ["a sample file that is not UTF-8", {"s.tsv": notUtf8(samples())}, /s\.tsv:32: /],
  ["a withdrawn id that nobody has", withdrawn("SECRETWHO\n"), /w\.txt:1: this id is neither/],
  ["an empty list of withdrawals", withdrawn(""), /w\.txt: .*empty/],
  [".bed that ends early", {...plink, "g.bed": bed.subarray(0, 12)}, /g\.bed: /],
  [".bed by person", {...plink, "g.bed": Uint8Array.from([0x6c, 0x1b, 0x00, ...bed.subarray(3)])}, /g\.bed: /],
  [".bed that is none", {...plink, "g.bed": Buffer.from("SECRETTEXT")}, /g\.bed: /],
  ["an empty .bed", {...plink, "g.bed": ""}, /g\.bed: /],
  [".bed without .fam", {...plink, "g.fam": null}, /m\.yaml:4: .*g\.fam does not exist/],
  [".bim with a bad position", {...plink, "g.bim": bim.replace("200", "x200")}, /g\.bim:2: /],
  [".bim with too few columns", {...plink, "g.bim": bim.replace(" 200 G A", "")}, /g\.bim:2: /],
  [".fam with an id twice", {...plink, "g.fam": fam.replace("SECRETID9 ", "SECRETID8 ")}, /g\.fam.*same/],
  [".fam with a column too few", {...plink, "g.fam": fam.replace("0 SECRETID3 ", "SECRETID3 ")}, /g\.fam:4: /],
  ["a manifest with an unknown field", {"m.yaml": `${manifest()}strat: []\n`}, /m\.yaml:8: strat: unknown field/],
  ["a manifest that is not YAML", {"m.yaml": "id: [\n"}, /m\.yaml:\d+: /],
  ["an empty manifest", {"m.yaml": ""}, /m\.yaml(:\d+)?: /]
];

function withdrawn(text: string): Files {
  return {"m.yaml": manifest("g.vcf", ", withdrawn: w.txt"), "w.txt": text};
}

describe("npm run release with bad input", () => {
  for (const [name, files, message] of cases)
    it(`${name}: one line with the file, nothing written, nobody named`, async () => {
      const folder = await cohortIn(files);
      const out = join(folder, "out");
      const error = await makeRelease({manifestPath: join(folder, "cohort/m.yaml"), out, threads: 1}).then(
        () => null,
        (reason: Error) => reason
      );
      expect(error, error?.stack).toBeInstanceOf(InputError);
      checkMessage(error!.message, message);
      expect(readdirSync(folder)).toEqual(["cohort"]);
    });

  it("reads CRLF as it reads LF", async () => {
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    for (const files of [
      {"g.vcf": crlf(vcf), "s.tsv": crlf(samples()), "m.yaml": crlf(manifest())},
      {...plink, "g.fam": crlf(fam), "g.bim": crlf(bim)}
    ] as Files[]) {
      const folder = await cohortIn(files);
      const made = await makeRelease({
        manifestPath: join(folder, "cohort/m.yaml"),
        out: join(folder, "out"),
        threads: 1
      });
      expect(made.flow.find(({id}) => id === "included")?.count).toBe(people);
      expect(made.strata).toEqual([{name: "ancestry", levels: ["EUR"]}]);
    }
  });

  for (const name of ["an allele that ALT does not have", "a gzip file that was cut", ".bed that ends early"])
    it(`as a process, ${name}: one line on stderr, exit code 1`, async () => {
      const [, files, message] = cases.find(([known]) => known === name)!;
      const folder = await cohortIn(files);
      const {code, stdout, stderr} = await release(join(folder, "cohort/m.yaml"), join(folder, "out"));
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^covenant: .*\n$/);
      checkMessage(stderr.slice("covenant: ".length, -1), message);
      expect(readdirSync(folder)).toEqual(["cohort"]);
    });
});

function checkMessage(found: string, expected: RegExp): void {
  expect(found).toMatch(expected);
  expect(found).not.toMatch(/SECRET|\n/);
  expect(found.length).toBeLessThan(400);
}

async function cohortIn(files: Files): Promise<string> {
  const folder = await scratchFolder();
  mkdirSync(join(folder, "cohort"));
  const all: Files = {"m.yaml": manifest(), "g.vcf": vcf, "s.tsv": samples(), ...files};
  for (const [name, content] of Object.entries(all))
    if (content !== null) writeFileSync(join(folder, "cohort", name), content);
  return folder;
}

function release(cohort: string, out: string): Promise<{code: number; stdout: string; stderr: string}> {
  const command = ["data-loaders/start.mjs", "data-loaders/release/cli.ts", "--cohort", cohort, "--out", out];
  return new Promise((resolve) => {
    execFile(process.execPath, [...command, "--quiet"], {cwd: root}, (error, stdout, stderr) =>
      resolve({code: error ? Number(error.code) : 0, stdout, stderr})
    );
  });
}
