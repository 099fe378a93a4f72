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
 * there is none. Alleles of one site stay together, as disclosure control must see them all: a batch may be longer by
 * up to 64 of them.
 */
export async function* countBatches(
  batches: AsyncIterable<GenotypeBatch>,
  counter: GenotypeCounter,
  size: number
): AsyncGenerator<CountedBatch, void, undefined> {
  const perVariant = counter.cellCount * 4;
  const counts = new Int32Array((size + maxMoreAlleles) * perVariant);
  let parts: VariantBatch[] = [];
  let held = 0;
  for await (const {genotypes, ...batch} of batches) {
    const bytesPerVariant = batch.count > 0 ? genotypes.length / batch.count : 0;
    for (let start = 0; start < batch.count;) {
      let end = Math.min(batch.count, start + Math.max(0, size - held));
      const before = (at: number): [VariantBatch | undefined, number] =>
        at > 0 ? [batch, at - 1] : [parts.at(-1), (parts.at(-1)?.count ?? 0) - 1];
      while (end < batch.count && held + end - start < size + maxMoreAlleles && isSameSite(batch, end, ...before(end)))
        ++end;
      if (end > start) {
        const bytes = genotypes.subarray(start * bytesPerVariant, end * bytesPerVariant);
        counter.count(bytes, end - start, counts.subarray(held * perVariant));
        parts.push(slice(batch, start, end));
        held += end - start;
      }
      start = end;
      // Whether the site of the last variant goes on, the next batch will tell.
      if (end === batch.count) continue;
      yield {batch: join(parts), counts: counts.subarray(0, held * perVariant)};
      parts = [];
      held = 0;
    }
  }
  if (held > 0) yield {batch: join(parts), counts: counts.subarray(0, held * perVariant)};
}

const maxMoreAlleles = 64;

function isSameSite(batch: VariantBatch, at: number, other: VariantBatch | undefined, otherAt: number): boolean {
  return other !== undefined && batch.pos[at] === other.pos[otherAt] && batch.chrom[at] === other.chrom[otherAt];
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
