import {readFileSync} from "node:fs";
import type {GeneInterval} from "../cohort.js";

/**
 * About 500 genes of medical interest at their GRCh37 positions, in genome order, none overlapping another:
 * GENCODE v36 intervals lifted to hg19. Names and positions are facts; everything else about the cohort is invented.
 */
export function readSyntheticGenes(): readonly GeneInterval[] {
  genes ??= parseGenes(readFileSync(new URL("genes.bed", import.meta.url), "utf8"));
  return genes;
}

/** Rank of a chromosome of the synthetic genome: 1–22, then X. */
export function chromosomeRank(chrom: string): number {
  return chrom === "X" ? 23 : +chrom;
}

let genes: readonly GeneInterval[] | undefined;

function parseGenes(text: string): GeneInterval[] {
  return text
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t"))
    .map(([chrom, start, end, name]) => ({chrom, start: +start, end: +end, name}))
    .sort((a, b) => chromosomeRank(a.chrom) - chromosomeRank(b.chrom) || a.start - b.start);
}
