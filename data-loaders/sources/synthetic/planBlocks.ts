import {chromosomeRank, readSyntheticGenes} from "./genes.js";
import {randomIndex, randomStream} from "./randomStream.js";
import {genesWithEffects} from "./traits.js";

/** Variants that are inherited together: a stretch of at most 60 kb in or near one gene. */
export interface BlockPlan {
  gene: string;
  chrom: string;
  /** 1-based, both ends included: where the variants may lie. */
  firstPos: number;
  lastPos: number;
  /** Index of the first variant in the cohort, and how many. */
  firstVariant: number;
  count: number;
}

/** A quarter of the gene's length on either side, within these limits. */
const flankBp = {least: 1_000, most: 10_000};
const longestBp = 60_000;
/** Genes of the pseudoautosomal region, of its border, and of the rest of X: in every cohort, however small. */
const genesOfX = ["CRLF2", "XG", "F8", "DMD", "G6PD"];

/** The blocks of a cohort in genome order. The same seed and number of variants give the same plan. */
export function planBlocks(seed: number, variants: number): BlockPlan[] {
  const random = randomStream(seed, "blocks");
  const blocks = Math.max(1, Math.round(variants / Math.min(25, Math.max(8, variants / 60))));
  const windows = geneWindows();
  const order = genesByPriority(random);
  const perGene = new Map<string, number>();
  for (let i = 0; i < blocks; ++i) perGene.set(order[i % order.length], Math.floor(i / order.length) + 1);
  const plans = windows
    .filter((w) => perGene.has(w.gene))
    .flatMap((w) => splitWindow(w, perGene.get(w.gene)!, random))
    .map((plan) => ({...plan, firstVariant: 0, count: 0}));
  shareOut(plans, variants, random);
  let firstVariant = 0;
  for (const plan of plans) {
    plan.firstVariant = firstVariant;
    firstVariant += plan.count;
  }
  return plans.filter((plan) => plan.count > 0);
}

interface Window {
  gene: string;
  chrom: string;
  firstPos: number;
  lastPos: number;
}

/** Each gene with its flanks, which end half way to the next gene of the list. */
function geneWindows(): Window[] {
  const genes = readSyntheticGenes();
  return genes.map((gene, i) => {
    const before = i > 0 && genes[i - 1].chrom === gene.chrom ? gene.start - genes[i - 1].end : Infinity;
    const after = i + 1 < genes.length && genes[i + 1].chrom === gene.chrom ? genes[i + 1].start - gene.end : Infinity;
    const quarter = Math.floor((gene.end - gene.start) / 4);
    const flank = Math.min(flankBp.most, Math.max(flankBp.least, quarter));
    return {
      gene: gene.name,
      chrom: gene.chrom,
      firstPos: Math.max(1, gene.start + 1 - Math.min(flank, Math.floor(before / 2))),
      lastPos: gene.end + Math.min(flank, Math.floor(after / 2) - 1)
    };
  });
}

/** Genes with planted effects and genes of X first, the others in a random order. */
function genesByPriority(random: () => number): string[] {
  const names = readSyntheticGenes().map((gene) => gene.name);
  const first = genesWithEffects();
  first.splice(8, 0, ...genesOfX);
  const others = names.filter((name) => !first.includes(name));
  return [
    ...first,
    ...others
      .map((name) => ({name, key: random()}))
      .sort((a, b) => a.key - b.key)
      .map((x) => x.name)
  ];
}

/** Equal parts of a window, each cut to a random stretch of at most 60 kb. */
function splitWindow(window: Window, parts: number, random: () => number): Window[] {
  const length = Math.floor((window.lastPos - window.firstPos + 1) / parts);
  return Array.from({length: parts}, (_, i) => {
    const stretch = Math.min(length, longestBp);
    const firstPos = window.firstPos + i * length + randomIndex(random, length - stretch + 1);
    return {...window, firstPos, lastPos: firstPos + stretch - 1};
  });
}

/** Gives each block between 0.4 and 1.6 of an equal share of the variants, and at most a third of its positions. */
function shareOut(plans: BlockPlan[], variants: number, random: () => number): void {
  const weights = plans.map(() => 0.4 + 1.2 * random());
  const total = weights.reduce((a, b) => a + b, 0);
  let given = 0;
  plans.forEach((plan, i) => {
    const room = Math.floor((plan.lastPos - plan.firstPos + 1) / 3);
    plan.count = Math.min(room, Math.floor((variants * weights[i]) / total));
    given += plan.count;
  });
  const long = plans.filter((plan) => plan.lastPos - plan.firstPos > 3_000).sort(byLocus);
  for (let i = 0; given < variants; i = (i + 1) % long.length, ++given) ++long[i].count;
}

function byLocus(a: Window, b: Window): number {
  return chromosomeRank(a.chrom) - chromosomeRank(b.chrom) || a.firstPos - b.firstPos;
}
