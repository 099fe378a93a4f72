import {compileKernel} from "../../compileKernel.js";
import {Genotype} from "../countGenotypes.js";
import type {PackedGenotypes} from "./alleleFrequencies.js";
import type {PersonBits} from "./personBits.js";

/** Two people, by their index, and how they are related. */
export interface KinPair {
  a: number;
  b: number;
  /** Variants at which both have a genotype. */
  variants: number;
  /** Share of those at which both are heterozygous, and at which they are opposite homozygotes. */
  hetHet: number;
  ibs0: number;
  /** KING-robust: 0.5 oneself or a twin, 0.25 first degree, 0 unrelated, below 0 of different ancestry. */
  kinship: number;
}

/** Kinship of pairs above which they are related in the third degree or nearer (Manichaikul 2010, table 1). */
export const thirdDegree = 0.0442;
/** The same for the second degree or nearer. */
export const secondDegree = 0.0884;

/** A square of pairs: people [firstA, endA) with [firstB, endB). Of a square on the diagonal each pair is taken once. */
export interface PairBlock {
  firstA: number;
  endA: number;
  firstB: number;
  endB: number;
}

export interface KinFinder {
  /** Pairs of a block with a kinship of at least `threshold`. */
  find(block: PairBlock, threshold: number): KinPair[];
}

/** Bytes of one side of a block: both should stay in the L2 cache. */
const sideBytes = 256 * 1024;

/** All pairs of people, cut into blocks; they may be looked through in any order, by any thread. */
export function pairBlocks({people, words}: PersonBits): PairBlock[] {
  const side = sideOf(words);
  const blocks: PairBlock[] = [];
  for (let firstA = 0; firstA < people; firstA += side)
    for (let firstB = firstA; firstB < people; firstB += side)
      blocks.push({firstA, endA: Math.min(people, firstA + side), firstB, endB: Math.min(people, firstB + side)});
  return blocks;
}

/**
 * Pairs of people with a KING-robust kinship of at least `threshold`, in order of a, then b. Only these are ever held.
 * Variants at which one of the two has no genotype do not count for the pair; a pair of which one has no heterozygous
 * genotype at the others has no kinship and is never found.
 *
 * Manichaikul et al. 2010, Bioinformatics 26:2867, equation 11, with the smaller of the two heterozygous counts as
 * plink2 --make-king has it: for pairs of different ancestry it gives negative values instead of false relatives.
 */
export async function kingRobust(bits: PersonBits, threshold: number): Promise<KinPair[]> {
  const finder = await openKinFinder(bits);
  return inOrder(pairBlocks(bits).flatMap((block) => finder.find(block, threshold)));
}

/** Sorts pairs by a, then b. */
export function inOrder(pairs: KinPair[]): KinPair[] {
  return pairs.sort((one, other) => one.a - other.a || one.b - other.b);
}

/** Opens the SIMD kernel; `kingRobustPlainly` is the same in plain TypeScript. */
export async function openKinFinder({bits, hets, words}: PersonBits): Promise<KinFinder> {
  const {memory, heapBase, findNear, countPair} = (
    await WebAssembly.instantiate(await compileKernel(new URL("./kingRobust.as.ts", import.meta.url)))
  ).exports as unknown as Kernel;
  const side = sideOf(words);
  const rowLength = words * 12;
  const rowsA = align(heapBase());
  const rowsB = align(rowsA + side * rowLength * 4);
  const hetsA = align(rowsB + side * rowLength * 4);
  const hetsB = align(hetsA + side * 4);
  const countsAt = align(hetsB + side * 4);
  const foundAt = countsAt + 64;
  const end = foundAt + side * side * 8;
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / 65536)));
  const counts = new Int32Array(memory.buffer, countsAt, 5);
  const found = new Int32Array(memory.buffer, foundAt, 2 * side * side);
  const bring = (first: number, last: number, rows: number, hetsAt: number): void => {
    new Uint32Array(memory.buffer, rows).set(bits.subarray(first * rowLength, last * rowLength));
    new Int32Array(memory.buffer, hetsAt).set(hets.subarray(first, last));
  };

  return {
    find({firstA, endA, firstB, endB}, threshold) {
      bring(firstA, endA, rowsA, hetsA);
      bring(firstB, endB, rowsB, hetsB);
      // Kinship is 1/2 − distance / (4 × the smaller heterozygous count). What is compared here is the count over all
      // variants, which is at least that over the variants of both: pairs may be found too many, and are looked at
      // again, but never too few. The billionth keeps rounding from deciding.
      const share = 2 - 4 * threshold + 1e-9;
      const near = findNear(
        rowsA,
        endA - firstA,
        hetsA,
        rowsB,
        endB - firstB,
        hetsB,
        words,
        share,
        firstA === firstB,
        foundAt
      );
      const pairs: KinPair[] = [];
      for (let pair = 0; pair < near; ++pair) {
        const [i, j] = found.subarray(2 * pair, 2 * pair + 2);
        countPair(rowsA + i * rowLength * 4, rowsB + j * rowLength * 4, words, countsAt);
        const kin = kinOf(firstA + i, firstB + j, counts);
        if (kin.kinship >= threshold) pairs.push(kin);
      }
      return pairs;
    }
  };
}

/** The slow and obvious twin of `kingRobust`: its oracle. */
export function kingRobustPlainly({genotypes, variants, people}: PackedGenotypes, threshold: number): KinPair[] {
  const pairs: KinPair[] = [];
  const code = (variant: number, person: number): number =>
    (genotypes[variant * Math.ceil(people / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
  for (let a = 0; a < people; ++a) {
    for (let b = a + 1; b < people; ++b) {
      const counts = [0, 0, 0, 0, 0];
      for (let variant = 0; variant < variants; ++variant) {
        const [one, other] = [code(variant, a), code(variant, b)];
        if (one === Genotype.missing || other === Genotype.missing) continue;
        ++counts[0];
        if (one === Genotype.het && other === Genotype.het) ++counts[1];
        else if (one === Genotype.het) ++counts[3];
        else if (other === Genotype.het) ++counts[4];
        else if (one !== other) ++counts[2];
      }
      const kin = kinOf(a, b, counts);
      if (kin.kinship >= threshold) pairs.push(kin);
    }
  }
  return pairs;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  findNear(
    rowsA: number,
    countA: number,
    hetsA: number,
    rowsB: number,
    countB: number,
    hetsB: number,
    words: number,
    share: number,
    onlyAbove: boolean,
    found: number
  ): number;
  countPair(a: number, b: number, words: number, counts: number): void;
}

/** `counts` are those of the kernel's `countPair`. */
function kinOf(a: number, b: number, counts: ArrayLike<number>): KinPair {
  const [both, hetHet, ibs0, onlyA, onlyB] = Array.from(counts);
  const fewerHets = hetHet + Math.min(onlyA, onlyB);
  return {
    a,
    b,
    variants: both,
    hetHet: hetHet / both,
    ibs0: ibs0 / both,
    kinship: fewerHets > 0 ? 0.5 - (4 * ibs0 + onlyA + onlyB) / (4 * fewerHets) : NaN
  };
}

function sideOf(words: number): number {
  return Math.max(4, Math.min(256, Math.floor(sideBytes / Math.max(1, words * 48))));
}

function align(address: number): number {
  return (address + 63) & ~63;
}
