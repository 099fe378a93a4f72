import type {PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";

/** Packs copies of alt (0, 1, 2; NaN = missing), one array of people per variant. */
export function packedOf(copies: number[][]): PackedGenotypes {
  const people = copies[0]?.length ?? 0;
  const bytes = Math.ceil(people / 4);
  const genotypes = new Uint8Array(copies.length * bytes);
  copies.forEach((row, variant) =>
    row.forEach((copy, person) => {
      const code = Number.isNaN(copy) ? 1 : [3, 2, 0][copy];
      genotypes[variant * bytes + (person >> 2)] |= code << (2 * (person & 3));
    })
  );
  return {genotypes, variants: copies.length, people};
}

/**
 * People in `groups` equal groups whose frequencies drift apart by `fst` (Balding & Nichols, approximated by a normal
 * deviate), with a share of genotypes missing. Seeded by `random`.
 */
export function structuredGenotypes(
  {
    people,
    variants,
    groups,
    fst,
    missing
  }: {people: number; variants: number; groups: number; fst: number; missing: number},
  random: () => number
): PackedGenotypes {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return packedOf(
    Array.from({length: variants}, () => {
      const ancestral = 0.05 + 0.9 * random();
      const sd = Math.sqrt(fst * ancestral * (1 - ancestral));
      const frequencies = Array.from({length: groups}, () => Math.min(0.99, Math.max(0.01, ancestral + sd * normal())));
      return Array.from({length: people}, (_, person) =>
        random() < missing
          ? NaN
          : Number(random() < frequencies[person % groups]) + Number(random() < frequencies[person % groups])
      );
    })
  );
}
