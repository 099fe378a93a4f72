import type {VariantBatch} from "./countBatches.js";

const known = new WeakMap<VariantBatch, string[]>();

/** `chrom-pos-ref-alt` of every variant of a batch. */
export function variantIds(batch: VariantBatch): string[] {
  const ids = known.get(batch) ?? makeIds(batch);
  known.set(batch, ids);
  return ids;
}

function makeIds({count, chrom, pos, ref, alt}: VariantBatch): string[] {
  const ids: string[] = [];
  for (let i = 0; i < count; ++i) ids.push(`${chrom[i]}-${pos[i]}-${ref[i]}-${alt[i]}`);
  return ids;
}
