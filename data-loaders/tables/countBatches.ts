import type {GenotypeBatch} from "../sources/cohort.js";
import type {GenotypeCounter} from "./countGenotypes.js";

/** Some consecutive variants, without anybody's genotypes. */
export type VariantBatch = Omit<GenotypeBatch, "genotypes">;

export interface CountedBatch {
  batch: VariantBatch;
  /** Of `GenotypeCounter`, for the variants of `batch`; valid until the next batch is asked for. */
  counts: Int32Array;
}

/**
 * Counts every batch as it is read, and joins or splits what was counted to batches of `size` variants: genotypes are
 * dropped at once, and row groups get their size whatever the reader's. The last batch is smaller; without variants
 * there is none.
 */
export async function* countBatches(
  batches: AsyncIterable<GenotypeBatch>,
  counter: GenotypeCounter,
  size: number
): AsyncGenerator<CountedBatch, void, undefined> {
  const perVariant = counter.cellCount * 4;
  const counts = new Int32Array(size * perVariant);
  let parts: VariantBatch[] = [];
  let held = 0;
  for await (const {genotypes, ...batch} of batches) {
    const bytesPerVariant = batch.count > 0 ? genotypes.length / batch.count : 0;
    for (let start = 0; start < batch.count;) {
      const end = Math.min(batch.count, start + size - held);
      const bytes = genotypes.subarray(start * bytesPerVariant, end * bytesPerVariant);
      counter.count(bytes, end - start, counts.subarray(held * perVariant));
      parts.push(slice(batch, start, end));
      held += end - start;
      start = end;
      if (held < size) continue;
      yield {batch: join(parts), counts};
      parts = [];
      held = 0;
    }
  }
  if (held > 0) yield {batch: join(parts), counts: counts.subarray(0, held * perVariant)};
}

function slice(batch: VariantBatch, start: number, end: number): VariantBatch {
  if (start === 0 && end === batch.count) return batch;
  return {
    count: end - start,
    chrom: batch.chrom.slice(start, end),
    pos: batch.pos.slice(start, end),
    ref: batch.ref.slice(start, end),
    alt: batch.alt.slice(start, end),
    rsid: batch.rsid.slice(start, end),
    ploidy: batch.ploidy.slice(start, end)
  };
}

function join(parts: VariantBatch[]): VariantBatch {
  if (parts.length === 1) return parts[0];
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const pos = new Int32Array(count);
  const ploidy = new Uint8Array(count);
  let variant = 0;
  for (const part of parts) {
    pos.set(part.pos, variant);
    ploidy.set(part.ploidy, variant);
    variant += part.count;
  }
  return {
    count,
    pos,
    ploidy,
    chrom: concat(parts.map(({chrom}) => chrom)),
    ref: concat(parts.map(({ref}) => ref)),
    alt: concat(parts.map(({alt}) => alt)),
    rsid: concat(parts.map(({rsid}) => rsid))
  };
}

function concat(parts: string[][]): string[] {
  return ([] as string[]).concat(...parts);
}
