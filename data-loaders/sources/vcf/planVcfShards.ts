import {open} from "node:fs/promises";
import type {VcfShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import {findBlock, requireEndOfFileBlock} from "./bgzf.js";
import {readVcfHeader, type VcfHeader} from "./readVcfHeader.js";

/** Bytes of a file that one thread reads at a time: small enough that threads end together, large enough to open. */
const shardBytes = {bgzf: 4 * 2 ** 20, none: 32 * 2 ** 20};

/**
 * Cuts VCF files into pieces that threads can read at the same time, in the order of the files.
 * BGZF is cut between blocks, plain text anywhere; plain gzip can only be read from its start and is one piece.
 * Throws an InputError for a bad header, another number of samples than `people`, or BGZF that is cut short.
 */
export async function planVcfShards(
  files: {file: string; label: string}[],
  cohort: Pick<VcfShard, "people" | "sex" | "build">
): Promise<VcfShard[]> {
  const shards: VcfShard[] = [];
  for (const {file, label} of files) {
    const header = await readVcfHeader(file, label);
    if (header.samples.length !== cohort.people) {
      throw new InputError(label, null, `${header.samples.length} samples, expected ${cohort.people}`);
    }
    const cuts = [0, ...(await findCuts(file, label, header)), header.size];
    for (let i = 1; i < cuts.length; ++i) {
      const {compression} = header;
      const {people, sex, build} = cohort;
      shards.push({kind: "vcf", file, label, compression, people, build, sex, start: cuts[i - 1], end: cuts[i]});
    }
  }
  return shards;
}

/** Offsets between which a file is read, all behind its header. */
async function findCuts(file: string, label: string, {compression, size, end}: VcfHeader): Promise<number[]> {
  if (compression === "gzip") return [];
  const cuts: number[] = [];
  const handle = await open(file);
  try {
    if (compression === "bgzf") await requireEndOfFileBlock(handle, size, label);
    const bytes = shardBytes[compression];
    // A last piece of less than half the size is read with the one before it.
    for (let at = Math.max(end, bytes); at < size - bytes / 2; at += bytes) {
      if (compression === "bgzf") at = await findBlock(handle, at, size);
      if (at < size) cuts.push(at);
    }
  } finally {
    await handle.close();
  }
  return cuts;
}
