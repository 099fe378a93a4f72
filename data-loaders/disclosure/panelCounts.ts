import {clippedSums, clipNorm} from "./noise/clippedSums.js";
import {noisyCounts} from "./noise/noisyCounts.js";
import type {RandomBits} from "./noise/randomBits.js";
import {isSmall} from "./smallCell.js";

/** Genotypes of the variants of a panel, and who is in which pool. */
export interface PanelPeople {
  /** Packed, variant-major, as `GenotypeBatch` has them. */
  genotypes: Uint8Array;
  variants: number;
  people: number;
  poolOf: Int16Array;
  /** People per pool, as they are shown. */
  sizes: number[];
  /** Public frequency of `alt` per variant and pool, variants × pools. */
  frequencies: Float64Array;
}

/** Allele counts of a panel as they may be published. */
export interface PanelCounts {
  /** Which of the variants have counts, ascending. */
  kept: number[];
  /** Copies of `alt`, and called copies: kept × pools. */
  ac: Int32Array;
  an: Int32Array;
  /** Per pool: standard deviation of the noise, in allele copies; 0 = exact. */
  noiseSd: number[];
}

/** Counts with noise that costs each pool `rho`; see `noise/`. */
export function noisyPanelCounts(input: PanelPeople, rho: number, bits: RandomBits): PanelCounts {
  const {variants, sizes, frequencies} = input;
  const pools = sizes.length;
  const clips = sizes.map((_, pool) =>
    clipNorm(Float64Array.from({length: variants}, (_, v) => frequencies[v * pools + pool]))
  );
  const sums = clippedSums({...input, pools}, clips);
  const {ac, an, noiseSd} = noisyCounts(
    sums,
    frequencies,
    sizes,
    sizes.map(() => rho),
    bits
  );
  return {
    kept: Array.from({length: variants}, (_, v) => v),
    ac,
    an: Int32Array.from({length: variants * pools}, (_, i) => an[i % pools]),
    noiseSd: [...noiseSd]
  };
}

/**
 * Exact counts, for panels within the budget. A variant of which a pool has 1 to `limit` copies of either allele, or
 * none, is left out for all pools. Called copies are given as if all but whole multiples of 2 (limit + 1) had been
 * called, since few missing calls are a small number of people too.
 */
export function exactPanelCounts(input: PanelPeople, limit: number): PanelCounts {
  const {genotypes, variants, people, poolOf, sizes} = input;
  const pools = sizes.length;
  const bytes = Math.ceil(people / 4);
  const alt = new Int32Array(variants * pools);
  const called = new Int32Array(variants * pools);
  for (let variant = 0; variant < variants; ++variant)
    for (let person = 0; person < people; ++person) {
      const pool = poolOf[person];
      const copies = copiesOfCode[(genotypes[variant * bytes + (person >> 2)] >> (2 * (person & 3))) & 3];
      if (pool < 0 || copies < 0) continue;
      alt[variant * pools + pool] += copies;
      called[variant * pools + pool] += 2;
    }
  const step = 2 * (limit + 1);
  const shownCalled = called.map((n, i) => {
    const all = 2 * sizes[i % pools];
    return all - Math.floor((all - n) / step) * step;
  });
  const isFew = (n: number): boolean => n === 0 || isSmall(n, limit);
  const kept = Array.from({length: variants}, (_, v) => v).filter((v) =>
    sizes.every((_, k) => !isFew(alt[v * pools + k]) && !isFew(called[v * pools + k] - alt[v * pools + k]))
  );
  const take = (from: Int32Array): Int32Array =>
    Int32Array.from(kept.flatMap((v) => [...from.subarray(v * pools, (v + 1) * pools)]));
  return {kept, ac: take(alt), an: take(shownCalled), noiseSd: sizes.map(() => 0)};
}

/** Copies of `alt` by code of a genotype; -1 = missing. */
const copiesOfCode = [2, -1, 1, 0];
