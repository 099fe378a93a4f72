import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";
import type {VcfShard} from "../../../data-loaders/sources/cohort.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {readVcfShard} from "../../../data-loaders/sources/vcf/readVcfShard.js";
import {bgzfOf} from "./bgzfOf.js";
import {readAll} from "./readAll.js";
import {readPlainly} from "./readPlainly.js";

const folder = mkdtempSync(join(tmpdir(), "covenant-vcf-"));
afterAll(() => rmSync(folder, {recursive: true}));

const build = "GRCh37";
const file = join(folder, "cohort.vcf");
const seeded = {seed: 20261123, numRuns: 150};

/** A genotype of any form that a reader must understand, alleles 0 to `alts`. */
function genotypes(alts: number): fc.Arbitrary<string> {
  const allele = fc.oneof({weight: 8, arbitrary: fc.nat(alts).map(String)}, fc.constant("."));
  return fc.oneof(
    {weight: 12, arbitrary: diploids(allele)},
    {weight: 2, arbitrary: allele},
    {weight: 1, arbitrary: fc.tuple(marks, diploids(allele)).map((parts) => parts.join(""))}
  );
}

const marks = fc.constantFrom("/", "|");

function diploids(allele: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(allele, marks, allele).map((parts) => parts.join(""));
}

/** All of one length, as most rows of most files: `called` without missing ones. */
function plainGenotypes(alts: number, called: boolean): fc.Arbitrary<string> {
  const allele = fc.nat(Math.min(alts, 9)).map(String);
  return called ? diploids(allele) : fc.oneof(diploids(allele), fc.constantFrom("./.", ".|.", "./0", "0|."));
}

/** Rows of every shape; two of three have GT alone and only diploid calls, as most files do. */
function rows(people: number): fc.Arbitrary<string> {
  const alts = fc.constantFrom(
    [],
    ["C"],
    ["C"],
    ["C"],
    ["AT", "<DEL>"],
    ["*", "G", "T"],
    Array(11)
      .fill("C")
      .map((c, i) => c.repeat(i + 1))
  );
  return fc
    .tuple(
      fc.constantFrom("1", "chr2", "22", "X", "chrX", "Y", "chrM", "MT", "HLA*01"),
      fc.constantFrom(0, 60_001, 2_699_520, 2_699_521, 5_000_000, 154_931_044, 2 ** 31 - 1),
      fc.constantFrom(".", "rs7", "snp1", "esv1;rs12;rs13", "rs"),
      alts,
      fc.constantFrom("called", "plain", "odd")
    )
    .chain(([contig, pos, id, names, form]) => {
      const calls = form === "odd" ? genotypes(names.length) : plainGenotypes(names.length, form === "called");
      const formats = form === "odd" ? fc.constantFrom("GT", "GT:DP", "DP:GT", "PGT:AD:GT:PL") : fc.constant("GT");
      return formats.chain((format) =>
        fc
          .array(
            calls.chain((gt) => columns(format, gt)),
            {minLength: people, maxLength: people}
          )
          .map((all) => [contig, pos, id, "A", names.join(",") || ".", ".", "PASS", "NS=é", format, ...all].join("\t"))
      );
    });
}

/** A person's column: other values around GT, and values left out at the end. */
function columns(format: string, gt: string): fc.Arbitrary<string> {
  const keys = format.split(":");
  const values = keys.map((key) => (key === "GT" ? gt : key === "AD" ? "3,1" : "12"));
  const kept = fc.integer({min: 1, max: keys.length});
  return kept.map((n) => values.slice(0, n).join(":"));
}

const texts = fc.integer({min: 1, max: 41}).chain((people) =>
  fc.record({
    people: fc.constant(people),
    sex: fc.array(fc.constantFrom(0, 1, 2), {minLength: people, maxLength: people}),
    rows: fc.array(rows(people), {maxLength: 12}),
    end: fc.constantFrom("\n", "\r\n"),
    ended: fc.boolean(),
    cuts: fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 5}),
    blockSizes: fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 4})
  })
);

type Text = typeof texts extends fc.Arbitrary<infer T> ? T : never;

function vcf({people, rows, end, ended}: Text): {text: string; headerLength: number} {
  const names = Array.from({length: people}, (_, i) => `p${i}`);
  const columnNames = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...names].join("\t");
  const header = ["##fileformat=VCFv4.3", "##contig=<ID=1>", columnNames, ""].join(end);
  return {text: header + rows.join(end) + (ended && rows.length > 0 ? end : ""), headerLength: header.length};
}

/** Where some of the rows begin, bytes of the text, and where the text ends. */
function rowStarts({cuts}: Text, bytes: Buffer, headerLength: number): number[] {
  const starts: number[] = [];
  for (let at = headerLength; at > 0 && at < bytes.length; at = bytes.indexOf(10, at) + 1) starts.push(at);
  const chosen = cuts.flatMap((cut) => starts[Math.floor(cut * starts.length)] ?? []);
  return [...new Set(chosen)].sort((a, b) => a - b);
}

type Place = [offset: number, inBlock: number];

function shardsBetween(text: Text, compression: VcfShard["compression"], places: Place[]): VcfShard[] {
  const {people} = text;
  const sex = Uint8Array.from(text.sex);
  return places.slice(1).map(([end, endInBlock], i) => ({
    kind: "vcf",
    file,
    label: "cohort.vcf",
    compression,
    people,
    build,
    sex,
    start: places[i][0],
    startInBlock: places[i][1],
    end,
    endInBlock
  }));
}

describe("readVcfShard(shard)", () => {
  it("reads plain text as the plain reader does, whichever rows shards begin with", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (input) => {
        const {text, headerLength} = vcf(input);
        const bytes = Buffer.from(text);
        writeFileSync(file, bytes);
        const cuts = rowStarts(input, bytes, headerLength);
        const places = [0, ...cuts, bytes.length].map((at): Place => [at, 0]);
        expect(await readAll(shardsBetween(input, "none", places))).toEqual(readPlainly(text, input.sex, build));
      }),
      seeded
    );
  });

  it("reads BGZF as the plain reader does, whichever rows shards begin with, wherever blocks begin", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (input) => {
        const {text, headerLength} = vcf(input);
        const {bytes, blocks} = bgzfOf(Buffer.from(text), input.blockSizes);
        writeFileSync(file, bytes);
        const texts = blocks.map((_, i) => textBefore(i, input.blockSizes));
        const places = rowStarts(input, Buffer.from(text), headerLength).map((at): Place => {
          const block = texts.findLastIndex((start) => start <= at);
          return [blocks[block], at - texts[block]];
        });
        const shards = shardsBetween(input, "bgzf", [[0, 0], ...places, [bytes.length, 0]]);
        expect(await readAll(shards)).toEqual(readPlainly(text, input.sex, build));
      }),
      seeded
    );
  });

  it("reads plain gzip of one and of many members as the plain reader does", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (input) => {
        const {text} = vcf(input);
        const bytes = Buffer.from(text);
        const members = [
          0,
          ...input.cuts.map((cut) => Math.round(cut * bytes.length)).sort((a, b) => a - b),
          undefined
        ];
        writeFileSync(file, Buffer.concat(members.slice(1).map((to, i) => gzipSync(bytes.subarray(members[i], to)))));
        const sex = Uint8Array.from(input.sex);
        const shards = await planVcfShards([{file, label: "cohort.vcf.gz"}], {people: input.people, sex, build});
        expect(shards).toHaveLength(1);
        expect(await readAll(shards)).toEqual(readPlainly(text, input.sex, build));
      }),
      {...seeded, numRuns: 60}
    );
  });
});

it("readVcfShard(shard) reads rows longer than its window, and with more alternate alleles than a batch has variants", async () => {
  const people = 400_000;
  const row = (contig: string, alts: string[], call: (person: number) => string): string =>
    [
      contig,
      10,
      ".",
      "A",
      alts.join(","),
      ".",
      ".",
      ".",
      "GT",
      ...Array.from({length: people}, (_, i) => call(i))
    ].join("\t");
  const alts = Array.from({length: 60}, (_, i) => "C".repeat(i + 1));
  const rows = [
    row("1", ["C"], (i) => `${i & 1}|${(i >> 1) & 1}`),
    row("2", ["C"], (i) => (i % 3 ? "0/1" : "1")),
    row("3", alts, (i) => `0/${i % 61}`)
  ];
  const names = Array.from({length: people}, (_, i) => i);
  const header = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...names].join("\t");
  writeFileSync(file, bgzfOf(Buffer.from(["##fileformat=VCFv4.3", header, ...rows, ""].join("\n")), [65_280]).bytes);
  const shards = await planVcfShards([{file, label: "cohort.vcf"}], {people, sex: new Uint8Array(people), build});
  const carriers: number[] = [];
  for (const shard of shards) {
    for await (const {count, genotypes} of readVcfShard(shard)) {
      const stride = people / 4;
      for (let i = 0; i < count; ++i) carriers.push(countCarriers(genotypes.subarray(i * stride, (i + 1) * stride)));
    }
  }
  const third = alts.map((_, k) => Math.ceil((people - k - 1) / 61));
  expect(carriers).toEqual([300_000, 400_000, ...third]);
});

/** People with at least one copy; there are no missing genotypes. */
function countCarriers(codes: Uint8Array): number {
  let carriers = 0;
  for (const byte of codes) for (let shift = 0; shift < 8; shift += 2) if (((byte >> shift) & 3) !== 3) carriers += 1;
  return carriers;
}

function textBefore(block: number, sizes: number[]): number {
  let bytes = 0;
  for (let i = 0; i < block; ++i) bytes += sizes[i % sizes.length];
  return bytes;
}
