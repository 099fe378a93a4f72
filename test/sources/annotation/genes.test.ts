import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {geneAt} from "../../../data-loaders/sources/annotation/geneAt.js";
import {readGenes} from "../../../data-loaders/sources/annotation/genes.js";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {itWith} from "../../require.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const read = (name: string, text: string | Uint8Array) => readGenes(folder.write(name, text));

describe("readGenes(input)", () => {
  it("sorts by chromosome and start, drops chr, and skips headers", async () => {
    const text = "track name=x\n#chrom\nchrX\t5\t9\tC\tENSG\nchr10\t1\t2\tB\r\n2\t7\t8\tA\n\n2\t3\t8\tD\n";
    expect(await read("a.bed", text)).toEqual([
      {chrom: "2", start: 3, end: 8, name: "D"},
      {chrom: "2", start: 7, end: 8, name: "A"},
      {chrom: "10", start: 1, end: 2, name: "B"},
      {chrom: "X", start: 5, end: 9, name: "C"}
    ]);
  });

  it("names the line of a bad row", async () => {
    expect(await inputErrorOf(() => read("few.bed", "1\t1\t2\tA\n1\t5\t6\n"))).toMatch(
      /^few.bed:2: expected 4 columns/
    );
    expect(await inputErrorOf(() => read("text.bed", "1\tx\t2\tA\n"))).toMatch(
      /^text.bed:1: start and end .* whole numbers$/
    );
    expect(await inputErrorOf(() => read("minus.bed", "1\t-1\t2\tA\n"))).toMatch(/^minus.bed:1: start and end/);
    expect(await inputErrorOf(() => read("order.bed", "1\t2\t2\tA\n"))).toMatch(/^order.bed:1: start .* below end/);
    expect(await inputErrorOf(() => read("semi.bed", "1\t1\t2\tA;B\n"))).toMatch(
      /^semi.bed:1: a gene .* may not hold ;/
    );
    expect(await inputErrorOf(() => read("empty.bed", ""))).toBe("empty.bed: is empty");
    expect(await inputErrorOf(() => read("none.bed", "#x\n"))).toBe("none.bed: holds no genes");
    expect(await inputErrorOf(() => read("plink.bed", Uint8Array.from([0x6c, 0x1b, 0x01, 0xff])))).toMatch(
      /^plink.bed:1: is not/
    );
  });
});

describe("geneAt(genes, chrom, pos)", () => {
  it("is 1-based where BED is 0-based and half-open", () => {
    const genes = [{chrom: "1", start: 10, end: 12, name: "A"}];
    expect([10, 11, 12, 13].map((pos) => geneAt(genes, "1", pos))).toEqual(["", "A", "A", ""]);
    expect(geneAt(genes, "2", 11)).toBe("");
    expect(geneAt([], "1", 11)).toBe("");
  });

  it("names overlapping genes by start, each once", () => {
    const genes = [
      {chrom: "1", start: 0, end: 100, name: "long"},
      {chrom: "1", start: 10, end: 20, name: "inner"},
      {chrom: "1", start: 15, end: 30, name: "long"}
    ];
    expect([1, 11, 16, 25, 50, 101].map((pos) => geneAt(genes, "1", pos))).toEqual([
      "long",
      "long;inner",
      "long;inner",
      "long",
      "long",
      ""
    ]);
  });

  it("is what a look through all genes finds, in any order of questions", () => {
    const interval = fc.record({
      start: fc.nat(60),
      length: fc.integer({min: 1, max: 20}),
      name: fc.constantFrom(..."ABCDEF")
    });
    fc.assert(
      fc.property(
        fc.array(interval),
        fc.array(fc.integer({min: 1, max: 90}), {minLength: 20}),
        (intervals, positions) => {
          const genes = intervals
            .map(({start, length, name}) => ({chrom: "1", start, end: start + length, name}))
            .sort((a, b) => a.start - b.start || a.end - b.end);
          for (const pos of positions) {
            const over = genes.filter(({start, end}) => start < pos && pos <= end).map(({name}) => name);
            expect(geneAt(genes, "1", pos)).toBe([...new Set(over)].join(";"));
          }
        }
      ),
      {seed: 1}
    );
  });

  itWith("annotation/genes-v36-hg19.bed")("finds BRCA2 in GENCODE", async () => {
    const genes = await readGenes(
      inputFile(new URL("../../../../shared/data/annotation/genes-v36-hg19.bed", import.meta.url).pathname)
    );
    expect(genes.length).toBeGreaterThan(20_000);
    // rs80359550, GRCh37 13:32914437, lies in BRCA2 exon 11.
    expect(geneAt(genes, "13", 32_914_437).split(";")).toContain("BRCA2");
  });
});
