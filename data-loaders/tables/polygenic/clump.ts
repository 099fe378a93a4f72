import {haplotypeCorrelation} from "../../../src/kernels/polygenic/haplotypeCorrelation.js";
import {Genotype} from "../countGenotypes.js";
import {openCorrelator} from "../structure/correlation.js";
import type {TrainingGenotypes} from "./trainingGenotypes.js";

export interface ClumpOptions {
  /** Least −log10 p of a variant that leads a clump. */
  minusLog10P: number;
  /** r² from which a variant belongs to a lead, 0 to 1, and how far away it may be. */
  r2: number;
  distanceBp: number;
  /**
   * r² of genotypes, which needs no random mating and is the default; or of haplotypes, as plink1.9 has it: slower, and
   * for people of one ancestry.
   */
  correlation?: "genotypes" | "haplotypes";
}

/**
 * Leads of clumps, most significant first: the most significant variant that is left takes away all that are near it and
 * correlated with it, until none is significant. Equal p-values: the earlier variant. r² are of the included people.
 *
 * With haplotypes the same as the leads of plink1.9 --clump with --clump-p2 1.
 */
export async function clump(
  training: TrainingGenotypes,
  included: Uint8Array,
  minusLog10P: Float64Array,
  options: ClumpOptions
): Promise<number[]> {
  const candidates = Array.from(minusLog10P.keys())
    .filter((variant) => minusLog10P[variant] >= options.minusLog10P)
    .sort((a, b) => minusLog10P[b] - minusLog10P[a] || a - b);
  const near = nearby(training, new Set(candidates), options.distanceBp);
  const taken = new Set<number>();
  const leads: number[] = [];
  const correlate = await correlationOf(training, included, options.correlation ?? "genotypes");
  for (const lead of candidates) {
    if (taken.has(lead)) continue;
    leads.push(lead);
    const correlation = correlate(lead);
    for (const other of near(lead)) {
      if (other === lead || taken.has(other)) continue;
      if (correlation(other) >= options.r2) taken.add(other);
    }
  }
  return leads;
}

/** r² between a lead and others, one after another. */
async function correlationOf(
  training: TrainingGenotypes,
  included: Uint8Array,
  kind: "genotypes" | "haplotypes"
): Promise<(lead: number) => (other: number) => number> {
  if (kind === "haplotypes")
    return (lead) => (other) => haplotypeCorrelation(countPairs(training, included, lead, other));
  const correlator = await openCorrelator(included, 2);
  return (lead) => {
    correlator.put(0, training, lead);
    return (other) => {
      correlator.put(1, training, other);
      return correlator.squaredCorrelation(0, 1);
    };
  };
}

/** People with both genotypes, by copies of alt at one variant and at the other. */
function countPairs({genotypes, people}: TrainingGenotypes, included: Uint8Array, a: number, b: number): Int32Array {
  const bytes = Math.ceil(people / 4);
  const byCode = new Int32Array(16);
  for (let person = 0; person < people; ++person) {
    if (!included[person]) continue;
    const [at, shift] = [person >> 2, 2 * (person & 3)];
    byCode[4 * ((genotypes[a * bytes + at] >> shift) & 3) + ((genotypes[b * bytes + at] >> shift) & 3)]++;
  }
  const codes = [Genotype.homRef, Genotype.het, Genotype.homAlt];
  return Int32Array.from(codes.flatMap((x) => codes.map((y) => byCode[4 * x + y])));
}

/** Candidates within a distance, by chromosome and position. */
function nearby(
  {chrom, pos}: TrainingGenotypes,
  candidates: ReadonlySet<number>,
  distanceBp: number
): (variant: number) => number[] {
  const byChromosome = new Map<string, number[]>();
  for (const variant of candidates) {
    const others = byChromosome.get(chrom[variant]);
    if (others) others.push(variant);
    else byChromosome.set(chrom[variant], [variant]);
  }
  for (const variants of byChromosome.values()) variants.sort((a, b) => pos[a] - pos[b] || a - b);
  return (variant) => {
    const variants = byChromosome.get(chrom[variant])!;
    let start = lowerBound(variants, (other) => pos[other] >= pos[variant] - distanceBp);
    const found: number[] = [];
    for (; start < variants.length && pos[variants[start]] <= pos[variant] + distanceBp; start++)
      found.push(variants[start]);
    return found;
  };
}

/** Index of the first for which `reached` is true, which then stays true. */
function lowerBound(values: readonly number[], reached: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
