import type {GeneInterval, Region} from "../../model/association.js";

/** A gene with the row that it is drawn in, 0 at the top, and its ends in pixels. */
export interface PlacedGene extends GeneInterval {
  row: number;
  x0: number;
  x1: number;
}

const letter = 6.6;

/** Genes of a region in as few rows as names and bodies do not touch in; those that need more than `most` rows are left out. */
export function geneRows(
  genes: readonly GeneInterval[],
  {chrom, start, end}: Region,
  x: (positionBp: number) => number,
  most = 6
): {placed: PlacedGene[]; left: number} {
  const inside = genes.filter((gene) => gene.chrom === chrom && gene.end >= start && gene.start < end);
  const free: number[] = [];
  const placed: PlacedGene[] = [];
  for (const gene of [...inside].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const [x0, x1] = [x(Math.max(start, gene.start + 1)), x(Math.min(end, gene.end))];
    const half = Math.max(x1 - x0, letter * gene.name.length) / 2 + 3;
    const middle = (x0 + x1) / 2;
    let row = free.findIndex((right) => right <= middle - half);
    if (row < 0) row = free.length;
    if (row >= most) continue;
    free[row] = middle + half;
    placed.push({...gene, row, x0, x1});
  }
  return {placed, left: inside.length - placed.length};
}
