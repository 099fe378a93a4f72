import type {GenotypeBatch} from "../sources/cohort.js";

const known = new WeakMap<GenotypeBatch, string[]>();

/** `chrom-pos-ref-alt` of every variant of a batch. */
export function variantIds(batch: GenotypeBatch): string[] {
  const ids = known.get(batch) ?? makeIds(batch);
  known.set(batch, ids);
  return ids;
}

function makeIds({count, chrom, pos, ref, alt}: GenotypeBatch): string[] {
  return Array.from({length: count}, (_, i) => `${chrom[i]}-${pos[i]}-${ref[i]}-${alt[i]}`);
}
