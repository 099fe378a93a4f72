import type {PlacedPValues} from "./binnedManhattan.js";
import type {LocusRow} from "./lociTable.js";

/** Variants with p-values and effects, in genome order. */
export interface PlacedEffects extends PlacedPValues {
  beta: Float64Array;
  se: Float64Array;
}

export interface NearestGene {
  gene: string;
  /** Bases to the gene; 0 inside. */
  distanceBp: number;
}

/**
 * Loci of one trait and group: the variant with the smallest p-value leads all variants of p < `lociP` that are at most
 * `lociBp` away; then the next of the rest; and so on. Two equal p-values: the first in genome order leads.
 * `nearestGene` tells the gene of a position, or null. Loci are counted from 1 in genome order of their leading variants.
 */
export function topLoci(
  {variantIds, chrom, pos, minusLog10P, beta, se}: PlacedEffects,
  nearestGene: (chrom: string, pos: number) => NearestGene | null,
  {lociP = 1e-6, lociBp = 250_000}: {lociP?: number; lociBp?: number} = {}
): Omit<LocusRow, "trait" | "ancestry">[] {
  const level = -Math.log10(lociP);
  const places = [...minusLog10P.keys()].filter((i) => minusLog10P[i] > level);
  const free = new Set(places);
  const byP = places.slice().sort((a, b) => minusLog10P[b] - minusLog10P[a] || a - b);
  const rankOf = new Map(places.map((i, rank) => [i, rank]));
  const led: {lead: number; members: number[]}[] = [];
  for (const lead of byP) {
    if (!free.has(lead)) continue;
    const isNear = (i: number): boolean => chrom[i] === chrom[lead] && Math.abs(pos[i] - pos[lead]) <= lociBp;
    const rank = rankOf.get(lead)!;
    let [first, last] = [rank, rank];
    while (first > 0 && isNear(places[first - 1])) first -= 1;
    while (last + 1 < places.length && isNear(places[last + 1])) last += 1;
    const members = places.slice(first, last + 1).filter((i) => free.has(i));
    for (const i of members) free.delete(i);
    led.push({lead, members});
  }
  return led
    .sort((a, b) => a.lead - b.lead)
    .map(({lead, members}, l) => {
      const nearest = nearestGene(chrom[lead], pos[lead]);
      return {
        locus: l + 1,
        chrom: chrom[lead],
        start: pos[members[0]],
        end: pos[members[members.length - 1]],
        variantId: variantIds[lead],
        pos: pos[lead],
        gene: nearest?.gene ?? null,
        distanceBp: nearest?.distanceBp ?? 0,
        beta: beta[lead],
        se: se[lead],
        minusLog10P: minusLog10P[lead],
        nVariants: members.length
      };
    });
}
