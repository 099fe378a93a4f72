import {isAscii, isUtf8} from "node:buffer";
import {chromosomeName, isPseudoautosomalCode} from "../chromosome.js";
import type {GenotypeBatch} from "../cohort.js";
import {Ploidy} from "../cohort.js";
import {InputError} from "../inputError.js";
import {ploidyOf} from "../ploidy.js";

/** The variants of some .bim lines; PLINK's A1 is `alt` and A2 is `ref`, as plink2 reads them. */
export type BimVariants = Omit<GenotypeBatch, "genotypes">;

const newline = 10;
const space = 32;

/** The last position that fits PLINK's and our 32-bit columns. */
const maxPosition = 2 ** 31 - 2;

/**
 * Parses whole .bim lines: chromosome, id, centimorgans, position, A1, A2, separated by tabs or spaces.
 * An allele `0` (PLINK: not seen) becomes `.`. `firstLine` is the 1-based number of the first line, for messages.
 */
export function parseBim(
  bytes: Buffer,
  {label, firstLine, count, build}: {label: string; firstLine: number; count: number; build: string}
): BimVariants {
  const decoded = isAscii(bytes) ? bytes.toString("latin1") : utf8(bytes, label, firstLine);
  const text = decoded.endsWith("\n") ? decoded : `${decoded}\n`;
  const variants: BimVariants = {
    count,
    chrom: [],
    pos: new Int32Array(count),
    ref: [],
    alt: [],
    rsid: [],
    ploidy: new Uint8Array(count)
  };
  const starts = new Int32Array(6);
  const ends = new Int32Array(6);
  let contig = "";
  let chrom = "";
  let alwaysDiploid = false;
  let at = 0;
  for (let row = 0; row < count; row++) {
    at = splitLine(text, at, starts, ends, label, firstLine + row);
    const length = ends[0] - starts[0];
    // Neighbours mostly share a chromosome: its name is made and looked up once.
    if (length !== contig.length || !text.startsWith(contig, starts[0]) || row === 0) {
      contig = text.slice(starts[0], ends[0]);
      chrom = chromosomeName(contig);
      alwaysDiploid = isPseudoautosomalCode(contig);
    }
    const pos = parsePosition(text, starts[3], ends[3]);
    if (pos < 0)
      throw new InputError(
        label,
        firstLine + row,
        `position (column 4): expected a whole number from 0 to ${maxPosition}`
      );
    variants.chrom.push(chrom);
    variants.pos[row] = pos;
    variants.rsid.push(isRsid(text, starts[1], ends[1]) ? text.slice(starts[1], ends[1]) : "");
    variants.alt.push(allele(text, starts[4], ends[4]));
    variants.ref.push(allele(text, starts[5], ends[5]));
    variants.ploidy[row] = alwaysDiploid ? Ploidy.diploid : ploidyOf(chrom, pos, build);
  }
  return variants;
}

/** Finds the six fields of the line at `at`; returns where the next line begins. As for PLINK, codes up to 32 separate. */
function splitLine(
  text: string,
  at: number,
  starts: Int32Array,
  ends: Int32Array,
  label: string,
  line: number
): number {
  let field = 0;
  for (; ; field++) {
    let code = text.charCodeAt(at);
    while (code <= space && code !== newline) code = text.charCodeAt(++at);
    if (code === newline) break;
    if (field < 6) starts[field] = at;
    do code = text.charCodeAt(++at);
    while (code > space);
    if (field < 6) ends[field] = at;
  }
  if (field !== 6) throw new InputError(label, line, `expected the 6 columns of a .bim file, found ${field}`);
  return at + 1;
}

/** -1 = not a whole number in range. */
function parsePosition(text: string, start: number, end: number): number {
  if (end - start > 10) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= maxPosition ? value : -1;
}

function isRsid(text: string, start: number, end: number): boolean {
  return end - start > 2 && text.charCodeAt(start) === 114 && text.charCodeAt(start + 1) === 115;
}

const singleLetters = Array.from({length: 128}, (_, code) => (code === 48 ? "." : String.fromCharCode(code)));

function allele(text: string, start: number, end: number): string {
  const code = text.charCodeAt(start);
  return end - start === 1 && code < 128 ? singleLetters[code] : text.slice(start, end);
}

function utf8(bytes: Buffer, label: string, firstLine: number): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let line = firstLine;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(newline, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  throw new InputError(label, line, "is not UTF-8; save the file as UTF-8");
}
