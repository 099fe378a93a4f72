import type {GenotypeBatch} from "../sources/cohort.js";
import type {GenotypeCounter} from "./countGenotypes.js";

/** Some consecutive variants, without anybody's genotypes. */
export type VariantBatch = Omit<GenotypeBatch, "genotypes">;

export interface CountedBatch {
  batch: VariantBatch;
  /** Of `createCounter`, for the variants of `batch`. */
  counts: Int32Array;
}

/**
 * Counts every batch as it is read, and joins what was counted to batches of `variants` variants: genotypes are dropped
 * at once, and row groups get their size whatever the reader's. The last batch is smaller; without variants there is none.
 */
export async function* countBatches(
  batches: AsyncIterable<GenotypeBatch>,
  counter: GenotypeCounter,
  variants: number
): AsyncGenerator<CountedBatch, void, undefined> {
  let held: CountedBatch[] = [];
  let holding = 0;
  for await (const {genotypes, ...batch} of batches) {
    let rest: CountedBatch = {batch, counts: counter.count(genotypes, batch.count)};
    while (holding + rest.batch.count >= variants) {
      const [head, tail] = split(rest, variants - holding);
      yield join([...held, head]);
      held = [];
      holding = 0;
      rest = tail;
    }
    if (rest.batch.count > 0) held.push(rest);
    holding += rest.batch.count;
  }
  if (holding > 0) yield join(held);
}

function split(counted: CountedBatch, at: number): [CountedBatch, CountedBatch] {
  return [slice(counted, 0, at), slice(counted, at, counted.batch.count)];
}

function slice({batch, counts}: CountedBatch, start: number, end: number): CountedBatch {
  const perVariant = batch.count > 0 ? counts.length / batch.count : 0;
  return {
    batch: {
      count: end - start,
      chrom: batch.chrom.slice(start, end),
      pos: batch.pos.subarray(start, end),
      ref: batch.ref.slice(start, end),
      alt: batch.alt.slice(start, end),
      rsid: batch.rsid.slice(start, end),
      ploidy: batch.ploidy.subarray(start, end)
    },
    counts: counts.subarray(start * perVariant, end * perVariant)
  };
}

function join(parts: CountedBatch[]): CountedBatch {
  if (parts.length === 1) return parts[0];
  const count = parts.reduce((sum, {batch}) => sum + batch.count, 0);
  const joined: CountedBatch = {
    batch: {
      count,
      chrom: parts.flatMap(({batch}) => batch.chrom),
      pos: new Int32Array(count),
      ref: parts.flatMap(({batch}) => batch.ref),
      alt: parts.flatMap(({batch}) => batch.alt),
      rsid: parts.flatMap(({batch}) => batch.rsid),
      ploidy: new Uint8Array(count)
    },
    counts: new Int32Array(parts.reduce((sum, {counts}) => sum + counts.length, 0))
  };
  let variant = 0;
  let cell = 0;
  for (const {batch, counts} of parts) {
    joined.batch.pos.set(batch.pos, variant);
    joined.batch.ploidy.set(batch.ploidy, variant);
    joined.counts.set(counts, cell);
    variant += batch.count;
    cell += counts.length;
  }
  return joined;
}
