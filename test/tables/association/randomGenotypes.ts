import {randomLcg} from "d3-random";

/** Packed genotypes of random people and variants, .bed-coded; padding bits are 0. */
export function randomGenotypes(
  people: number,
  variants: number,
  {seed = 1, missing = 0.02}: {seed?: number; missing?: number} = {}
): Uint8Array {
  const random = randomLcg(seed);
  const bytes = Math.ceil(people / 4);
  const genotypes = new Uint8Array(variants * bytes);
  for (let variant = 0; variant < variants; ++variant) {
    const frequency = 0.01 + 0.49 * random() ** 2;
    for (let person = 0; person < people; ++person) {
      const copies = +(random() < frequency) + +(random() < frequency);
      const code = random() < missing ? 1 : [3, 2, 0][copies];
      genotypes[variant * bytes + (person >> 2)] |= code << (2 * (person & 3));
    }
  }
  return genotypes;
}

/** Dosage of the allele alt, NaN = missing, of one variant. */
export function dosagesOf(genotypes: Uint8Array, people: number, variant: number): number[] {
  const bytes = Math.ceil(people / 4);
  return Array.from(
    {length: people},
    (_, person) => [2, NaN, 1, 0][(genotypes[variant * bytes + (person >> 2)] >> (2 * (person & 3))) & 3]
  );
}
