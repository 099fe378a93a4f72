import type {VcfShard} from "../cohort.js";
import {chromosomeName} from "../chromosome.js";
import {readText, type TextRange} from "./readText.js";

/** A place in the text of a file: in that of the block at byte `offset` for BGZF; else `inBlock` is 0. */
export interface TextPlace {
  offset: number;
  inBlock: number;
}

const newline = 10;

/** Contig and position are looked for in this many characters of a row. */
const longestHead = 1000;

/**
 * Where, behind `start`, the first line begins that is about another site (CHROM and POS) than the line before it; null
 * when there is none. `start` must lie behind the header, at the beginning of a block or, in plain text, anywhere.
 * Lines that are no rows are passed over: they are left to the reader, as is everything else that may be wrong there.
 * Throws an InputError where compressed data are cut or damaged.
 */
export async function findSiteStart(range: Omit<TextRange, "end">): Promise<TextPlace | null> {
  let siteBefore: string | null = null;
  let place: TextPlace = {offset: range.start, inBlock: 0};
  // Text of the line as far as its site is not known yet; null behind that, and in a line that began before `start`.
  let head: string | null = null;
  let startsLine = false;
  for await (const piece of readText({...range, end: Infinity})) {
    const bytes = Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength);
    for (let at = 0, end = 0; at < bytes.length; at = end) {
      if (startsLine) {
        place = placeOf(range.compression, piece.from, at);
        head = "";
      }
      end = bytes.indexOf(newline, at) + 1 || bytes.length;
      startsLine = bytes[end - 1] === newline;
      if (head === null) continue;
      head += bytes.toString("latin1", at, Math.min(end, at + longestHead));
      const site = siteOf(head);
      if (site === null && !startsLine && head.length < longestHead) continue;
      if (site !== null && siteBefore !== null && site !== siteBefore) return place;
      siteBefore = site;
      head = null;
    }
  }
  return null;
}

function placeOf(compression: VcfShard["compression"], from: number, at: number): TextPlace {
  return compression === "bgzf" ? {offset: from, inBlock: at} : {offset: from + at, inBlock: 0};
}

/** Null where the text does not hold it, whole. */
function siteOf(head: string): string | null {
  const [contig, pos, rest] = head.split("\t", 3);
  return rest !== undefined && /^\d+$/.test(pos) ? `${chromosomeName(contig)}:${Number(pos)}` : null;
}
