import {expect, it} from "vitest";
import {Ploidy, type GenotypeBatch} from "../../data-loaders/sources/cohort.js";
import {joinWatched, watch, WatchedCollector} from "../../data-loaders/release/watchedGenotypes.js";

interface Row {
  chrom?: string;
  pos: number;
  alt?: string;
  ploidy?: number;
  byte: number;
}

/** Three people: one byte a variant. */
function batchOf(rows: Row[]): GenotypeBatch {
  return {
    count: rows.length,
    chrom: rows.map(({chrom}) => chrom ?? "1"),
    pos: Int32Array.from(rows, ({pos}) => pos),
    ref: rows.map(() => "A"),
    alt: rows.map(({alt}) => alt ?? "C"),
    rsid: rows.map(({pos}) => `rs${pos}`),
    ploidy: Uint8Array.from(rows, ({ploidy}) => ploidy ?? Ploidy.diploid),
    genotypes: Uint8Array.from(rows, ({byte}) => byte)
  };
}

const locus = (pos: number, alt = "C", chrom = "1") => ({chrom, pos, ref: "A", alt});
const panel = [locus(30), locus(10), locus(10, "G"), locus(99), locus(10, "C", "2")];
const genes = [{chrom: "1", start: 0, end: 20, name: "GENE"}];

async function collect(...batches: GenotypeBatch[]) {
  const collector = new WatchedCollector(watch(panel), genes);
  const seen: GenotypeBatch[] = [];
  async function* read() {
    yield* batches;
  }
  for await (const batch of collector.through(read())) seen.push(batch);
  return {seen, result: collector.result()};
}

it("WatchedCollector.through(batches) passes batches on and keeps watched variants with their place in the panel", async () => {
  const batches = [
    batchOf([
      {pos: 10, byte: 1},
      {pos: 10, alt: "T", byte: 2},
      {pos: 10, alt: "G", byte: 3},
      {pos: 11, byte: 4}
    ]),
    batchOf([]),
    batchOf([
      {pos: 30, byte: 5},
      {chrom: "2", pos: 10, byte: 6}
    ])
  ];
  const {seen, result} = await collect(...batches);
  seen.forEach((batch, i) => expect(batch).toBe(batches[i]));
  expect(result).toEqual({
    places: [1, 2, 0, 4],
    rsid: ["rs10", "rs10", "rs30", "rs10"],
    gene: ["GENE", "GENE", "", ""],
    genotypes: Uint8Array.of(1, 3, 5, 6)
  });
});

it("WatchedCollector keeps genotypes when the reader uses its buffer again, and diploid variants only", async () => {
  const collector = new WatchedCollector(watch(panel), []);
  async function* reader() {
    const genotypes = new Uint8Array(1);
    for (const row of [
      {pos: 10, byte: 1},
      {pos: 30, ploidy: Ploidy.menHaploid, byte: 2},
      {pos: 99, byte: 3}
    ]) {
      genotypes[0] = row.byte;
      yield {...batchOf([row]), genotypes};
    }
  }
  for await (const batch of collector.through(reader())) void batch;
  expect(collector.result()).toMatchObject({places: [1, 3], genotypes: Uint8Array.of(1, 3)});
});

it("WatchedCollector.result() of a shard without any is empty", async () => {
  const {result} = await collect(batchOf([{pos: 12, byte: 1}]));
  expect(result).toEqual({places: [], rsid: [], gene: [], genotypes: new Uint8Array()});
  expect(joinWatched([result], 3)).toEqual({...result, people: 3});
});

it("joinWatched(found, people) puts shards in the order of the panel, and takes a variant where it comes first", () => {
  const shard = (places: number[], first: number) => ({
    places,
    rsid: places.map((place) => `rs${place}`),
    gene: places.map((place) => `g${first}-${place}`),
    // Five people: two bytes a variant.
    genotypes: Uint8Array.from({length: places.length * 2}, (_, i) => first + i)
  });
  expect(joinWatched([shard([3, 1], 10), shard([], 0), shard([0, 3], 20)], 5)).toEqual({
    places: [0, 1, 3],
    rsid: ["rs0", "rs1", "rs3"],
    gene: ["g20-0", "g10-1", "g10-3"],
    genotypes: Uint8Array.of(20, 21, 12, 13, 10, 11),
    people: 5
  });
});
