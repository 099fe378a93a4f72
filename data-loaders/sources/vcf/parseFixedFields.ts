import {isUtf8} from "node:buffer";
import {RowProblem} from "./rowProblem.js";

/** What a row says before its genotypes. */
export interface FixedFields {
  /** As in the file, e.g. `chr1`. */
  contig: string;
  /** 1-based; 0 is the telomere. */
  pos: number;
  /** First of the identifiers that is an rs number; else empty. */
  rsid: string;
  ref: string;
  /** Alternate alleles as in the file; empty for `.`, a site without any. */
  alts: string[];
  /** Which of the colon-separated values of a person is GT, from 0. */
  gtIndex: number;
  /** FORMAT is GT and nothing else. */
  gtOnly: boolean;
  /** Where the first person's column begins. */
  genotypesFrom: number;
}

const tab = 9;
const semicolon = 59;
const lastPosition = 2 ** 31 - 1;
const names = ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"];
const tabs = new Int32Array(names.length);

/**
 * Reads the nine columns of the row [from, end) that come before its genotypes.
 * Throws a RowProblem when a column is missing or empty, is not UTF-8, POS is no number, or FORMAT has no GT.
 */
export function parseFixedFields(text: Buffer, from: number, end: number): FixedFields {
  let bits = 0;
  let found = 0;
  for (let at = from; at < end; ++at) {
    const byte = text[at];
    bits |= byte;
    if (byte === tab) {
      tabs[found++] = at;
      if (found === names.length) break;
    }
  }
  if (found < names.length) throw new RowProblem(tooFewColumns(found, from, end));
  const formatEnd = tabs[8];
  const ascii = bits < 128;
  if (!ascii && !isUtf8(text.subarray(from, formatEnd))) {
    throw new RowProblem("bytes that are not UTF-8 before the genotypes; convert the file to UTF-8");
  }
  const contig = field(text, from, tabs[0], ascii, 0);
  const pos = parsePosition(text, tabs[0] + 1, tabs[1]);
  const ref = field(text, tabs[2] + 1, tabs[3], ascii, 3);
  const alt = field(text, tabs[3] + 1, tabs[4], ascii, 4);
  const gtOnly = formatEnd - tabs[7] === 3 && text[formatEnd - 2] === 71 && text[formatEnd - 1] === 84;
  return {
    contig,
    pos,
    rsid: parseRsid(text, tabs[1] + 1, tabs[2]),
    ref,
    alts: parseAlts(alt),
    gtIndex: gtOnly ? 0 : findGt(text.toString("latin1", tabs[7] + 1, formatEnd)),
    gtOnly,
    genotypesFrom: formatEnd + 1
  };
}

function tooFewColumns(found: number, from: number, end: number): string {
  if (from === end) return "empty line; remove it";
  if (found === 0) return "no tabs, expected columns separated by tabs";
  return `${found + 1} columns, expected ${names.length} and one per sample`;
}

function field(text: Buffer, from: number, to: number, ascii: boolean, column: number): string {
  if (to === from) throw new RowProblem(`${names[column]} is empty, expected a value or .`);
  if (to - from === 1) return characters[text[from]];
  return ascii ? text.toString("latin1", from, to) : text.toString("utf8", from, to);
}

const characters = Array.from({length: 256}, (_, code) => String.fromCharCode(code));

function parsePosition(text: Buffer, from: number, to: number): number {
  let pos = 0;
  for (let at = from; at < to; ++at) {
    const digit = text[at] - 48;
    if (digit < 0 || digit > 9) throw new RowProblem(`POS is not a whole number, expected 0 to ${lastPosition}`);
    pos = pos * 10 + digit;
  }
  if (to === from) throw new RowProblem(`POS is empty, expected 0 to ${lastPosition}`);
  if (pos > lastPosition) throw new RowProblem(`POS is too large, expected 0 to ${lastPosition}`);
  return pos;
}

/** Text is made only of an identifier that begins with `rs`. */
function parseRsid(text: Buffer, from: number, to: number): string {
  for (let start = from; start < to; ++start) {
    let end = start;
    while (end < to && text[end] !== semicolon) end += 1;
    if (end - start > 2 && text[start] === 114 && text[start + 1] === 115) return text.toString("utf8", start, end);
    start = end;
  }
  return "";
}

function parseAlts(alt: string): string[] {
  if (alt === ".") return [];
  if (!alt.includes(",")) return [alt];
  const alts = alt.split(",");
  if (alts.includes("")) throw new RowProblem("ALT has an empty allele, expected alleles separated by single commas");
  return alts;
}

function findGt(format: string): number {
  const index = format.split(":").indexOf("GT");
  if (index < 0) throw new RowProblem("FORMAT has no GT, expected genotypes; leave such rows out with bcftools view");
  return index;
}
