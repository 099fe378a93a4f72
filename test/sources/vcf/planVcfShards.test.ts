import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";
import type {VcfShard} from "../../../data-loaders/sources/cohort.js";
import {InputError} from "../../../data-loaders/sources/inputError.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {bgzfOf} from "./bgzfOf.js";
import {readAll} from "./readAll.js";
import {readPlainly, type PlainVariant} from "./readPlainly.js";

const folder = mkdtempSync(join(tmpdir(), "covenant-vcf-"));
afterAll(() => rmSync(folder, {recursive: true}));
const file = join(folder, "cohort");
const sex = [1, 2, 2];

function plan(bytes: Buffer, shardBytes: number): Promise<VcfShard[]> {
  writeFileSync(file, bytes);
  const cohort = {people: sex.length, sex: Uint8Array.from(sex), build: "GRCh37" as const};
  return planVcfShards([{file, label: "cohort"}], cohort, {bgzf: shardBytes, none: shardBytes});
}

interface Rows {
  /** Contig, rows of one site, length of INFO. */
  sites: [string, number, number][];
  end: string;
  ended: boolean;
}

const rows: fc.Arbitrary<Rows> = fc.record({
  sites: fc.array(
    fc.tuple(
      fc.constantFrom("1", "chr1", "2", "X", "XY"),
      fc.oneof({weight: 4, arbitrary: fc.constant(1)}, fc.integer({min: 2, max: 4}), fc.constant(40)),
      fc.oneof({weight: 9, arbitrary: fc.nat(30)}, fc.integer({min: 500, max: 3000}))
    ),
    {minLength: 12, maxLength: 40}
  ),
  end: fc.constantFrom("\n", "\r\n"),
  ended: fc.boolean()
});

const columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", "a", "b", "c"].join("\t");

/** A site's contig is written with and without `chr`, and its position with a 0 in front: it is the same site. */
function vcf({sites, end, ended}: Rows): string {
  const lines = sites.flatMap(([contig, count, length], site) =>
    Array.from({length: count}, (_, i) => {
      const name = i % 2 ? contig : contig.replace("chr", "");
      const info = Array.from({length}, (_, k) => ((site * 7919 + i * 104_729 + k * 31) % 36).toString(36)).join("");
      return [name, `${i % 3 ? "" : "0"}${site + 1}`, ".", "A", "CGT"[i % 3], ".", ".", `I=${info}`, "GT", "0/0", "0/1", i % 2 ? "1/1" : "."].join("\t"); // prettier-ignore
    })
  );
  return ["##fileformat=VCFv4.3", `##note=${"x".repeat(200)}`, columns, ...lines].join(end) + (ended ? end : "");
}

async function expectWholeSites(shards: VcfShard[], text: string): Promise<void> {
  const read: PlainVariant[][] = [];
  for (const shard of shards) read.push(await readAll([shard]));
  expect(read.flat()).toEqual(readPlainly(text, sex, "GRCh37"));
  const filled = read.filter(({length}) => length > 0).map((all) => [all[0], all.at(-1)!]);
  for (let i = 1; i < filled.length; ++i) expect(siteOf(filled[i][0])).not.toBe(siteOf(filled[i - 1][1]));
}

function siteOf({chrom, pos}: PlainVariant): string {
  return `${chrom}:${pos}`;
}

describe("planVcfShards(files, cohort, shardBytes)", () => {
  const sizes = {shardBytes: fc.integer({min: 1, max: 800})};

  it("never parts the rows of a site, and gives every row once: plain text", async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(rows, sizes.shardBytes, async (input, shardBytes) => {
        const text = vcf(input);
        // The reader takes 1 MiB at once, and what it took with the header is not cut.
        const long = text.replace(/(?<=##note=)x+/, (x) =>
          x.padEnd(2 ** 20 - (text.indexOf("#CHROM") - 200) - 60, "x")
        );
        const shards = await plan(Buffer.from(long), shardBytes);
        most = Math.max(most, shards.length);
        await expectWholeSites(shards, long);
      }),
      {seed: 20261123, numRuns: 40}
    );
    expect(most).toBeGreaterThan(10);
  });

  it("never parts the rows of a site, and gives every row once: BGZF with blocks of any size", async () => {
    const blockSizes = fc.array(fc.integer({min: 1, max: 700}), {minLength: 1, maxLength: 4});
    let most = 0;
    await fc.assert(
      fc.asyncProperty(rows, sizes.shardBytes, blockSizes, async (input, shardBytes, blocks) => {
        const text = vcf(input);
        const shards = await plan(bgzfOf(Buffer.from(text), blocks).bytes, shardBytes);
        most = Math.max(most, shards.length);
        await expectWholeSites(shards, text);
      }),
      {seed: 20261123, numRuns: 70}
    );
    expect(most).toBeGreaterThan(10);
  });

  const sorted = vcf({sites: Array.from({length: 400}, (_, i) => ["1", 1 + (i % 2), 40]), end: "\n", ended: true});

  it("makes one shard of what is all one site", async () => {
    const text = vcf({sites: [["1", 500, 40]], end: "\n", ended: true});
    expect(await plan(bgzfOf(Buffer.from(text), [300]).bytes, 200)).toHaveLength(1);
  });

  it("leaves damaged blocks to the reader, which names the file", async () => {
    const {bytes, blocks} = bgzfOf(Buffer.from(sorted), [500]);
    expect((await plan(bytes, 400)).length).toBeGreaterThan(20);
    for (const block of blocks.filter((_, i) => i > 1 && i % 7 === 0)) {
      const damaged = Buffer.from(bytes);
      damaged[block + 25] ^= 0xff;
      const error = await readAll(await plan(damaged, 400)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toBe(
        "cohort: damaged: the compressed data cannot be read; copy or compress the file again"
      );
    }
  });

  it("leaves bad rows to the reader, which has the number of the line", async () => {
    for (const line of [5, 100, 303, 603]) {
      const lines = sorted.split("\n");
      lines[line - 1] = lines[line - 1].replace(/\t/, " ");
      const shards = await plan(bgzfOf(Buffer.from(lines.join("\n")), [500]).bytes, 400);
      await expect(readAll(shards)).rejects.toThrow(`cohort:${line}: `);
    }
  });
});
