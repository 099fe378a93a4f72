import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {readReference} from "../../data-loaders/sources/reference.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
const levels = ["AFR", "EUR"];
const header = "chrom\tpos\tref\talt\tAFR\tEUR";
let count = 0;

function read(content: string | Uint8Array, spacingBp = 1000) {
  return readReference(folder.write(`panel${++count}`, content), levels, spacingBp);
}

/** The message for a file with these lines, as `panel:line: …`. */
async function problem(...lines: string[]): Promise<string> {
  return (await inputErrorOf(() => read(`${lines.join("\n")}\n`))).replace(/^panel\d+/, "panel");
}

const good = [header, "1\t500\tA\tC\t0.25\t0.5", "1\t2000\tag\tT\t0\t1", "22\t7\tG\tA\t1e-3\t.5"];

describe("readReference(input, levels, spacingBp)", () => {
  it("reads a frequency per level, in the order of the levels and of the file", async () => {
    const reference = await read(`${good.join("\n")}\n`);
    expect(reference.source).toMatch(/^panel\d+$/);
    expect(reference.levels).toEqual(levels);
    expect(reference.variants).toEqual([
      {chrom: "1", pos: 500, ref: "A", alt: "C", frequencies: [0.25, 0.5], block: "1", linkage: 0.5},
      {chrom: "1", pos: 2000, ref: "AG", alt: "T", frequencies: [0, 1], block: "1", linkage: 2},
      {chrom: "22", pos: 7, ref: "G", alt: "A", frequencies: [0.001, 0.5], block: "22", linkage: 0.007}
    ]);
  });

  it("finds columns by name, and does not mind others", async () => {
    const {variants} = await read("EUR,rsid,alt,ref,pos,chrom,AFR\n0.5,rs1,C,A,500,1,0.25\n");
    expect(variants).toEqual([
      {chrom: "1", pos: 500, ref: "A", alt: "C", frequencies: [0.25, 0.5], block: "1", linkage: 0.5}
    ]);
  });

  it("reads CRLF, a byte order mark, # before the header, blank lines and gzip alike", async () => {
    const {variants} = await read(`${good.join("\n")}\n`);
    const text = `\uFEFF#${good.join("\r\n\r\n")}`;
    expect((await read(text)).variants).toEqual(variants);
    expect((await read(gzipSync(text))).variants).toEqual(variants);
  });

  it("names chromosomes as tables do, so that PLINK's 23 is no autosome", async () => {
    const names = ["chr1", "CHR2", "03", "23", "chrX", "26"];
    const {variants} = await read([header, ...names.map((chrom, i) => `${chrom}\t${i + 1}\tA\tC\t.1\t.1`)].join("\n"));
    expect(variants.map(({chrom}) => chrom)).toEqual(["1", "2", "3", "X", "X", "MT"]);
    expect(variants.map(({block}) => block)).toEqual(["1", "2", "3", "X", "X", "MT"]);
  });

  it("takes variants as linked when they are nearer than the spacing; without spacing only those of one site", async () => {
    const near = [
      header,
      "1\t1000\tA\tC\t.5\t.5",
      "1\t1999\tA\tC\t.5\t.5",
      "1\t2000\tA\tC\t.5\t.5",
      "1\t2000\tA\tG\t.5\t.5"
    ];
    const linkages = async (spacing: number) =>
      (await read(near.join("\n"), spacing)).variants.map(({linkage}) => linkage);
    expect(await linkages(1000)).toEqual([1, 1.999, 2, 2]);
    expect(await linkages(0)).toEqual([1000, 1999, 2000, 2000]);
  });

  it("says which column is missing, and which are expected", async () => {
    for (const name of header.split("\t"))
      expect(await problem(header.replace(name, "other"), good[1])).toBe(
        `panel:1: has no column ${name}; expected chrom, pos, ref, alt and a frequency for each of AFR, EUR`
      );
  });

  it.each(["1.01", "-0.1", "NaN", "Infinity", "half", "", "0,5", "NA"])(
    "refuses %j as a frequency, with the line",
    async (value) => {
      expect(await problem(header, good[1], `1\t9\tA\tC\t0.1\t${value}\t`)).toBe(
        `panel:3: EUR: expected a frequency from 0 to 1, found ${JSON.stringify(value)}`
      );
    }
  );

  it.each(["0", "-5", "1.5", "1e3", "x", "2147483648", ""])("refuses %j as a position", async (value) => {
    expect(await problem(header, `1\t${value}\tA\tC\t0.1\t0.1`)).toBe(
      `panel:2: pos: expected a whole number from 1, found ${JSON.stringify(value)}`
    );
  });

  it("refuses alleles that are no bases, and a chromosome that is missing", async () => {
    for (const alt of ["<DEL>", "*", ".", "", "A,C"])
      expect(await problem(header, `1\t9\tA\t${alt}\t0.1\t0.1`)).toBe("panel:2: alt: expected bases A, C, G, T");
    expect(await problem(header, "1\t9\t-\tC\t0.1\t0.1")).toBe("panel:2: ref: expected bases A, C, G, T");
    expect(await problem(header, "\t9\tA\tC\t0.1\t0.1")).toBe("panel:2: chrom: missing");
  });

  it("refuses a variant that came before, however it is spelt", async () => {
    expect(await problem(...good, "chr1\t500\ta\tc\t0.1\t0.1")).toBe(
      "panel:5: 1-500-A-C came before; each variant once"
    );
  });

  it("refuses rows that are too short or too long", async () => {
    expect(await problem(header, good[1], "1\t9\tA\tC\t0.1")).toBe("panel:3: has 5 columns, but the header has 6");
    expect(await problem(header, `${good[1]}\t0.3`)).toBe("panel:2: has 7 columns, but the header has 6");
  });

  it("refuses a file that is empty, has a header only, or is not there", async () => {
    expect(await inputErrorOf(() => read(""))).toMatch(/^panel\d+: is empty$/);
    expect(await problem(header)).toBe("panel: has no variants below its header");
    const gone = {file: `${folder.path}/gone`, label: "gone"};
    expect(await inputErrorOf(() => readReference(gone, levels, 1))).toBe("gone: does not exist");
  });

  it("refuses a gzip that ends too early, with the line it got to", async () => {
    const whole = gzipSync(
      [header, ...Array.from({length: 5000}, (_, i) => `1\t${i + 1}\tA\tC\t0.1\t0.${i}`)].join("\n")
    );
    expect(await inputErrorOf(() => read(whole.subarray(0, whole.length >> 1)))).toMatch(
      /^panel\d+:\d+: the gzip ends too early \(truncated\); copy or compress the file again$/
    );
  });
});
