import {Call, type Calls} from "./genotypeCodes.js";
import {RowProblem} from "./rowProblem.js";

const tab = 9;
const dot = 46;
const slash = 47;
const zero = 48;
const nine = 57;
const colon = 58;
const pipe = 124;

/** Columns of a row before the first person's. */
const fixedColumns = 9;

/**
 * Reads everybody's GT in [from, end) of a row, whatever else FORMAT has. `alts` is the number of alternate alleles.
 * Values that a person's column leaves out at its end are missing (VCF 4.1, §1.4.2). A phase mark before the first allele
 * (VCF 4.4) is passed over.
 * Throws a RowProblem for another number of columns, more than two alleles, or an allele that ALT does not have.
 */
export function parseCalls(text: Buffer, from: number, end: number, gtIndex: number, alts: number, calls: Calls): void {
  const people = calls.first.length;
  let at = from;
  let person = 0;
  for (; person < people && at <= end; ++person) {
    const gt = gtIndex === 0 ? at : findGt(text, at, end, gtIndex);
    const after = gt < 0 ? setMissing(calls, person, at) : parseGt(text, gt, end, alts, calls, person);
    at = findTab(text, after, end) + 1;
  }
  if (person < people || at <= end) throw new RowProblem(wrongColumns(text, from, end, people));
}

/** Where the value number `index` of a column begins; -1 when the column ends before it. */
function findGt(text: Buffer, from: number, end: number, index: number): number {
  for (let at = from; at < end && text[at] !== tab; ++at) {
    if (text[at] === colon && --index === 0) return at + 1;
  }
  return -1;
}

function setMissing({first, second}: Calls, person: number, at: number): number {
  first[person] = second[person] = Call.missing;
  return at;
}

/** Returns where the genotype ends: at a colon, a tab or `end`. */
function parseGt(text: Buffer, from: number, end: number, alts: number, calls: Calls, person: number): number {
  let at = from;
  if (at < end && isSeparator(text[at])) at += 1;
  calls.second[person] = Call.none;
  for (let copies = 0; ; ++copies) {
    let allele = Call.missing as number;
    const start = at;
    if (at < end && text[at] === dot) {
      at += 1;
    } else {
      allele = 0;
      for (; at < end && text[at] >= zero && text[at] <= nine; ++at) {
        allele = allele * 10 + text[at] - zero;
        if (allele > alts) throw new RowProblem(unknownAllele(person, alts));
      }
    }
    if (at === start) throw new RowProblem(notGenotype(person));
    if (copies === 0) calls.first[person] = allele;
    else if (copies === 1) calls.second[person] = allele;
    else throw new RowProblem(tooManyAlleles(person));
    if (at === end || text[at] === tab || text[at] === colon) return at;
    if (!isSeparator(text[at])) throw new RowProblem(notGenotype(person));
    at += 1;
  }
}

function isSeparator(byte: number): boolean {
  return byte === slash || byte === pipe;
}

function findTab(text: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] !== tab) at += 1;
  return at;
}

function unknownAllele(person: number, alts: number): string {
  const largest = alts === 0 ? "0, as ALT is ." : `at most ${alts}, the number of alleles in ALT`;
  return `column ${person + 1 + fixedColumns}: GT has an allele number that ALT does not have, expected ${largest}`;
}

function notGenotype(person: number): string {
  return `column ${person + 1 + fixedColumns}: GT is not a genotype, expected allele numbers or . with / or | between`;
}

function tooManyAlleles(person: number): string {
  return `column ${person + 1 + fixedColumns}: GT has more than two alleles, expected a haploid or diploid genotype`;
}

function wrongColumns(text: Buffer, from: number, end: number, people: number): string {
  let columns = fixedColumns + 1;
  for (let at = from; at < end; ++at) if (text[at] === tab) columns += 1;
  return `${columns} columns, expected ${people + fixedColumns} as in the header`;
}
