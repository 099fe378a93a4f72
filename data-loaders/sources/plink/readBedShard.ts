import {readSync} from "node:fs";
import {open, type FileHandle} from "node:fs/promises";
import type {BedShard, GenotypeBatch} from "../cohort.js";
import {InputError} from "../inputError.js";
import {parseBim} from "./parseBim.js";

/** Batches are read in one go and stay in a processor's cache while they are counted. */
const batchBytes = 1 << 20;
const maxBatchVariants = 4096;

/**
 * The variants of one shard of a PLINK 1 fileset, in batches of about 1 MB and at most 4,096 variants.
 * The genotypes of a batch are valid until the next one is asked for: one buffer serves the whole shard.
 */
export async function* readBedShard(shard: BedShard): AsyncGenerator<GenotypeBatch> {
  const {label, people, first, count, build} = shard;
  const bimLabel = label.replace(/bed$/i, "bim");
  const bim = await openInput(shard.bim, bimLabel);
  const bed = await openInput(shard.bed, label).catch(async (error) => {
    await bim.close();
    throw error;
  });
  try {
    const lines = Buffer.allocUnsafe(shard.bimEnd - shard.bimStart);
    readFully(bim, lines, shard.bimStart, bimLabel);
    const variants = parseBim(lines, {label: bimLabel, firstLine: first + 1, count, build});
    const variantBytes = Math.ceil(people / 4);
    const perBatch = Math.min(count, maxBatchVariants, Math.max(1, Math.floor(batchBytes / variantBytes)));
    // No Buffer: a slice of one is no copy, and the next batch would overwrite what somebody kept.
    const buffer = new Uint8Array(perBatch * variantBytes);
    for (let start = 0; start < count; start += perBatch) {
      const end = Math.min(count, start + perBatch);
      const genotypes = buffer.subarray(0, (end - start) * variantBytes);
      readFully(bed, genotypes, 3 + (first + start) * variantBytes, label);
      clearPadding(genotypes, variantBytes, people);
      yield {
        count: end - start,
        chrom: variants.chrom.slice(start, end),
        pos: variants.pos.subarray(start, end),
        ref: variants.ref.slice(start, end),
        alt: variants.alt.slice(start, end),
        rsid: variants.rsid.slice(start, end),
        ploidy: variants.ploidy.subarray(start, end),
        genotypes
      };
    }
  } finally {
    await bim.close();
    await bed.close();
  }
}

/** Some writers leave bits set after the last person; counted, they would be people. */
function clearPadding(genotypes: Uint8Array, variantBytes: number, people: number): void {
  const used = people % 4;
  if (used === 0) return;
  const mask = (1 << (2 * used)) - 1;
  for (let last = variantBytes - 1; last < genotypes.length; last += variantBytes) genotypes[last] &= mask;
}

/** Waits for the bytes: a thread that reads for another only brings them into the wrong processor's cache. */
function readFully(handle: FileHandle, into: Uint8Array, position: number, label: string): void {
  for (let done = 0; done < into.length;) {
    const bytesRead = readSync(handle.fd, into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new InputError(label, null, "became shorter while it was read");
    done += bytesRead;
  }
}

async function openInput(file: string, label: string): Promise<FileHandle> {
  return open(file).catch((error) => {
    throw new InputError(label, null, error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`);
  });
}
