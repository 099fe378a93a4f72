import {Ploidy} from "./cohort.js";

interface Region {
  /** 1-based, both ends included. */
  start: number;
  end: number;
}

/**
 * Pseudoautosomal regions, where men have two copies. First and last base of PAR1 and PAR2.
 *
 * GRCh37 and GRCh38: Genome Reference Consortium, human assembly regions PAR#1 and PAR#2 (GCF_000001405.25, .26).
 * NCBI36: UCSC hg18 gateway. The inner ends on X are those of PLINK's `--split-x b36|b37|b38` (2709521, 154584237;
 * 2699520, 154931044; 2781479, 155701383). PAR1 is taken from base 1, PAR2 to the end of the chromosome, as PLINK does.
 */
const pseudoautosomal: Record<string, {X: [Region, Region]; Y: [Region, Region]}> = {
  NCBI36: {X: regions(2_709_521, 154_584_237), Y: regions(2_709_521, 57_443_438)},
  GRCh37: {X: regions(2_699_520, 154_931_044), Y: regions(2_649_520, 59_034_050)},
  GRCh38: {X: regions(2_781_479, 155_701_383), Y: regions(2_781_479, 56_887_903)}
};

/**
 * Who carries one copy only at a position: a code of `Ploidy`.
 * `chrom` as `chromosomeName` writes it, `pos` 1-based. Contigs other than X, Y and MT are diploid.
 */
export function ploidyOf(chrom: string, pos: number, build: string): 0 | 1 | 2 | 3 {
  if (chrom === "MT") return Ploidy.haploid;
  if (chrom !== "X" && chrom !== "Y") return Ploidy.diploid;
  const regionsOfBuild = pseudoautosomal[build];
  if (!regionsOfBuild) throw new Error(`unknown build: ${build}`);
  if (regionsOfBuild[chrom].some(({start, end}) => pos >= start && pos <= end)) return Ploidy.diploid;
  return chrom === "X" ? Ploidy.menHaploid : Ploidy.menOnly;
}

function regions(par1End: number, par2Start: number): [Region, Region] {
  return [
    {start: 1, end: par1End},
    {start: par2Start, end: Infinity}
  ];
}
