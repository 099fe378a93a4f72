import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";

/** Single-base variants of the autosomes, without anybody's genotypes. Plain data: 17 bytes a variant. */
export interface MarkerSites {
  /** `placeOf` of each. */
  places: Float64Array;
  /** Number of its rs name; 0 = none. */
  names: Float64Array;
  /** `allelesOf` of each. */
  alleles: Uint8Array;
}

/** Sites that are found by a number, ascending: place or rs number. Threads share it. */
export interface SiteIndex {
  match: "position" | "rsid";
  keys: Float64Array<SharedArrayBuffer>;
  places: Float64Array<SharedArrayBuffer>;
  alleles: Uint8Array<SharedArrayBuffer>;
}

const bases = "ACGT";
const chromosomeStep = 2 ** 32;

/** Chromosome and 1-based position in one number, by which sites are in genome order. */
export function placeOf(chrom: string, pos: number): number {
  return Number(chrom) * chromosomeStep + pos;
}

/** The variant at a place, as `GenotypeBatch` names it. */
export function variantAt(place: number, alleles: number): {chrom: string; pos: number; ref: string; alt: string} {
  return {
    chrom: String(Math.floor(place / chromosomeStep)),
    pos: place % chromosomeStep,
    ref: bases[alleles >> 2],
    alt: bases[alleles & 3]
  };
}

/** Four times the reference base plus the alternate one, A 0, C 1, G 2, T 3; -1 where either is no single base. */
export function allelesOf(ref: string, alt: string): number {
  if (ref.length !== 1 || alt.length !== 1) return -1;
  const [first, second] = [bases.indexOf(ref), bases.indexOf(alt)];
  return first < 0 || second < 0 || first === second ? -1 : 4 * first + second;
}

/** A/T and C/G look the same on both strands. */
export function isPalindromic(alleles: number): boolean {
  return (alleles >> 2) + (alleles & 3) === 3;
}

/** Index of a variant of a batch among autosomal single-base ones: its alleles, or -1. */
export function autosomalAlleles({chrom, ref, alt, ploidy}: GenotypeBatch, variant: number): number {
  if (ploidy[variant] !== Ploidy.diploid || !/^([1-9]|1\d|2[0-2])$/.test(chrom[variant])) return -1;
  return allelesOf(ref[variant], alt[variant]);
}

/** Number of an rs name; 0 = it is none. */
export function rsNumber(name: string): number {
  return /^rs[1-9]\d{0,14}$/.test(name) ? Number(name.slice(2)) : 0;
}

export async function collectSites(batches: AsyncIterable<GenotypeBatch>): Promise<MarkerSites> {
  const places: number[] = [];
  const names: number[] = [];
  const alleles: number[] = [];
  for await (const batch of batches)
    for (let v = 0; v < batch.count; ++v) {
      const found = autosomalAlleles(batch, v);
      if (found < 0) continue;
      places.push(placeOf(batch.chrom[v], batch.pos[v]));
      names.push(rsNumber(batch.rsid[v]));
      alleles.push(found);
    }
  return {places: Float64Array.from(places), names: Float64Array.from(names), alleles: Uint8Array.from(alleles)};
}

/**
 * Puts the sites of all shards into order. Those with more than two alleles, which files have in several rows, are left
 * out, as is everything that has no rs number where sites are found by that.
 */
export function indexSites(found: readonly MarkerSites[], match: SiteIndex["match"]): SiteIndex {
  const size = found.reduce((sum, {places}) => sum + places.length, 0);
  const places = new Float64Array(size);
  const names = new Float64Array(size);
  const alleles = new Uint8Array(size);
  let end = 0;
  for (const part of found) {
    places.set(part.places, end);
    names.set(part.names, end);
    alleles.set(part.alleles, end);
    end += part.places.length;
  }
  const keys = match === "position" ? places : names;
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
  const isAlone = (at: number): boolean =>
    keys[order[at]] > 0 && keys[order[at]] !== keys[order[at - 1]] && keys[order[at]] !== keys[order[at + 1]];
  const kept = order.filter((_, at) => isAlone(at));
  const index: SiteIndex = {
    match,
    keys: new Float64Array(new SharedArrayBuffer(8 * kept.length)),
    places: new Float64Array(new SharedArrayBuffer(8 * kept.length)),
    alleles: new Uint8Array(new SharedArrayBuffer(kept.length))
  };
  kept.forEach((from, at) => {
    index.keys[at] = keys[from];
    index.places[at] = places[from];
    index.alleles[at] = alleles[from];
  });
  return index;
}

/** Where a key is in the index; -1 = nowhere. */
export function findSite({keys}: SiteIndex, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key && key > 0 ? low : -1;
}
