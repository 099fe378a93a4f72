import type {GeneInterval} from "../cohort.js";
import {geneAt} from "./geneAt.js";

/** Genes of one chromosome by their starts, and the gene that reaches furthest of each and all before it. */
interface Ordered {
  starts: number[];
  genes: GeneInterval[];
  furthest: GeneInterval[];
}

const orderedOf = new WeakMap<readonly GeneInterval[], Map<string, Ordered>>();

/**
 * The gene over a position (several joined by `;`, distance 0), else the nearest, with the bases from the position to
 * its first or last; of two that are equally near the one before. Null on a chromosome without genes.
 * `pos` is 1-based; `genes` as `readGenes` sorts them. The first call for an array indexes it.
 */
export function nearestGene(
  genes: readonly GeneInterval[],
  chrom: string,
  pos: number
): {gene: string; distanceBp: number} | null {
  let index = orderedOf.get(genes);
  if (!index) orderedOf.set(genes, (index = orderGenes(genes)));
  const ordered = index.get(chrom);
  if (!ordered) return null;
  const over = geneAt(genes, chrom, pos);
  if (over) return {gene: over, distanceBp: 0};
  const {starts, genes: ofChrom, furthest} = ordered;
  const base = pos - 1;
  let next = 0;
  for (let high = starts.length; next < high;) {
    const middle = (next + high) >> 1;
    if (starts[middle] <= base) next = middle + 1;
    else high = middle;
  }
  const [before, after] = [furthest[next - 1], ofChrom[next]];
  const toBefore = before ? base - (before.end - 1) : Infinity;
  const toAfter = after ? after.start - base : Infinity;
  return toBefore <= toAfter ? {gene: before.name, distanceBp: toBefore} : {gene: after.name, distanceBp: toAfter};
}

function orderGenes(genes: readonly GeneInterval[]): Map<string, Ordered> {
  const index = new Map<string, Ordered>();
  for (const gene of genes) {
    let ordered = index.get(gene.chrom);
    if (!ordered) index.set(gene.chrom, (ordered = {starts: [], genes: [], furthest: []}));
    const furthest = ordered.furthest.at(-1);
    ordered.starts.push(gene.start);
    ordered.genes.push(gene);
    ordered.furthest.push(furthest && furthest.end >= gene.end ? furthest : gene);
  }
  return index;
}
