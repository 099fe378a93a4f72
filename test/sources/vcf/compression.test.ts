import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {deflateRawSync, gzipSync} from "node:zlib";
import fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";
import type {VcfShard} from "../../../data-loaders/sources/cohort.js";
import {InputError} from "../../../data-loaders/sources/inputError.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {bgzfOf, endOfFileBlock} from "./bgzfOf.js";
import {readAll} from "./readAll.js";

const folder = mkdtempSync(join(tmpdir(), "covenant-vcf-"));
afterAll(() => rmSync(folder, {recursive: true}));

const header = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n";
const row = (pos: number, calls = "0/0\t0/1"): string => `1\t${pos}\t.\tA\tC\t.\t.\t.\tGT\t${calls}\n`;
const text = Buffer.from(header + Array.from({length: 300}, (_, i) => row(i + 1)).join(""));

async function plan(bytes: Buffer): Promise<VcfShard[]> {
  const file = join(folder, "cohort");
  writeFileSync(file, bytes);
  return planVcfShards([{file, label: "cohort"}], {people: 2, sex: Uint8Array.of(1, 2), build: "GRCh38"});
}

async function countRows(bytes: Buffer): Promise<number> {
  return (await readAll(await plan(bytes))).length;
}

async function problemOf(bytes: Buffer): Promise<string> {
  const error = await countRows(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe("compression is told by the first bytes, whatever the file is called", () => {
  it.each([
    ["none", text],
    ["gzip", gzipSync(text)],
    ["bgzf", bgzfOf(text, [1000]).bytes]
  ])("%s", async (compression, bytes) => {
    expect((await plan(bytes)).map((shard) => shard.compression)).toEqual([compression]);
    expect(await countRows(bytes)).toBe(300);
  });

  it("BGZF whose BC field comes after another extra field", async () => {
    const bytes = bgzfOf(text, [1000]).bytes;
    const size = bytes.readUInt16LE(16) + 1;
    const first = Buffer.concat([
      bytes.subarray(0, 12),
      Buffer.from("58590300616263", "hex"),
      bytes.subarray(12, size)
    ]);
    first.writeUInt16LE(13, 10);
    first.writeUInt16LE(first.length - 1, 23);
    const moved = Buffer.concat([first, bytes.subarray(size)]);
    expect((await plan(moved))[0].compression).toBe("bgzf");
    expect(await countRows(moved)).toBe(300);
  });

  it("BGZF with empty blocks between others, as in files joined by cat", async () => {
    const joined = Buffer.concat([bgzfOf(text, [1000]).bytes, bgzfOf(Buffer.from(row(301)), [9]).bytes]);
    expect(await countRows(joined)).toBe(301);
  });
});

describe("compressed data that are cut or damaged are refused", () => {
  const bgzf = bgzfOf(text, [1000]);
  const cutShort = "cohort: truncated: the compressed data end too early; copy or compress the file again";
  const damaged = "cohort: damaged: the compressed data cannot be read; copy or compress the file again";
  const noEnd = "cohort: truncated: the BGZF end-of-file block is missing; make the file again with bgzip";

  it("BGZF without its end-of-file block", async () => {
    expect(await problemOf(bgzf.bytes.subarray(0, -endOfFileBlock.length))).toBe(noEnd);
  });

  it("BGZF that ends inside a block", async () => {
    expect(await problemOf(bgzf.bytes.subarray(0, bgzf.blocks[3] + 40))).toBe(noEnd);
    const withEnd = Buffer.concat([bgzf.bytes.subarray(0, bgzf.blocks[3] + 40), endOfFileBlock]);
    expect(await problemOf(withEnd)).toMatch(/^cohort: (truncated|damaged): the compressed data/);
  });

  it("BGZF with a changed byte: in a header, in the data, in a checksum", async () => {
    for (const offset of [0, 16, 40, bgzf.blocks[3] - bgzf.blocks[2] - 8]) {
      const bytes = Buffer.from(bgzf.bytes);
      bytes[bgzf.blocks[2] + offset] ^= 0x01;
      expect(await problemOf(bytes)).toMatch(/^cohort: (truncated|damaged): the compressed data/);
    }
  });

  it("BGZF whose block unpacks to more than 64 KiB", async () => {
    const data = deflateRawSync(Buffer.alloc(2 ** 20));
    const bomb = Buffer.from(bgzfOf(Buffer.alloc(1), [1]).bytes.subarray(0, 18));
    bomb.writeUInt16LE(18 + data.length + 8 - 1, 16);
    const bytes = Buffer.concat([bgzf.bytes.subarray(0, bgzf.blocks[1]), bomb, data, Buffer.alloc(8), endOfFileBlock]);
    expect(await problemOf(bytes)).toBe(damaged);
  });

  it("gzip that ends early, in its first and in a later member", async () => {
    const gzip = gzipSync(text);
    expect(await problemOf(gzip.subarray(0, gzip.length - 9))).toBe(cutShort);
    expect(await problemOf(Buffer.concat([gzip, gzipSync(row(301)).subarray(0, 20)]))).toBe(cutShort);
  });

  it("gzip with a changed byte", async () => {
    const gzip = Buffer.from(gzipSync(text));
    gzip[gzip.length - 6] ^= 0x01;
    expect(await problemOf(gzip)).toBe(damaged);
  });

  it("gzip and BGZF of nothing", async () => {
    expect(await problemOf(gzipSync(""))).toBe("cohort: empty file, expected VCF with genotypes");
    expect(await problemOf(endOfFileBlock)).toBe("cohort: empty file, expected VCF with genotypes");
  });

  it("a header that never ends", async () => {
    const endless = gzipSync(Buffer.concat([Buffer.from("##fileformat=VCFv4.2\n##"), Buffer.alloc(70 * 2 ** 20, 65)]), {
      level: 1
    });
    expect(await problemOf(endless)).toBe("cohort:2: the header does not end: no #CHROM line in 64 MiB");
  });

  it("a row that never ends", async () => {
    const endless = gzipSync(Buffer.concat([text, Buffer.alloc(70 * 2 ** 20, 65)]), {level: 1});
    expect(await problemOf(endless)).toBe(
      "cohort:303: the line is longer than 67109376 bytes, expected a row that ends"
    );
  });
});

describe("whatever happens to a file, it is read or refused with an InputError that names no sample", () => {
  const names = ["SECRET1", "SECRET2"];
  const small = Buffer.from(
    header.replace("a\tb", names.join("\t")) + row(1) + row(2, "0|1:3\t1").replace("GT", "GT:DP")
  );
  const forms = {plain: small, gzip: gzipSync(small), BGZF: bgzfOf(small, [50]).bytes};
  for (const [form, bytes] of Object.entries(forms)) {
    it(`${form}: a byte changed, a piece left out, a piece twice`, async () => {
      const places = fc.tuple(fc.nat(bytes.length - 1), fc.nat(bytes.length), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(places, async ([at, other, value]) => {
          const changed = Buffer.from(bytes);
          changed[at] = value;
          const shorter = Buffer.concat([bytes.subarray(0, Math.min(at, other)), bytes.subarray(Math.max(at, other))]);
          const longer = Buffer.concat([bytes.subarray(0, Math.max(at, other)), bytes.subarray(Math.min(at, other))]);
          for (const broken of [changed, shorter, longer]) {
            const error = await countRows(broken).then(
              () => null,
              (reason: unknown) => reason
            );
            if (error === null) continue;
            expect(error).toBeInstanceOf(InputError);
            expect((error as Error).message).not.toMatch(/SECRET|\n/);
          }
        }),
        {seed: 20261123, numRuns: 300}
      );
    });
  }
});

describe("an error has the number of its line in the file", () => {
  const lines = 100_000;
  const bad = 81_234;
  const rows = (wrong: string): Buffer =>
    Buffer.from(header + Array.from({length: lines}, (_, i) => row(i + 1, i + 3 === bad ? wrong : undefined)).join(""));
  const problem = `cohort:${bad}: column 11: GT has an allele number that ALT does not have, expected at most 1, the number of alleles in ALT`;

  it("in any shard of a plain file", async () => {
    const bytes = rows("0/0\t0/2");
    const file = join(folder, "large");
    writeFileSync(file, bytes);
    const cuts = [0, 1, 2, 3].map((i) => i && bytes.indexOf(10, (bytes.length * i) / 4) + 1).concat(bytes.length);
    const [whole] = await plan(text);
    const shards = cuts.slice(1).map((end, i) => ({...whole, file, start: cuts[i], end}));
    const problems = await Promise.all(
      shards.map((shard) =>
        readAll([shard]).then(
          () => null,
          (error: Error) => error.message
        )
      )
    );
    expect(problems).toEqual([null, null, null, problem]);
  });

  it("in BGZF, counted from the start of the file", async () => {
    const {bytes, blocks} = bgzfOf(rows("0/2\t0/0"), [60_000]);
    const file = join(folder, "large.gz");
    writeFileSync(file, bytes);
    const [whole] = await plan(text);
    const startInBlock = rows("0/2\t0/0").indexOf(10, 20 * 60_000) + 1 - 20 * 60_000;
    const range = {start: blocks[20], startInBlock, end: bytes.length, endInBlock: 0};
    await expect(readAll([{...whole, file, compression: "bgzf", ...range}])).rejects.toThrow(
      problem.replace("column 11", "column 10")
    );
  });
});

describe("planVcfShards(files, cohort)", () => {
  it("cuts BGZF into pieces of 2 to 6 MiB that together have every row once", async () => {
    const random = lcg(1);
    const id = (): string => Array.from({length: 6}, random).join("");
    const rows = Array.from({length: 250_000}, (_, i) => `1\t${i + 1}\t${id()}\tA\tC\t.\t.\t.\tGT\t0/0\t0/1\n`);
    const {bytes} = bgzfOf(Buffer.from(header + rows.join("")), [65_280]);
    const shards = await plan(bytes);
    expect(shards.length).toBeGreaterThanOrEqual(2);
    for (const {start, end} of shards) {
      expect(end - start).toBeGreaterThanOrEqual(2 * 2 ** 20);
      expect(end - start).toBeLessThanOrEqual(6 * 2 ** 20);
    }
    expect(shards[0].start).toBe(0);
    expect(shards.slice(1).map(({start}) => start)).toEqual(shards.slice(0, -1).map(({end}) => end));
    expect(shards.at(-1)!.end).toBe(bytes.length);
    const pos = (await readAll(shards)).map((variant) => variant.pos);
    expect(pos).toHaveLength(250_000);
    expect(pos.every((value, i) => value === i + 1)).toBe(true);
  });

  it("refuses a file with another number of samples than the cohort has", async () => {
    const file = join(folder, "other");
    writeFileSync(file, text);
    const planned = planVcfShards([{file, label: "other"}], {people: 3, sex: new Uint8Array(3), build: "GRCh38"});
    await expect(planned).rejects.toThrow("other: 2 samples, expected 3");
  });

  it("refuses a file that is not there, and a folder", async () => {
    const cohort = {people: 2, sex: new Uint8Array(2), build: "GRCh38" as const};
    await expect(planVcfShards([{file: join(folder, "none"), label: "none"}], cohort)).rejects.toThrow(
      "none: no such file"
    );
    await expect(planVcfShards([{file: folder, label: "folder"}], cohort)).rejects.toThrow("folder: not a file");
  });
});

/** Numbers that do not compress well, the same in every run. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
}
