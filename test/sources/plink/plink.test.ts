import {execFileSync} from "node:child_process";
import {readFileSync, truncateSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";
import {inputFile, type InputFile} from "../../../data-loaders/sources/inputFiles.js";
import {parseBim} from "../../../data-loaders/sources/plink/parseBim.js";
import {planBedShards} from "../../../data-loaders/sources/plink/planBedShards.js";
import {readBedShard} from "../../../data-loaders/sources/plink/readBedShard.js";
import {readFam} from "../../../data-loaders/sources/plink/readFam.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const magic = [0x6c, 0x1b, 0x01];
let count = 0;

function fileset(bim: string | Uint8Array, bed: number[] | Uint8Array): InputFile {
  const name = `f${++count}`;
  folder.write(`${name}.bim`, bim);
  return folder.write(`${name}.bed`, Uint8Array.from(bed));
}

async function readAll(bed: InputFile, people: number): Promise<GenotypeBatch> {
  const whole = {chrom: [], pos: [], ref: [], alt: [], rsid: [], ploidy: [], genotypes: []} as Record<
    string,
    unknown[]
  >;
  let rows = 0;
  for (const shard of await planBedShards([bed], {people, build: "GRCh37"}))
    for await (const batch of readBedShard(shard)) {
      rows += batch.count;
      for (const key of Object.keys(whole))
        whole[key].push(...(batch[key as keyof GenotypeBatch] as Iterable<unknown>));
    }
  return {count: rows, ...whole} as unknown as GenotypeBatch;
}

describe("readFam(input)", () => {
  const read = (name: string, text: string | Uint8Array) => readFam(folder.write(name, text));

  it("reads ids from column 2 and sex from column 5, with tabs, spaces or CRLF", async () => {
    expect(await read("a.fam", "f1\ti1\t0\t0\t1\t-9\r\nf1 i2  0 0 2 1\nf2 i3 0 0 0 2\nf2 i4 0 0 other 2")).toEqual({
      ids: ["i1", "i2", "i3", "i4"],
      sex: Uint8Array.from([1, 2, 0, 0])
    });
  });

  it("names the line of a bad row, never the person", async () => {
    expect(await inputErrorOf(() => read("twice.fam", "f i1 0 0 1 1\nf i2 0 0 1 1\ng i1 0 0 2 1\n"))).toBe(
      "twice.fam:3: same individual id (column 2) as line 1; ids must differ"
    );
    expect(await inputErrorOf(() => read("short.fam", "f i1 0 0 1 1\nf i2 0 0 1\n"))).toBe(
      "short.fam:2: expected the 6 columns of a .fam file, found 5"
    );
    expect(await inputErrorOf(() => read("empty.fam", ""))).toBe("empty.fam: is empty");
    expect(await inputErrorOf(() => read("blank.fam", "\n"))).toBe("blank.fam: holds no people");
    expect(await inputErrorOf(() => read("latin1.fam", Buffer.from("f caf\xe9 0 0 1 1\n", "latin1")))).toBe(
      "latin1.fam:1: is not UTF-8; save the file as UTF-8"
    );
    expect(await inputErrorOf(() => read("huge.fam", `f ${"x".repeat(1_200_000)} 0 0 1 1\n`))).toMatch(
      /^huge.fam:1: line of more than 1 MB/
    );
    expect(await inputErrorOf(() => readFam({file: `${folder.path}/none.fam`, label: "none.fam"}))).toBe(
      "none.fam: does not exist"
    );
  });
});

describe("parseBim(bytes)", () => {
  const parse = (text: string | Buffer, rows: number, firstLine = 1) =>
    parseBim(Buffer.from(text as string), {label: "a.bim", firstLine, count: rows, build: "GRCh37"});

  it("takes A1 as alt, A2 as ref, rs ids, and PLINK's chromosome numbers", () => {
    const text = `1\trs12\t0\t100\tA\tG
chr1 snp-1 0.5 200 AC 0
23\trs3\t0\t2699520\tT\tC
X\trs4\t0\t2699521\tT\tC
25\trs5\t0\t2699521\tT\tC
24\t.\t0\t9000000\t<DEL>\tC
26\trs7\t0\t73\tt\tc
GL1\trs\t0\t0\t*\tC`;
    expect(parse(text, 8)).toEqual({
      count: 8,
      chrom: ["1", "1", "X", "X", "X", "Y", "MT", "GL1"],
      pos: Int32Array.from([100, 200, 2699520, 2699521, 2699521, 9000000, 73, 0]),
      alt: ["A", "AC", "T", "T", "T", "<DEL>", "t", "*"],
      ref: ["G", ".", "C", "C", "C", "C", "c", "C"],
      rsid: ["rs12", "", "rs3", "rs4", "rs5", "", "rs7", ""],
      ploidy: Uint8Array.from([0, 0, 0, 1, 0, 2, 3, 0])
    });
  });

  it("tells chromosomes apart of which one begins with the other's name", () => {
    expect(parse("1\ta\t0\t1\tA\tG\n11\ta\t0\t1\tA\tG\n1\ta\t0\t1\tA\tG\n", 3).chrom).toEqual(["1", "11", "1"]);
    expect(parse("\n", 0).chrom).toEqual([]);
  });

  it("reads CRLF and UTF-8 ids", () => {
    expect(parse("1\té\t0\t1\tA\tG\r\n2\té\t0\t2\tA\tG\r\n", 2)).toMatchObject({chrom: ["1", "2"], ref: ["G", "G"]});
  });

  it("names the line of a bad row", async () => {
    const message = (text: string | Buffer, rows: number) => inputErrorOf(() => parse(text, rows, 41));
    const columns = "expected the 6 columns of a .bim file, found";
    expect(await message("1\ta\t0\t1\tA\tG\n1\ta\t1\tA\tG\n", 2)).toBe(`a.bim:42: ${columns} 5`);
    expect(await message("1\ta\t0\t1\tA\tG\tT\n", 1)).toBe(`a.bim:41: ${columns} 7`);
    expect(await message("1\ta\t0\t1\tA\tG\n\n1\ta\t0\t1\tA\tG\n", 3)).toBe(`a.bim:42: ${columns} 0`);
    const position = "position (column 4): expected a whole number from 0 to 2147483646";
    for (const bad of ["x", "-5", "1.5", "1e3", "2147483647", "99999999999"])
      expect(await message(`1\ta\t0\t${bad}\tA\tG\n`, 1)).toBe(`a.bim:41: ${position}`);
    expect(parse("1\ta\t0\t2147483646\tA\tG\n", 1).pos[0]).toBe(2147483646);
    expect(await message(Buffer.from("1\ta\t0\t1\tA\tG\n1\t\xe9\t0\t1\tA\tG\n", "latin1"), 2)).toBe(
      "a.bim:42: is not UTF-8; save the file as UTF-8"
    );
  });
});

describe("planBedShards(files, {people, build})", () => {
  const plan = (bed: InputFile, people: number) => planBedShards([bed], {people, build: "GRCh37"});
  const row = "1\trs1\t0\t1\tA\tG\n";

  it("refuses a wrong magic number, a sample-major and a .pgen file, with the remedy", async () => {
    expect(await inputErrorOf(() => plan(fileset(row, [0x6c, 0x1c, 1, 0]), 4))).toMatch(
      /^f\d+.bed: is not a PLINK .bed file; expected it to begin with bytes 6c 1b 01$/
    );
    expect(await inputErrorOf(() => plan(fileset(row, [0x6c, 0x1b, 0, 0]), 4))).toMatch(
      /^f\d+.bed: is sample-major, of an old PLINK; convert it with plink1.9 --make-bed$/
    );
    expect(await inputErrorOf(() => plan(fileset(row, [0x6c, 0x1b, 0x10, 0]), 4))).toMatch(
      /is not a PLINK 1 .bed file/
    );
    expect(await inputErrorOf(() => plan(fileset(row, [0x6c]), 4))).toMatch(/is not a PLINK .bed file/);
    expect(await inputErrorOf(() => plan(fileset(row, []), 4))).toMatch(/^f\d+.bed: is empty$/);
  });

  it("refuses a file of another size than .bim and .fam demand, with both numbers", async () => {
    expect(await inputErrorOf(() => plan(fileset(row + row, [...magic, 0, 0, 0]), 5))).toMatch(
      /^f\d+.bed: truncated: has 6 bytes, but 2 variants \(.bim\) of 5 people \(.fam\) need 7$/
    );
    expect(await inputErrorOf(() => plan(fileset(row, [...magic, 0, 0, 0]), 5))).toMatch(
      /^f\d+.bed: too long: has 6 bytes, but 1 variants \(.bim\) of 5 people \(.fam\) need 5$/
    );
  });

  it("refuses an empty or absent .bim", async () => {
    expect(await inputErrorOf(() => plan(fileset("\n \n", magic), 4))).toMatch(/^f\d+.bim: is empty: no variants$/);
    const bed = folder.write("alone.bed", Uint8Array.from(magic));
    expect(await inputErrorOf(() => plan(bed, 4))).toBe("alone.bim: does not exist");
  });

  it("does not count empty lines at the end, and reads a last line without an end", async () => {
    for (const bim of [row, row.trimEnd(), `${row}\n\n`, row.replace("\n", "\r\n")])
      expect(await plan(fileset(bim, [...magic, 0]), 4)).toMatchObject([{first: 0, count: 1, bimStart: 0}]);
  });

  it("cuts large files into shards whose .bim ranges hold their lines", async () => {
    const rows = Array.from({length: 40_000}, (_, i) => `1\trs${i}\t0\t${i + 1}\tA\tG\n`).join("");
    const shards = await plan(fileset(rows, new Uint8Array([...magic, ...new Uint8Array(40_000)])), 4);
    expect(shards.map(({first, count: n}) => [first, n])).toEqual([0, 1, 2, 3].map((i) => [10_000 * i, 10_000]));
    for (const {first, bimStart, bimEnd, count: n} of shards) {
      const lines = rows.slice(bimStart, bimEnd).trimEnd().split("\n");
      expect([lines.length, lines[0].split("\t")[3]]).toEqual([n, String(first + 1)]);
    }
  });

  it("keeps the lines of one site together, has every line once, and cuts where it can", async () => {
    const runs = fc.oneof({weight: 60, arbitrary: fc.constant(1)}, fc.integer({min: 2, max: 4}), fc.constant(2600));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(runs, fc.constantFrom("1", "chr1", "2", "23", "25")), {minLength: 1, maxLength: 60}),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        async (sites, end, ended) => {
          // 8,000 people: a shard has about 2,097 variants.
          const people = 8000;
          const lines = sites.flatMap(([run, chrom], site) =>
            Array.from({length: run === 1 ? 150 : run}, (_, i) => {
              const pos = run === 1 ? site * 1000 + i : site * 1000 + 500;
              return ` ${i % 2 ? chrom : chrom.replace("chr", "")}\té\u00e0\t0\t${i % 3 ? pos : `0${pos}`} A\tG`;
            })
          );
          const text = Buffer.from(lines.join(end) + (ended ? end : ""));
          const bed = fileset(text, [...magic]);
          truncateSync(bed.file, 3 + lines.length * 2000);
          const shards = await plan(bed, people);
          const at = ({bimStart, bimEnd, first, count: n}: (typeof shards)[0]) => {
            const bytes = text.subarray(bimStart, bimEnd);
            return parseBim(bytes, {label: "a.bim", firstLine: first + 1, count: n, build: "GRCh37"});
          };
          const read = shards.map(at);
          expect(shards.map(({first}) => first)).toEqual(
            shards.map((_, i) => shards.slice(0, i).reduce((sum, {count: n}) => sum + n, 0))
          );
          expect(read.flatMap(({pos}) => [...pos])).toEqual(lines.map((line) => Number(line.split(/[\t ]/)[4])));
          const edges = read.map(({chrom, pos, count: n}) => [
            `${chrom[0]}:${pos[0]}`,
            `${chrom[n - 1]}:${pos[n - 1]}`
          ]);
          for (let i = 1; i < edges.length; ++i) expect(edges[i][0]).not.toBe(edges[i - 1][1]);
          for (const {count: n} of shards) expect(n).toBeLessThan(2097 + 2600);
        }
      ),
      {numRuns: 30, seed: 20261123}
    );
  });
});

describe("readBedShard(shard)", () => {
  it("gives every variant once, in order, with the bytes of the file and no padding bits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 21}),
        fc.integer({min: 1, max: 300}),
        fc.integer(),
        async (people, n, seed) => {
          const variantBytes = Math.ceil(people / 4);
          const bytes = Uint8Array.from(
            {length: n * variantBytes},
            (_, i) => (Math.imul(i + 1, seed | 1) >>> 13) & 255
          );
          const bim = Array.from({length: n}, (_, i) => `2\trs${i}\t0\t${i + 1}\tA\tG\n`).join("");
          const batch = await readAll(fileset(bim, Uint8Array.from([...magic, ...bytes])), people);
          const used = people % 4;
          const mask = used === 0 ? 255 : (1 << (2 * used)) - 1;
          expect(batch.rsid).toEqual(Array.from({length: n}, (_, i) => `rs${i}`));
          expect(batch.genotypes).toEqual(
            [...bytes].map((byte, i) => ((i + 1) % variantBytes === 0 ? byte & mask : byte))
          );
        }
      ),
      {numRuns: 30, seed: 1}
    );
  });

  it("keeps batches below 4,096 variants and about 1 MB", async () => {
    const n = 10_000;
    const bim = Array.from({length: n}, (_, i) => `2\trs${i}\t0\t${i + 1}\tA\tG\n`).join("");
    const bed = fileset(bim, new Uint8Array([...magic, ...new Uint8Array(n)]));
    const [shard] = await planBedShards([bed], {people: 3, build: "GRCh37"});
    const sizes: number[] = [];
    for await (const batch of readBedShard(shard)) sizes.push(batch.count);
    expect(sizes).toEqual([4096, 4096, 1808]);
  });

  it("lets a slice of a batch be kept while the next ones are read", async () => {
    const n = 10_000;
    const bytes = Uint8Array.from({length: n}, (_, i) => Math.imul(i, 40_503) >>> 9);
    const bim = Array.from({length: n}, (_, i) => `2\trs${i}\t0\t${i + 1}\tA\tG\n`).join("");
    const [shard] = await planBedShards([fileset(bim, new Uint8Array([...magic, ...bytes]))], {
      people: 4,
      build: "GRCh37"
    });
    const kept: Uint8Array[] = [];
    for await (const batch of readBedShard(shard)) kept.push(batch.genotypes.slice());
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.flatMap((some) => [...some])).toEqual([...bytes]);
  });

  it("names the line of a bad .bim row behind the first shard", async () => {
    const rows = Array.from({length: 20_000}, (_, i) => `1\trs${i}\t0\t${i === 17_999 ? "x" : i + 1}\tA\tG\n`).join("");
    const bed = fileset(rows, new Uint8Array([...magic, ...new Uint8Array(20_000)]));
    expect(await inputErrorOf(() => readAll(bed, 4))).toMatch(/^f\d+.bim:18000: position/);
  });

  it("says so when the file became shorter after it was opened", async () => {
    const bed = fileset("1\trs1\t0\t1\tA\tG\n", [...magic, 0]);
    const [shard] = await planBedShards([bed], {people: 4, build: "GRCh37"});
    truncateSync(bed.file, 3);
    expect(
      await inputErrorOf(async () => {
        for await (const batch of readBedShard(shard)) expect(batch).toBeDefined();
      })
    ).toMatch(/^f\d+.bed: became shorter while it was read$/);
  });

  // plink2 --dummy 37 50 0.1 --seed 3 --make-bed; plink2 --bfile … --geno-counts
  itWith("plink2")("agrees with plink2 --geno-counts on alleles and on which code is which", async () => {
    const out = `${folder.path}/dummy`;
    execFileSync("plink2", ["--dummy", "37", "50", "0.1", "--seed", "3", "--make-bed", "--out", out]);
    execFileSync("plink2", ["--bfile", out, "--geno-counts", "--out", out]);
    const batch = await readAll(inputFile(`${out}.bed`), 37);
    const expected = readFileSync(`${out}.gcount`, "utf8").trimEnd().split("\n").slice(1);
    expect(batch.count).toBe(50);
    expected.forEach((line, i) => {
      const [, , ref, alt, homRef, het, homAlt, , , missing] = line.split("\t");
      const codes = [0, 0, 0, 0];
      for (let person = 0; person < 37; person++)
        codes[(batch.genotypes[i * 10 + (person >> 2)] >> (2 * (person & 3))) & 3]++;
      expect([batch.ref[i], batch.alt[i], ...codes]).toEqual([ref, alt, +homAlt, +missing, +het, +homRef]);
    });
  });
});
