import type {GenotypeBatch} from "../../sources/cohort.js";
import {Genotype, type GenotypeCounter} from "../countGenotypes.js";
import {autosomalAlleles, findSite, isPalindromic, placeOf, rsNumber, type SiteIndex} from "./markerSites.js";

/** Which variants of the reference tell ancestry. */
export interface AncestryMarkerLimits {
  /** Frequency of the rarer allele in the reference. */
  mafMin: number;
  /** Of the reference's people. */
  callRateMin: number;
  /** Bases between two of them at least. */
  spacingBp: number;
}

/** How the cohort names a marker's alleles, beside the reference: the sum of those that hold. */
export const Naming = {asReference: 0, swapped: 1, otherStrand: 2} as const;

/** Markers that reference and cohort share, with the genotypes of the reference's people. Plain data, genome order. */
export interface AncestryMarkers {
  /** Of each: where the cohort has it, an index into its sites. */
  sites: number[];
  /** Of each, in the reference: `placeOf`. */
  places: number[];
  /** Sums of `Naming`. */
  namings: number[];
  /** `sites.length × ceil(people / 4)` bytes, coded as in `GenotypeBatch`. */
  genotypes: Uint8Array<ArrayBuffer>;
  /** Variants of the reference within the limits, shared or not. */
  candidates: number;
  /** Of these, what the cohort has at the same place with other alleles. */
  otherAlleles: number;
}

/**
 * Long stretches of linkage, Mb, which make components of their own. On GRCh37; other builds differ by less than the
 * margins of these.
 *
 * Price et al. 2008, Am J Hum Genet 83:132, as flashpca leaves them out.
 */
const linkedRegions = [
  {chrom: 5, from: 44, to: 51.5},
  {chrom: 6, from: 25, to: 33.5},
  {chrom: 8, from: 8, to: 12},
  {chrom: 11, from: 45, to: 57}
].map(({chrom, from, to}) => ({from: placeOf(String(chrom), from * 1e6), to: placeOf(String(chrom), to * 1e6)}));

/**
 * Single-base variants of the autosomes that are common and well called among the people whom `counter` counts in its
 * only cell, that look different on the two strands, and that the cohort has with the same alleles, in either order and
 * on either strand. What the cohort's people have there plays no part.
 */
export async function chooseAncestryMarkers(
  batches: AsyncIterable<GenotypeBatch>,
  counter: GenotypeCounter,
  index: SiteIndex,
  {mafMin, callRateMin, spacingBp}: AncestryMarkerLimits
): Promise<AncestryMarkers> {
  const rows: Uint8Array[] = [];
  const found = {sites: [] as number[], places: [] as number[], namings: [] as number[]};
  let [candidates, otherAlleles] = [0, 0];
  for await (const batch of batches) {
    const {count, chrom, pos, rsid, genotypes} = batch;
    const bytes = genotypes.length / Math.max(1, count);
    const counts = counter.count(genotypes, count);
    for (let v = 0; v < count; ++v) {
      const alleles = autosomalAlleles(batch, v);
      if (alleles < 0 || isPalindromic(alleles) || !isCommon(counts.subarray(4 * v, 4 * v + 4))) continue;
      const place = placeOf(chrom[v], pos[v]);
      if (linkedRegions.some(({from, to}) => place >= from && place <= to)) continue;
      ++candidates;
      const site = findSite(index, index.match === "position" ? place : rsNumber(rsid[v]));
      if (site < 0) continue;
      const naming = namingOf(alleles, index.alleles[site]);
      if (naming < 0) {
        ++otherAlleles;
        continue;
      }
      const before = found.places.at(-1);
      if (before !== undefined && place - before < spacingBp) continue;
      found.sites.push(site);
      found.places.push(place);
      found.namings.push(naming);
      rows.push(genotypes.slice(v * bytes, (v + 1) * bytes));
    }
  }
  return {...found, genotypes: joined(rows), candidates, otherAlleles};

  function isCommon(of: Int32Array): boolean {
    const called = of[Genotype.homAlt] + of[Genotype.het] + of[Genotype.homRef];
    const frequency = (2 * of[Genotype.homAlt] + of[Genotype.het]) / (2 * called);
    return called >= callRateMin * (called + of[Genotype.missing]) && Math.min(frequency, 1 - frequency) >= mafMin;
  }
}

/** Joins what shards chose. A site that the reference has twice is left out, as it has more than two alleles there. */
export function joinAncestryMarkers(parts: readonly AncestryMarkers[], people: number): AncestryMarkers {
  const bytes = Math.ceil(people / 4);
  const times = new Map<number, number>();
  for (const {sites} of parts) for (const site of sites) times.set(site, (times.get(site) ?? 0) + 1);
  const all = parts
    .flatMap(({sites, places, namings, genotypes}) =>
      sites.map((site, i) => ({
        site,
        place: places[i],
        naming: namings[i],
        row: genotypes.subarray(i * bytes, (i + 1) * bytes)
      }))
    )
    .filter(({site}) => times.get(site) === 1)
    .sort((a, b) => a.place - b.place);
  return {
    sites: all.map(({site}) => site),
    places: all.map(({place}) => place),
    namings: all.map(({naming}) => naming),
    genotypes: joined(all.map(({row}) => row)),
    candidates: parts.reduce((sum, part) => sum + part.candidates, 0),
    otherAlleles: parts.reduce((sum, part) => sum + part.otherAlleles, 0)
  };
}

/** Some of the markers, by their numbers. */
export function takeMarkers(markers: AncestryMarkers, chosen: readonly number[], people: number): AncestryMarkers {
  const bytes = Math.ceil(people / 4);
  return {
    ...markers,
    sites: chosen.map((i) => markers.sites[i]),
    places: chosen.map((i) => markers.places[i]),
    namings: chosen.map((i) => markers.namings[i]),
    genotypes: joined(chosen.map((i) => markers.genotypes.subarray(i * bytes, (i + 1) * bytes)))
  };
}

/** Everybody's genotypes with the alleles in the other order, in place. */
export function swapAlleles(row: Uint8Array, people: number): void {
  row.forEach((byte, i) => {
    // A genotype of two equal bits is homozygous: both bits turn; the others stay.
    const equal = ~(byte ^ (byte >> 1)) & 0x55;
    row[i] = byte ^ (equal * 3);
  });
  if (people % 4 !== 0) row[row.length - 1] &= (1 << (2 * (people % 4))) - 1;
}

/** -1 where the two have other alleles. */
function namingOf(reference: number, cohort: number): number {
  const swapped = ((cohort & 3) << 2) | (cohort >> 2);
  const complement = 15 - cohort;
  if (reference === cohort) return Naming.asReference;
  if (reference === swapped) return Naming.swapped;
  if (reference === complement) return Naming.otherStrand;
  return reference === 15 - swapped ? Naming.otherStrand + Naming.swapped : -1;
}

function joined(rows: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = rows[0]?.length ?? 0;
  const all = new Uint8Array(rows.length * bytes);
  rows.forEach((row, i) => all.set(row, i * bytes));
  return all;
}
