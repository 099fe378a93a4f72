import {open} from "node:fs/promises";
import {chromosomeName, compareChromosomes} from "./chromosome.js";
import type {InputFile} from "./inputFiles.js";
import {besideBed} from "./plink/planBedShards.js";
import {detectCompression} from "./vcf/compression.js";
import {readText} from "./vcf/readText.js";

/** Where a genotype file begins in the genome; null = it holds no variant, or nothing that looks like one. */
export type Locus = {chrom: string; pos: number} | null;

/** The first variant of a .bed (by its .bim) or VCF file. */
export async function firstLocus(genotypes: InputFile): Promise<Locus> {
  return /\.bed$/i.test(genotypes.file) ? firstOfBim(besideBed(genotypes, "bim")) : firstOfVcf(genotypes);
}

/** Genome order; files without variants come last. */
export function compareLoci(a: Locus, b: Locus): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return compareChromosomes(a.chrom, b.chrom) || a.pos - b.pos;
}

async function firstOfBim({file}: InputFile): Promise<Locus> {
  const handle = await open(file);
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const [contig, , , pos] = buffer.toString("latin1", 0, bytesRead).trimStart().split(/\s+/, 4);
    return locus(contig, pos);
  } finally {
    await handle.close();
  }
}

/** Reads no further than the first line without #. Bad files are left to the reader, which knows what to say. */
async function firstOfVcf({file, label}: InputFile): Promise<Locus> {
  const handle = await open(file);
  const compression = await detectCompression(handle).finally(() => handle.close());
  let startsLine = true;
  let inHeader = false;
  let row = "";
  for await (const piece of readText({file, label, compression, start: 0, end: Infinity})) {
    const bytes = Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength);
    for (let at = 0, end = 0; at < bytes.length; at = end) {
      if (startsLine) inHeader = bytes[at] === hash;
      end = bytes.indexOf(newline, at) + 1 || bytes.length;
      startsLine = bytes[end - 1] === newline;
      if (!inHeader) row += bytes.toString("latin1", at, Math.min(end, at + longestPrefix));
      if (row.length >= longestPrefix || (!inHeader && startsLine)) return locusOf(row);
    }
  }
  return locusOf(row);
}

const hash = 35;
const newline = 10;

/** Contig and position stand before this character of a row. */
const longestPrefix = 1000;

function locusOf(row: string): Locus {
  const [contig, pos] = row.split("\t", 2);
  return locus(contig, pos);
}

function locus(contig: string | undefined, pos: string | undefined): Locus {
  return contig && pos && /^\d+$/.test(pos) ? {chrom: chromosomeName(contig), pos: Number(pos)} : null;
}
