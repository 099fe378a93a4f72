import {open} from "node:fs/promises";
import type {VcfShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import {findBlock, requireEndOfFileBlock} from "./bgzf.js";
import {findSiteStart, type TextPlace} from "./findSiteStart.js";
import {readVcfHeader, type VcfHeader} from "./readVcfHeader.js";

/** Bytes of a file that one thread reads at a time: small enough that threads end together, large enough to open. */
const bytesPerShard = {bgzf: 4 * 2 ** 20, none: 32 * 2 ** 20};

/**
 * Cuts VCF files into pieces that threads can read at the same time, in the order of the files. Each piece begins with a
 * line about another site than the line before it: disclosure control must see all alleles of a site together. So pieces
 * have about `shardBytes`, and more where rows of one site go on. Plain gzip can only be read from its start: one piece.
 * Throws an InputError for a bad header, another number of samples than `people`, or BGZF that is cut short. Whatever
 * else is wrong is left to the reader, which knows the line: no piece begins where the file cannot be read.
 */
export async function planVcfShards(
  files: {file: string; label: string}[],
  cohort: Pick<VcfShard, "people" | "sex" | "build">,
  shardBytes: {bgzf: number; none: number} = bytesPerShard
): Promise<VcfShard[]> {
  const shards: VcfShard[] = [];
  for (const {file, label} of files) {
    const header = await readVcfHeader(file, label);
    if (header.samples.length !== cohort.people) {
      throw new InputError(label, null, `${header.samples.length} samples, expected ${cohort.people}`);
    }
    const {compression, size} = header;
    const {people, sex, build} = cohort;
    const cuts = compression === "gzip" ? [] : await findCuts(file, label, {...header, compression}, shardBytes);
    const places = [{offset: 0, inBlock: 0}, ...cuts, {offset: size, inBlock: 0}];
    for (let i = 1; i < places.length; ++i) {
      const [{offset: start, inBlock: startInBlock}, {offset: end, inBlock: endInBlock}] = [places[i - 1], places[i]];
      const range = {start, end, startInBlock, endInBlock};
      shards.push({kind: "vcf", file, label, compression, people, build, sex, ...range});
    }
  }
  return shards;
}

/** Places between which a file is read, in order, all behind its header. */
async function findCuts(
  file: string,
  label: string,
  {compression, size, end}: VcfHeader & {compression: "bgzf" | "none"},
  shardBytes: {bgzf: number; none: number}
): Promise<TextPlace[]> {
  const cuts: TextPlace[] = [];
  const handle = await open(file);
  try {
    if (compression === "bgzf") await requireEndOfFileBlock(handle, size, label);
    const bytes = shardBytes[compression];
    // A last piece of less than half the size is read with the one before it.
    for (let at = Math.max(end, bytes); at < size - bytes / 2; at += bytes) {
      if (compression === "bgzf") at = await findBlock(handle, at, size);
      if (at >= size) break;
      const cut = await findSiteStart({file, label, compression, start: at}).catch(unreadable);
      if (cut === null) break;
      if (cut === "unreadable") continue;
      cuts.push(cut);
      at = Math.max(at, cut.offset);
    }
  } finally {
    await handle.close();
  }
  return cuts;
}

function unreadable(error: unknown): "unreadable" {
  if (error instanceof InputError) return "unreadable";
  throw error;
}
