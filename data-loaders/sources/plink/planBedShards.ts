import {open, type FileHandle} from "node:fs/promises";
import type {GenomeBuild} from "../../../src/model/release.js";
import type {BedShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {findNextSite, type BimLine} from "./findNextSite.js";

/** Genotype bytes of one shard: enough that a thread has work, few enough that threads end together. */
const shardBytes = 4 << 20;

/** A long piece of .bim is not read into one string: a shard has this many lines, and the rest of their last site. */
const maxShardVariants = 16_384;

/**
 * Cuts PLINK 1 filesets into shards of about 4 MB. `files` are .bed files with .bim and .fam beside them, all of the same
 * `people`; shards come in the order of the files. Each begins with another site (chromosome and position) than the one
 * before ended with: disclosure control must see all alleles of a site together.
 *
 * Errors: `InputError` for a .bed that is not one, is sample-major, or has not the size that .bim and .fam demand.
 */
export async function planBedShards(
  files: InputFile[],
  {people, build}: {people: number; build: GenomeBuild}
): Promise<BedShard[]> {
  const shards: BedShard[] = [];
  for (const bed of files) shards.push(...(await planOne(bed, people, build)));
  return shards;
}

/** The .bim or .fam beside a .bed file. */
export function besideBed({file, label}: InputFile, extension: "bim" | "fam"): InputFile {
  return {file: file.replace(/bed$/i, extension), label: label.replace(/bed$/i, extension)};
}

async function planOne(bed: InputFile, people: number, build: GenomeBuild): Promise<BedShard[]> {
  const bim = besideBed(bed, "bim");
  const variantBytes = Math.ceil(people / 4);
  const most = Math.min(maxShardVariants, Math.max(1, Math.floor(shardBytes / variantBytes)));
  const {variants, cuts, end} = await cutLines(bim, evenly(await variantsOf(bed, variantBytes), most));
  await checkBed(bed, people, variants);
  return cuts.map(({line, start}, i) => ({
    kind: "bed",
    bed: bed.file,
    bim: bim.file,
    label: bed.label,
    people,
    build,
    first: line,
    count: (cuts[i + 1]?.line ?? variants) - line,
    bimStart: start,
    bimEnd: cuts[i + 1]?.start ?? end
  }));
}

/** As many variants as the size of a .bed says, right or not. */
async function variantsOf(bed: InputFile, variantBytes: number): Promise<number> {
  const handle = await openInput(bed);
  try {
    return Math.floor(((await handle.stat()).size - 3) / Math.max(1, variantBytes));
  } finally {
    await handle.close();
  }
}

/** Variants of a shard, at most `most`: shards of one size and an even number of them, so that threads end together. */
function evenly(variants: number, most: number): number {
  if (variants <= most) return most;
  const shards = 2 * Math.ceil(variants / most / 2);
  return Math.min(most, Math.ceil(variants / shards));
}

/** Counts the lines of a .bim and cuts it behind about every `perShard`-th. Empty lines at the end do not count. */
async function cutLines(bim: InputFile, perShard: number): Promise<{variants: number; cuts: BimLine[]; end: number}> {
  const handle = await openInput(bim);
  try {
    const end = await endOfText(handle);
    if (end === 0) throw new InputError(bim.label, null, "is empty: no variants");
    const buffer = Buffer.allocUnsafe(1 << 20);
    const lasts: BimLine[] = [];
    let line = 0;
    let start = 0;
    for (let offset = 0; offset < end;) {
      const {bytesRead} = await handle.read(buffer, 0, Math.min(buffer.length, end - offset), offset);
      if (bytesRead === 0) throw new InputError(bim.label, null, "became shorter while it was read");
      const bytes = buffer.subarray(0, bytesRead);
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
        if ((line + 1) % perShard === 0) lasts.push({line, start});
        line += 1;
        start = offset + at + 1;
      }
      offset += bytesRead;
    }
    const cuts: BimLine[] = [{line: 0, start: 0}];
    for (const last of lasts) {
      // The site before may have gone on up to here.
      if (last.line < cuts.at(-1)!.line) continue;
      const next = await findNextSite(handle, last, end);
      if (!next) break;
      cuts.push(next);
    }
    return {variants: line + 1, cuts, end};
  } finally {
    await handle.close();
  }
}

/** Offset after the last byte that is not white space. */
async function endOfText(handle: FileHandle): Promise<number> {
  const buffer = Buffer.allocUnsafe(4096);
  for (let end = (await handle.stat()).size; end > 0;) {
    const start = Math.max(0, end - buffer.length);
    const {bytesRead} = await handle.read(buffer, 0, end - start, start);
    for (let i = bytesRead - 1; i >= 0; i--) if (buffer[i] > 32) return start + i + 1;
    end = start;
  }
  return 0;
}

async function checkBed(bed: InputFile, people: number, variants: number): Promise<void> {
  const handle = await openInput(bed);
  try {
    const {size} = await handle.stat();
    const magic = Buffer.alloc(3);
    await handle.read(magic, 0, 3, 0);
    const problem = magicProblem(magic, size) ?? sizeProblem(size, people, variants);
    if (problem) throw new InputError(bed.label, null, problem);
  } finally {
    await handle.close();
  }
}

/** Bytes 0x6c 0x1b, then 0x01 = variant-major. https://www.cog-genomics.org/plink/1.9/formats#bed */
function magicProblem([first, second, mode]: Buffer, size: number): string | null {
  if (size === 0) return "is empty";
  if (first !== 0x6c || second !== 0x1b) return "is not a PLINK .bed file; expected it to begin with bytes 6c 1b 01";
  if (mode === 0x00) return "is sample-major, of an old PLINK; convert it with plink1.9 --make-bed";
  if (mode !== 0x01) return "is not a PLINK 1 .bed file (a .pgen?); convert it with plink2 --make-bed";
  return null;
}

function sizeProblem(size: number, people: number, variants: number): string | null {
  const expected = 3 + variants * Math.ceil(people / 4);
  if (size === expected) return null;
  const fault = size < expected ? "truncated" : "too long";
  return `${fault}: has ${size} bytes, but ${variants} variants (.bim) of ${people} people (.fam) need ${expected}`;
}

async function openInput({file, label}: InputFile): Promise<FileHandle> {
  return open(file).catch((error) => {
    throw new InputError(label, null, error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`);
  });
}
