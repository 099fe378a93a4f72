import type {GeneInterval} from "../cohort.js";

/** Stretches of one chromosome in which the answer stays the same. */
interface Segments {
  /** 0-based starts, ascending; a segment ends where the next begins. */
  starts: number[];
  names: string[];
  /** The segment that answered last; sorted positions mostly stay in it or go to the next. */
  last: number;
}

const segmentsOf = new WeakMap<readonly GeneInterval[], Map<string, Segments>>();

/**
 * Genes over a position, in the order of their starts, joined by `;`; empty when there is none.
 * `pos` is 1-based; `genes` as `readGenes` sorts them. The first call for an array indexes it.
 */
export function geneAt(genes: readonly GeneInterval[], chrom: string, pos: number): string {
  let index = segmentsOf.get(genes);
  if (!index) segmentsOf.set(genes, (index = indexGenes(genes)));
  const segments = index.get(chrom);
  if (!segments) return "";
  const {starts, names} = segments;
  const base = pos - 1;
  const {last} = segments;
  if (base >= starts[last] && (last + 1 === starts.length || base < starts[last + 1])) return names[last];
  let low = 0;
  for (let high = starts.length - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= base) low = middle;
    else high = middle - 1;
  }
  segments.last = low;
  return names[low];
}

function indexGenes(genes: readonly GeneInterval[]): Map<string, Segments> {
  const byChrom = new Map<string, GeneInterval[]>();
  for (const gene of genes) {
    if (!byChrom.has(gene.chrom)) byChrom.set(gene.chrom, []);
    byChrom.get(gene.chrom)!.push(gene);
  }
  return new Map([...byChrom].map(([chrom, ofChrom]) => [chrom, cutIntoSegments(ofChrom)]));
}

function cutIntoSegments(genes: GeneInterval[]): Segments {
  const edges = [...new Set([-1, ...genes.flatMap(({start, end}) => [start, end])])].sort((a, b) => a - b);
  const names: string[] = [];
  let open: GeneInterval[] = [];
  let next = 0;
  for (const edge of edges) {
    open = open.filter(({end}) => end > edge);
    while (next < genes.length && genes[next].start <= edge) open.push(genes[next++]);
    names.push([...new Set(open.map(({name}) => name))].join(";"));
  }
  return {starts: edges, names, last: 0};
}
