import type {GenotypeBatch} from "../../sources/cohort.js";
import type {PackedGenotypes} from "../structure/alleleFrequencies.js";

/** Variants from which a score is learned, in genome order, with everybody's genotypes in memory. */
export interface TrainingGenotypes extends PackedGenotypes {
  chrom: string[];
  pos: Int32Array;
  ref: string[];
  alt: string[];
  rsid: string[];
}

/** Reads the variants for which `keep` is true; genotypes take variants × people / 4 bytes. */
export async function collectTraining(
  batches: AsyncIterable<GenotypeBatch>,
  people: number,
  keep: (batch: GenotypeBatch, variant: number) => boolean
): Promise<TrainingGenotypes> {
  const bytes = Math.ceil(people / 4);
  const found = {
    chrom: [] as string[],
    pos: [] as number[],
    ref: [] as string[],
    alt: [] as string[],
    rsid: [] as string[]
  };
  const rows: Uint8Array[] = [];
  for await (const batch of batches)
    for (let i = 0; i < batch.count; ++i) {
      if (!keep(batch, i)) continue;
      found.chrom.push(batch.chrom[i]);
      found.pos.push(batch.pos[i]);
      found.ref.push(batch.ref[i]);
      found.alt.push(batch.alt[i]);
      found.rsid.push(batch.rsid[i]);
      // A copy, which `slice` of a Node buffer is not.
      rows.push(new Uint8Array(batch.genotypes.subarray(i * bytes, (i + 1) * bytes)));
    }
  const genotypes = new Uint8Array(rows.length * bytes);
  rows.forEach((row, i) => genotypes.set(row, i * bytes));
  return {...found, pos: Int32Array.from(found.pos), genotypes, variants: rows.length, people};
}

/**
 * Copies of alt of some people at one variant, missing genotypes at their mean, less that mean. `deviation` is the root
 * mean square of the result; NaN frequency and deviation 0 where nobody has a genotype.
 */
export function centredDosages(
  {genotypes, people: total}: PackedGenotypes,
  variant: number,
  people: Int32Array,
  into: Float32Array
): {mean: number; deviation: number} {
  const start = variant * Math.ceil(total / 4);
  const counts = [0, 0, 0, 0];
  for (const person of people) counts[(genotypes[start + (person >> 2)] >> (2 * (person & 3))) & 3]++;
  const called = counts[0] + counts[2] + counts[3];
  const mean = (2 * counts[0] + counts[2]) / called;
  const table = called > 0 ? Float32Array.of(2 - mean, 0, 1 - mean, -mean) : new Float32Array(4);
  let square = 0;
  for (let i = 0; i < people.length; ++i) {
    const value = table[(genotypes[start + (people[i] >> 2)] >> (2 * (people[i] & 3))) & 3];
    into[i] = value;
    square += value * value;
  }
  return {mean, deviation: Math.sqrt(square / people.length)};
}
