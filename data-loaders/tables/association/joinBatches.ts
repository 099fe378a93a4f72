import type {GenotypeBatch} from "../../sources/cohort.js";

/**
 * The same variants in larger batches: of up to `variants`, or as many as `bytes` of genotypes hold. Whatever is tabulated
 * once a batch should serve many variants. A batch that is a quarter of that by itself is passed on as it is.
 */
export async function* joinBatches(
  batches: AsyncIterable<GenotypeBatch>,
  variants = 4096,
  bytes = 32 * 1024 * 1024
): AsyncGenerator<GenotypeBatch, void, undefined> {
  let parts: GenotypeBatch[] = [];
  let held = 0;
  let size = 0;
  for await (const batch of batches) {
    if (batch.count === 0) continue;
    if (held > 0 && (held + batch.count > variants || size + batch.genotypes.length > bytes)) {
      yield join(parts, held);
      [parts, held, size] = [[], 0, 0];
    }
    if (held === 0 && batch.count >= variants / 4) {
      yield batch;
      continue;
    }
    // A reader may fill the same memory again.
    parts.push({...batch, genotypes: batch.genotypes.slice()});
    held += batch.count;
    size += batch.genotypes.length;
  }
  if (held > 0) yield join(parts, held);
}

function join(parts: GenotypeBatch[], count: number): GenotypeBatch {
  if (parts.length === 1) return parts[0];
  const genotypes = new Uint8Array(parts.reduce((sum, part) => sum + part.genotypes.length, 0));
  const pos = new Int32Array(count);
  const ploidy = new Uint8Array(count);
  let variant = 0;
  let byte = 0;
  for (const part of parts) {
    pos.set(part.pos, variant);
    ploidy.set(part.ploidy, variant);
    genotypes.set(part.genotypes, byte);
    variant += part.count;
    byte += part.genotypes.length;
  }
  const text = (of: (part: GenotypeBatch) => string[]): string[] => ([] as string[]).concat(...parts.map(of));
  return {
    count,
    pos,
    ploidy,
    genotypes,
    chrom: text(({chrom}) => chrom),
    ref: text(({ref}) => ref),
    alt: text(({alt}) => alt),
    rsid: text(({rsid}) => rsid)
  };
}
