import {Genotype} from "../countGenotypes.js";
import type {PackedGenotypes} from "./alleleFrequencies.js";

/** Genotypes turned round: a row of bits per person, as `kingRobust.as.ts` wants them. */
export interface PersonBits {
  people: number;
  variants: number;
  /** Groups of 128 variants; the bits behind the last variant are 0. */
  words: number;
  /** `people × words × 48` bytes, shared so that threads need no copy. */
  bits: Uint32Array<SharedArrayBuffer>;
  /** Heterozygous genotypes per person. */
  hets: Int32Array<SharedArrayBuffer>;
}

/**
 * Sorts the genotypes of each included person into bits; the others have none, so that they are nobody's relatives.
 * Give autosomal variants that are not in strong LD.
 */
export function personBits({genotypes, variants, people}: PackedGenotypes, included: Uint8Array): PersonBits {
  const words = Math.ceil(variants / 128);
  const rowLength = words * 12;
  const bits = new Uint32Array(new SharedArrayBuffer(4 * people * rowLength));
  const hets = new Int32Array(new SharedArrayBuffer(4 * people));
  const bytesPerVariant = Math.ceil(people / 4);
  for (let first = 0; first < variants; first += 32) {
    const count = Math.min(32, variants - first);
    const at = (first >> 7) * 12 + ((first >> 5) & 3);
    for (let person = 0; person < people; ++person) {
      if (!included[person]) continue;
      const shift = 2 * (person & 3);
      let het = 0;
      let alt = 0;
      let hom = 0;
      for (let v = 0, byte = first * bytesPerVariant + (person >> 2); v < count; ++v, byte += bytesPerVariant) {
        const code = (genotypes[byte] >> shift) & 3;
        if (code === Genotype.het) het |= 1 << v;
        else if (code === Genotype.homRef) hom |= 1 << v;
        else if (code === Genotype.homAlt) alt |= 1 << v;
      }
      const row = person * rowLength + at;
      bits[row] = het;
      bits[row + 4] = alt;
      bits[row + 8] = hom | alt;
      hets[person] += bitsIn(het);
    }
  }
  return {people, variants, words, bits, hets};
}

function bitsIn(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
