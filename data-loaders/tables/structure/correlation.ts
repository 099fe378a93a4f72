import {compileKernel} from "../../compileKernel.js";
import {Genotype} from "../countGenotypes.js";
import type {PackedGenotypes} from "./alleleFrequencies.js";

/** Correlations between variants that have been put into numbered slots. */
export interface Correlator {
  /** Puts a variant of `packed`, by its index, into a slot. */
  put(slot: number, packed: PackedGenotypes, variant: number): void;
  /**
   * r² between the variants in two slots: the squared correlation of their copies of alt over the included people who
   * have both genotypes, 0 to 1. NaN where one of the two does not vary in them.
   */
  squaredCorrelation(slotA: number, slotB: number): number;
}

/** Opens the SIMD kernel with that many slots; `squaredCorrelationPlainly` is the same in plain TypeScript. */
export async function openCorrelator(included: Uint8Array, slots: number): Promise<Correlator> {
  const {memory, heapBase, sortBits, squaredCorrelation} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./correlation.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const people = included.length;
  const words = Math.ceil(people / 128);
  const rowBytes = words * 48;
  const maskAt = align(heapBase());
  const packedAt = maskAt + words * 16;
  const slotsAt = packedAt + words * 32;
  const end = slotsAt + slots * rowBytes;
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  const mask = new Uint8Array(memory.buffer, maskAt, words * 16);
  included.forEach((is, person) => (mask[person >> 3] |= is << (person & 7)));
  const row = new Uint8Array(memory.buffer, packedAt, words * 32);
  const bytesPerVariant = Math.ceil(people / 4);

  return {
    put(slot, packed, variant) {
      if (packed.people !== people) throw new Error(`genotypes of ${packed.people} people, expected ${people}`);
      row.set(packed.genotypes.subarray(variant * bytesPerVariant, (variant + 1) * bytesPerVariant));
      sortBits(packedAt, maskAt, words, slotsAt + slot * rowBytes);
    },
    squaredCorrelation: (slotA, slotB) =>
      squaredCorrelation(slotsAt + slotA * rowBytes, slotsAt + slotB * rowBytes, words)
  };
}

/** The slow and obvious twin of `Correlator.squaredCorrelation`: its oracle. */
export function squaredCorrelationPlainly(
  {genotypes, people}: PackedGenotypes,
  included: Uint8Array,
  variantA: number,
  variantB: number
): number {
  const code = (variant: number, person: number): number =>
    (genotypes[variant * Math.ceil(people / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
  const copies = [2, NaN, 1, 0];
  const pairs = Array.from({length: people}, (_, person) => [code(variantA, person), code(variantB, person)])
    .filter(([a, b], person) => included[person] && a !== Genotype.missing && b !== Genotype.missing)
    .map(([a, b]) => [copies[a], copies[b]]);
  const mean = (of: (pair: number[]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [meanA, meanB] = [mean(([a]) => a), mean(([, b]) => b)];
  const covariance = mean(([a, b]) => (a - meanA) * (b - meanB));
  return covariance ** 2 / (mean(([a]) => (a - meanA) ** 2) * mean(([, b]) => (b - meanB) ** 2));
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  sortBits(packed: number, mask: number, words: number, row: number): void;
  squaredCorrelation(a: number, b: number, words: number): number;
}

function align(address: number): number {
  return (address + 63) & ~63;
}
