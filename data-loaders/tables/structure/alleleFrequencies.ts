import {createCounter, Genotype} from "../countGenotypes.js";

/** Genotypes of `people` people at `variants` variants, packed as in `GenotypeBatch.genotypes`. */
export interface PackedGenotypes {
  genotypes: Uint8Array;
  variants: number;
  people: number;
}

/**
 * Frequency of alt in the people with `included` 1, per variant: 0 to 1, NaN where none of them has a genotype.
 * Everybody counts as diploid: meant for autosomes.
 */
export async function alleleFrequencies(
  {genotypes, variants, people}: PackedGenotypes,
  included: Uint8Array
): Promise<Float64Array> {
  const cells = Int32Array.from({length: people}, (_, person) => (included[person] ? 0 : -1));
  const counter = await createCounter({people, cells, cellCount: 1});
  const counts = counter.count(genotypes, variants);
  return Float64Array.from({length: variants}, (_, variant) => {
    const het = counts[4 * variant + Genotype.het];
    const homAlt = counts[4 * variant + Genotype.homAlt];
    return (2 * homAlt + het) / (2 * (homAlt + het + counts[4 * variant + Genotype.homRef]));
  });
}

/** 1 / √(2p(1 − p)), by which a variant's genotypes are scaled; 0 where it does not vary, so that it has no weight. */
export function scaleOf(frequency: number): number {
  return frequency > 0 && frequency < 1 ? 1 / Math.sqrt(2 * frequency * (1 - frequency)) : 0;
}
