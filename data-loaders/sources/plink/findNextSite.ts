import type {FileHandle} from "node:fs/promises";
import {chromosomeName} from "../chromosome.js";

/** A line of a .bim file: its index, 0 for the first, and where it begins, bytes. */
export interface BimLine {
  line: number;
  start: number;
}

const newline = 10;
const bytesAtOnce = 4096;

/**
 * The first line behind `from` that is about another site (chromosome and position) than the line before it; null when
 * there is none before byte `end`. Lines that cannot be read are passed over: they are left to the reader.
 */
export async function findNextSite(bim: FileHandle, from: BimLine, end: number): Promise<BimLine | null> {
  let {line, start} = from;
  let siteBefore: string | null = null;
  let buffer = Buffer.allocUnsafe(Math.min(bytesAtOnce, end - start));
  while (start < end) {
    const {bytesRead} = await bim.read(buffer, 0, Math.min(buffer.length, end - start), start);
    if (bytesRead === 0) return null;
    const bytes = buffer.subarray(0, bytesRead);
    const isRest = start + bytesRead === end;
    let at = 0;
    for (let next = 0; at < bytes.length; at = next) {
      next = bytes.indexOf(newline, at) + 1 || (isRest ? bytes.length : 0);
      if (next === 0) break;
      const site = siteOf(bytes.toString("latin1", at, next));
      if (site !== null && siteBefore !== null && site !== siteBefore) return {line, start: start + at};
      siteBefore = site;
      line += 1;
    }
    start += at;
    // No line ends in the whole buffer.
    if (at === 0) buffer = Buffer.allocUnsafe(2 * buffer.length);
  }
  return null;
}

/** As for PLINK, codes up to 32 separate columns: \s would also be part of letters in UTF-8. */
const separators = /[\0- ]+/;

function siteOf(line: string): string | null {
  const [contig, , , pos] = line.replace(/^[\0- ]+/, "").split(separators, 4);
  return contig && pos && /^\d+$/.test(pos) ? `${chromosomeName(contig)}:${Number(pos)}` : null;
}
