import {chromosomeRank} from "./genes.js";
import {medicineGenes, type MedicineGene, type MedicineSite} from "./medicineAlleles.js";
import type {BlockPlan} from "./planBlocks.js";

export interface PlacedSite {
  gene: MedicineGene;
  site: MedicineSite;
}

/**
 * Sites of medicines by the block they are read with: the last one that begins before them, so that blocks read in turn
 * still give all variants in genome order; the first block also has what lies before it. Ascending within a block.
 */
export function placeMedicineSites(plan: readonly BlockPlan[]): Map<number, PlacedSite[]> {
  const placed = new Map<number, PlacedSite[]>();
  for (const gene of medicineGenes)
    for (const site of gene.sites) {
      const before = plan.findLastIndex((block) => compare(block.chrom, block.firstPos, gene.chrom, site.pos) <= 0);
      const block = Math.max(0, before);
      placed.set(block, [...(placed.get(block) ?? []), {gene, site}]);
    }
  return placed;
}

function compare(chromA: string, posA: number, chromB: string, posB: number): number {
  return chromosomeRank(chromA) - chromosomeRank(chromB) || posA - posB;
}
