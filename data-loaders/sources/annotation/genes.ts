import {chromosomeName, compareChromosomes} from "../chromosome.js";
import type {GeneInterval} from "../cohort.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";

/**
 * Gene intervals of a BED file (0-based, half-open; column 4 is the symbol), sorted by chromosome and start.
 * Lines that begin with #, `track` or `browser` are skipped.
 */
export async function readGenes(input: InputFile): Promise<GeneInterval[]> {
  const genes: GeneInterval[] = [];
  for await (const {number, text} of readLines(input)) {
    if (/^(#|track\b|browser\b|\s*$)/.test(text)) continue;
    const [contig, start, end, name] = text.split("\t").map((field) => field.trim());
    const problem = intervalProblem(start, end, name);
    if (problem) throw new InputError(input.label, number, problem);
    genes.push({chrom: chromosomeName(contig), start: Number(start), end: Number(end), name});
  }
  if (genes.length === 0) throw new InputError(input.label, null, "holds no genes");
  return genes.sort((a, b) => compareChromosomes(a.chrom, b.chrom) || a.start - b.start || a.end - b.end);
}

function intervalProblem(start?: string, end?: string, name?: string): string | null {
  if (!name) return "expected 4 columns separated by tabs: chromosome, start, end, gene";
  if (!/^\d{1,10}$/.test(start!) || !/^\d{1,10}$/.test(end!))
    return "start and end (columns 2, 3) must be whole numbers";
  if (Number(start) >= Number(end)) return "start (column 2) must be below end (column 3)";
  return name.includes(";") ? "a gene (column 4) may not hold ;, which separates genes" : null;
}
