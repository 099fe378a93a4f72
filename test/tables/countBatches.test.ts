import {describe, expect, it} from "vitest";
import type {GenotypeBatch} from "../../data-loaders/sources/cohort.js";
import {countBatches, type CountedBatch} from "../../data-loaders/tables/countBatches.js";
import {createCounter} from "../../data-loaders/tables/countGenotypes.js";

/** Variant i has position i and i % 3 people who are hom ref; the buffer is used again, as readers do. */
async function* reader(sizes: number[], sites: number[] = []): AsyncGenerator<GenotypeBatch> {
  const genotypes = new Uint8Array(Math.max(...sizes, 1));
  let next = 0;
  for (const count of sizes) {
    const pos = Int32Array.from({length: count}, () => next++);
    genotypes.set(Array.from(pos, (i) => [0b01_01, 0b01_11, 0b11_11][i % 3]));
    const texts = (prefix: string) => Array.from(pos, (i) => `${prefix}${i}`);
    yield {
      count,
      pos: pos.map((i) => sites[i] ?? i),
      genotypes: genotypes.subarray(0, count),
      ploidy: Uint8Array.from(pos, (i) => i % 4),
      chrom: sites.length > 0 ? Array.from(pos, () => "1") : texts("c"),
      ref: texts("r"),
      alt: texts("a"),
      rsid: texts("rs")
    };
  }
}

async function collect(sizes: number[], variants: number, sites?: number[]): Promise<CountedBatch[]> {
  const counter = await createCounter({people: 2, cells: new Int32Array(2), cellCount: 1});
  const found: CountedBatch[] = [];
  for await (const batch of countBatches(reader(sizes, sites), counter, variants))
    found.push({...batch, counts: batch.counts.slice()});
  return found;
}

describe("countBatches(batches, counter, variants)", () => {
  it.each([
    {sizes: [6], gives: [3, 3]},
    {sizes: [2, 4], gives: [3, 3]},
    {sizes: [2, 1, 3], gives: [3, 3]},
    {sizes: [1, 1, 1, 1, 1, 1], gives: [3, 3]}
  ])("keeps the alleles of a site in one batch, $sizes", async ({sizes, gives}) => {
    const sites = [5, 7, 7, 8, 9, 9];
    const found = await collect(sizes, 2, sites);
    expect(found.map(({batch}) => batch.count)).toEqual(gives);
    expect(found.flatMap(({batch}) => [...batch.pos])).toEqual(sites);
    expect(found.flatMap(({counts}) => [...counts])).toEqual([...(await collect([6], 6))[0].counts]);
  });

  it.each([
    {sizes: [3, 3, 3], variants: 4, gives: [4, 4, 1]},
    {sizes: [10], variants: 4, gives: [4, 4, 2]},
    {sizes: [2, 0, 2], variants: 4, gives: [4]},
    {sizes: [1, 1, 1], variants: 100, gives: [3]},
    {sizes: [], variants: 4, gives: []},
    {sizes: [0], variants: 4, gives: []}
  ])("joins and splits batches of $sizes to $variants variants", async ({sizes, variants, gives}) => {
    const found = await collect(sizes, variants);
    expect(found.map(({batch}) => batch.count)).toEqual(gives);
    let next = 0;
    for (const {batch, counts} of found) {
      for (let i = 0; i < batch.count; ++i, ++next) {
        const {chrom, ref, alt, rsid, pos, ploidy} = batch;
        expect([chrom[i], ref[i], alt[i], rsid[i]]).toEqual([`c${next}`, `r${next}`, `a${next}`, `rs${next}`]);
        expect([pos[i], ploidy[i]]).toEqual([next, next % 4]);
        expect([...counts.subarray(i * 4, i * 4 + 4)]).toEqual([0, 2 - (next % 3), 0, next % 3]);
      }
      expect(counts).toHaveLength(batch.count * 4);
    }
  });
});
