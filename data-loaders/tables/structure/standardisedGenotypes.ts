import {compileKernel} from "../../compileKernel.js";
import {Genotype} from "../countGenotypes.js";
import {scaleOf, type PackedGenotypes} from "./alleleFrequencies.js";

/** Columns of the blocks that genotypes are multiplied with. */
export const blockColumns = 16;

/**
 * Multiplies with Z, the standardised genotypes of some variants: people × variants, per variant of frequency p
 * (copies of alt − 2p) / √(2p(1 − p)), and 0 where a genotype is missing or the variant does not vary.
 * Blocks have 16 columns, row by row. Products are exact to about six digits: sums of 32 bits over at most 4,096
 * variants, of 64 bits beyond.
 */
export interface Multiplier {
  /** Z Zᵀ × block: people × 16. Zᵀ × block, variants × 16, is written into `variantSums` where that is given. */
  covariance(
    packed: PackedGenotypes,
    frequencies: Float64Array,
    block: Float32Array,
    variantSums?: Float32Array
  ): Float64Array;
  /** Z × weights: people × 16, for weights of variants × 16. */
  weighted(packed: PackedGenotypes, frequencies: Float64Array, weights: Float32Array): Float64Array;
}

/** Variants that are worked on together at most: tables of people are made once for them. */
const tileVariants = 4096;
/** Bytes of genotypes that are worked on together at most. */
const tileBytes = 32 * 2 ** 20;

/** Opens the SIMD kernel for genotypes of that many people; `multiplyPlainly` is the same in plain TypeScript. */
export async function openMultiplier(people: number): Promise<Multiplier> {
  const kernel = (
    await WebAssembly.instantiate(await compileKernel(new URL("./standardisedGenotypes.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const {memory} = kernel;
  const bytesPerVariant = Math.ceil(people / 4);
  const tile = Math.max(32, Math.min(tileVariants, Math.floor(tileBytes / Math.max(1, bytesPerVariant)) & ~31));
  const rows = Math.ceil(people / 64) * 64 + 64;
  let end = align(kernel.heapBase());
  const reserve = (bytes: number): number => {
    const at = end;
    end = align(end + bytes);
    return at;
  };
  const halvesAt = reserve(2048);
  const quadsAt = reserve(512);
  const tablesAt = reserve(8 * 256 * 64);
  const blockAt = reserve(rows * 64);
  const personSumsAt = reserve(rows * 64);
  const totalSumsAt = reserve(rows * 128);
  const wordsAt = reserve(rows * 8);
  const variantSumsAt = reserve(tile * 64);
  const weightsAt = reserve((tile + 32) * 64);
  const centresAt = reserve(tile * 4);
  const scalesAt = reserve(tile * 4);
  const columnTotalsAt = reserve(64);
  const missingAt = reserve(tile * (bytesPerVariant + 8) + 8);
  const genotypesAt = reserve(tile * bytesPerVariant + 32 * bytesPerVariant + 64);
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  const block = new Float32Array(memory.buffer, blockAt, rows * blockColumns);
  const personSums = new Float32Array(memory.buffer, personSumsAt, rows * blockColumns);
  const totalSums = new Float64Array(memory.buffer, totalSumsAt, rows * blockColumns);
  const variantSums = new Float32Array(memory.buffer, variantSumsAt, tile * blockColumns);
  const weights = new Float32Array(memory.buffer, weightsAt, (tile + 32) * blockColumns);
  const centres = new Float32Array(memory.buffer, centresAt, tile);
  const scales = new Float32Array(memory.buffer, scalesAt, tile);
  const columnTotals = new Float32Array(memory.buffer, columnTotalsAt, blockColumns);
  const bytes = new Uint8Array(memory.buffer, genotypesAt, tile * bytesPerVariant);

  /** Entries in the list of missing genotypes of the tile. */
  let listed = 0;

  return {
    covariance(packed, frequencies, of, into) {
      block.set(of);
      columnTotals.set(columnSums(of));
      return sumOverTiles(packed, frequencies, (first, count) => {
        addPeople(count);
        kernel.standardise(variantSumsAt, count, centresAt, scalesAt, columnTotalsAt, weightsAt);
        into?.set(variantSums.subarray(0, count * blockColumns), first * blockColumns);
      });
    },
    weighted(packed, frequencies, given) {
      return sumOverTiles(packed, frequencies, (first, count) => {
        for (let i = 0, at = first * blockColumns; i < count * blockColumns; ++i, ++at)
          weights[i] = given[at] * scales[i >> 4];
      });
    }
  };

  /** Brings the variants in, tile by tile, lets `weigh` find their weights, and adds them to the sums of people. */
  function sumOverTiles(
    packed: PackedGenotypes,
    frequencies: Float64Array,
    weigh: (first: number, count: number) => void
  ): Float64Array {
    if (packed.people !== people) throw new Error(`genotypes of ${packed.people} people, expected ${people}`);
    const centre = new Float64Array(blockColumns);
    personSums.fill(0);
    totalSums.fill(0);
    for (let first = 0; first < packed.variants; first += tile) {
      const count = Math.min(tile, packed.variants - first);
      bytes.set(packed.genotypes.subarray(first * bytesPerVariant, (first + count) * bytesPerVariant));
      for (let i = 0; i < count; ++i) {
        scales[i] = scaleOf(frequencies[first + i]);
        centres[i] = scales[i] === 0 ? 0 : 2 * frequencies[first + i];
      }
      listed = kernel.findMissing(genotypesAt, bytesPerVariant, count, missingAt);
      weigh(first, count);
      weights.fill(0, count * blockColumns, (count + 32) * blockColumns);
      for (let i = 0; i < count * blockColumns; ++i) centre[i & 15] += centres[i >> 4] * weights[i];
      addVariants(count);
    }
    return Float64Array.from(totalSums.subarray(0, people * blockColumns), (sum, i) => sum - centre[i & 15]);
  }

  function addPeople(count: number): void {
    variantSums.fill(0, 0, count * blockColumns);
    for (let person = 0; person < people; person += 32) {
      kernel.fillTables(blockAt + person * 64, people - person, tablesAt, halvesAt);
      kernel.addLookedUp(genotypesAt + (person >> 2), bytesPerVariant, count, tablesAt, variantSumsAt);
    }
    kernel.addMissingPeople(genotypesAt, bytesPerVariant, missingAt, listed, centresAt, blockAt, variantSumsAt);
  }

  function addVariants(count: number): void {
    for (let variant = 0; variant < count; variant += 32) {
      kernel.fillTables(weightsAt + variant * 64, count - variant, tablesAt, halvesAt);
      kernel.transpose(genotypesAt + variant * bytesPerVariant, bytesPerVariant, wordsAt, quadsAt);
      kernel.addLookedUp(wordsAt, 8, people, tablesAt, personSumsAt);
    }
    kernel.addMissingVariants(genotypesAt, bytesPerVariant, missingAt, listed, centresAt, weightsAt, personSumsAt);
    kernel.moveSums(personSumsAt, people, totalSumsAt);
  }
}

/** The slow and obvious twin of `Multiplier.covariance`: its oracle. */
export function multiplyPlainly(packed: PackedGenotypes, frequencies: Float64Array, block: Float32Array): Float64Array {
  const columns = blockColumns;
  const z = standardisePlainly(packed, frequencies);
  const sums = new Float64Array(packed.people * columns);
  for (const row of z) {
    for (let column = 0; column < columns; ++column) {
      const sum = row.reduce((total, value, person) => total + value * block[person * columns + column], 0);
      row.forEach((value, person) => (sums[person * columns + column] += value * sum));
    }
  }
  return sums;
}

/** Standardised genotypes, one array of people per variant. */
export function standardisePlainly(
  {genotypes, variants, people}: PackedGenotypes,
  frequencies: Float64Array
): Float64Array[] {
  const copies = [2, NaN, 1, 0];
  return Array.from({length: variants}, (_, variant) => {
    const scale = scaleOf(frequencies[variant]);
    return Float64Array.from({length: people}, (_, person) => {
      const code = (genotypes[variant * Math.ceil(people / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
      return code === Genotype.missing || scale === 0 ? 0 : (copies[code] - 2 * frequencies[variant]) * scale;
    });
  });
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  fillTables(rows: number, count: number, tables: number, halves: number): void;
  addLookedUp(words: number, stride: number, count: number, tables: number, sums: number): void;
  transpose(variants: number, bytesPerVariant: number, words: number, quads: number): void;
  findMissing(genotypes: number, bytesPerVariant: number, variants: number, list: number): number;
  addMissingPeople(
    genotypes: number,
    bytesPerVariant: number,
    list: number,
    listed: number,
    centres: number,
    rows: number,
    sums: number
  ): void;
  addMissingVariants(
    genotypes: number,
    bytesPerVariant: number,
    list: number,
    listed: number,
    centres: number,
    rows: number,
    sums: number
  ): void;
  moveSums(from: number, count: number, to: number): void;
  standardise(sums: number, variants: number, centres: number, scales: number, totals: number, weights: number): void;
}

function columnSums(block: Float32Array): Float64Array {
  const sums = new Float64Array(blockColumns);
  for (let i = 0; i < block.length; ++i) sums[i & 15] += block[i];
  return sums;
}

function align(address: number): number {
  return (address + 63) & ~63;
}
