import {describe, expect, it} from "vitest";
import {drawBlock} from "../../../data-loaders/sources/synthetic/drawBlock.js";
import {chromosomeRank, readSyntheticGenes} from "../../../data-loaders/sources/synthetic/genes.js";
import {planBlocks} from "../../../data-loaders/sources/synthetic/planBlocks.js";
import {itWith} from "../../require.js";
import {readFileSync} from "node:fs";

describe.each([1, 7, 60, 400, 2_000, 20_000, 100_000])("planBlocks(seed, %i)", (variants) => {
  const plan = planBlocks(1, variants);

  it("plans exactly that many variants, numbered without a gap", () => {
    let next = 0;
    for (const {firstVariant, count} of plan) {
      expect(firstVariant).toBe(next);
      next += count;
    }
    expect(next).toBe(variants);
  });

  it("keeps genome order, without overlap", () => {
    for (let b = 1; b < plan.length; ++b) {
      const [before, after] = [plan[b - 1], plan[b]];
      const sameChromosome = before.chrom === after.chrom;
      if (sameChromosome) expect(after.firstPos).toBeGreaterThan(before.lastPos);
      else expect(chromosomeRank(after.chrom)).toBeGreaterThan(chromosomeRank(before.chrom));
    }
  });

  it("stays within 60 kb, in a gene or at most 10 kb beside it", () => {
    const genes = new Map(readSyntheticGenes().map((gene) => [gene.name, gene]));
    for (const {gene, chrom, firstPos, lastPos, count} of plan) {
      const {chrom: itsChrom, start, end} = genes.get(gene)!;
      expect(chrom).toBe(itsChrom);
      expect(firstPos).toBeGreaterThan(start - 10_000);
      expect(lastPos).toBeLessThanOrEqual(end + 10_000);
      expect(lastPos - firstPos).toBeLessThan(60_000);
      expect(lastPos - firstPos + 1).toBeGreaterThanOrEqual(count);
    }
  });
});

it("planBlocks(seed, 20000) reaches 22 autosomes and X, with 9 to 40 variants a block", () => {
  const plan = planBlocks(1, 20_000);
  expect(new Set(plan.map((block) => block.chrom)).size).toBe(23);
  expect(Math.min(...plan.map((block) => block.count))).toBeGreaterThanOrEqual(5);
  expect(Math.max(...plan.map((block) => block.count))).toBeLessThanOrEqual(45);
});

it("planBlocks(seed, 400) has room for the pseudoautosomal region and the rest of X", () => {
  const genes = new Set(planBlocks(1, 400).map((block) => block.gene));
  expect([...genes]).toEqual(expect.arrayContaining(["CRLF2", "XG", "F8"]));
});

it("drawBlock(seed, plan, index) gives distinct ascending positions and alleles that differ", () => {
  planBlocks(1, 2_000).forEach((plan, index) => {
    const block = drawBlock(1, plan, index);
    for (let j = 0; j < block.count; ++j) {
      if (j > 0) expect(block.pos[j]).toBeGreaterThan(block.pos[j - 1]);
      expect(block.ref[j]).toMatch(/^[ACGT]+$/);
      expect(block.alt[j]).toMatch(/^[ACGT]+$/);
      expect(block.ref[j]).not.toBe(block.alt[j]);
      expect(block.rsid[j]).toMatch(/^syn\d{6}$/);
    }
  });
});

it("drawBlock(seed, plan, index) has two transitions for a transversion, and 8 % insertions and deletions", () => {
  const blocks = planBlocks(1, 20_000).map((plan, index) => drawBlock(1, plan, index));
  const changes = blocks.flatMap((block) => block.ref.map((ref, j) => ref + block.alt[j]));
  const single = changes.filter((change) => change.length === 2);
  const transitions = single.filter((change) => /AG|GA|CT|TC/.test(change));
  expect(single.length / changes.length).toBeCloseTo(0.92, 2);
  expect(transitions.length / (single.length - transitions.length)).toBeGreaterThan(1.9);
  expect(transitions.length / (single.length - transitions.length)).toBeLessThan(2.1);
});

itWith("annotation/genes-v36-hg19.bed")("genes.bed has the intervals of GENCODE v36 on hg19", () => {
  const text = readFileSync(new URL("../../../../shared/data/annotation/genes-v36-hg19.bed", import.meta.url), "utf8");
  const known = new Set(text.split("\n").map((line) => line.split("\t").slice(0, 3).join(" ")));
  for (const {chrom, start, end} of readSyntheticGenes()) expect(known).toContain(`${chrom} ${start} ${end}`);
});
