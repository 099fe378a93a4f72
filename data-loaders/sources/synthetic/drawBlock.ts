import type {BlockPlan} from "./planBlocks.js";
import {drawFrequencies} from "./drawFrequencies.js";
import {ancestries, ancestryOfPopulation, linkageReach, populations} from "./populations.js";
import {randomIndex, randomStream} from "./randomStream.js";

/** The variants of one block and how their alleles hang together. Arrays have `count` entries, or 26 per variant. */
export interface Block {
  gene: string;
  chrom: string;
  firstVariant: number;
  count: number;
  /** 1-based, ascending, distinct. */
  pos: Int32Array;
  ref: string[];
  alt: string[];
  /** `syn` and the 1-based number of the variant in the cohort: never a real rs number. */
  rsid: string[];
  /** Frequency of the alternate allele: `variant × 26 + population`. */
  frequency: Float64Array;
  /** Correlation of the latent variable with that of the variant before: `variant × 26 + population`; 0 at the first. */
  correlation: Float64Array;
  /** 1 or −1: whether the alternate allele goes with low or with high values of the latent variable. */
  sign: Int8Array;
  /** Probability that a call is missing; 0 for two thirds of the variants. */
  missing: Float64Array;
}

/** Draws block number `index` of the plan: always the same for the same seed. */
export function drawBlock(seed: number, plan: BlockPlan, index: number): Block {
  const random = randomStream(seed, "block", index);
  const {count, firstVariant} = plan;
  const n = populations.length;
  const pos = drawPositions(plan, random);
  const alleles = Array.from({length: count}, () => drawAlleles(random));
  const frequency = new Float64Array(count * n);
  for (let j = 0; j < count; ++j) drawFrequencies(random, frequency.subarray(j * n, (j + 1) * n));
  return {
    gene: plan.gene,
    chrom: plan.chrom,
    firstVariant,
    count,
    pos,
    ref: alleles.map((a) => a.ref),
    alt: alleles.map((a) => a.alt),
    rsid: alleles.map((_, j) => `syn${String(firstVariant + j + 1).padStart(6, "0")}`),
    frequency,
    correlation: linkage(pos, random),
    sign: Int8Array.from({length: count}, () => (random() < 0.7 ? 1 : -1)),
    missing: Float64Array.from({length: count}, () => (random() < 2 / 3 ? 0 : 0.001 * 15 ** random()))
  };
}

/** Frequency of variant `j` of a block in each ancestry: its populations weighted by their share of the cohort. */
export function frequencyByAncestry(block: Block, j: number): number[] {
  const sum = ancestries.map(() => 0);
  const share = ancestries.map(() => 0);
  populations.forEach((population, p) => {
    const a = ancestryOfPopulation[p];
    sum[a] += population.share * block.frequency[j * populations.length + p];
    share[a] += population.share;
  });
  return sum.map((s, a) => s / share[a]);
}

function drawPositions({firstPos, lastPos, count}: BlockPlan, random: () => number): Int32Array {
  const positions = new Set<number>();
  while (positions.size < count) positions.add(firstPos + randomIndex(random, lastPos - firstPos + 1));
  return Int32Array.from(positions).sort();
}

const transition: Record<string, string> = {A: "G", C: "T", G: "A", T: "C"};
const transversions: Record<string, string> = {A: "CT", C: "AG", G: "CT", T: "AG"};

/** 92 % single-base changes, two thirds of them transitions; the rest insertions and deletions of 1–8 bases. */
function drawAlleles(random: () => number): {ref: string; alt: string} {
  const base = "AAACCGGTTT"[randomIndex(random, 10)];
  if (random() < 0.92) {
    const alt = random() < 2 / 3 ? transition[base] : transversions[base][randomIndex(random, 2)];
    return {ref: base, alt};
  }
  let longer = base;
  do longer += "ACGT"[randomIndex(random, 4)];
  while (longer.length < 9 && random() < 0.5);
  return random() < 0.5 ? {ref: base, alt: longer} : {ref: longer, alt: base};
}

/** Correlation falls with distance as exp(−bp / reach); the reach varies from 3 to 60 kb between blocks. */
function linkage(pos: Int32Array, random: () => number): Float64Array {
  const n = populations.length;
  const reachBp = 3_000 * 20 ** random();
  const correlation = new Float64Array(pos.length * n);
  for (let j = 1; j < pos.length; ++j) {
    populations.forEach(({ancestry}, p) => {
      correlation[j * n + p] = Math.exp(-(pos[j] - pos[j - 1]) / (reachBp * linkageReach[ancestry]));
    });
  }
  return correlation;
}
