import type {ManhattanPoint, TraitScan} from "../../model/association.js";
import {compareChromosomes, layoutGenome, type GenomeLayout, type GenomeSpan} from "./genomeLayout.js";

/** Points along the genome, in genome order, however many. */
export interface GenomeTrack {
  rows: number;
  chromosomes: readonly string[];
  chromCode: Uint8Array;
  posBp: Int32Array;
  minusLog10P: Float32Array;
  /** Null for a point that stands for several variants. */
  idOf(row: number): string | null;
  /** How many variants a point stands for. */
  variantsOf(row: number): number;
}

/** All variants of a scan; ids are made when asked for. */
export function trackOfScan(scan: TraitScan): GenomeTrack {
  const {chromosomes, chromCode, posBp, alleles, alleleCode} = scan;
  return {
    ...scan,
    idOf: (row) => `${chromosomes[chromCode[row]]}-${posBp[row]}-${alleles[alleleCode[row]]}`,
    variantsOf: () => 1
  };
}

export function trackOfPoints(points: readonly ManhattanPoint[]): GenomeTrack {
  const chromosomes = [...new Set(points.map(({chrom}) => chrom))].sort(compareChromosomes);
  const codes = new Map(chromosomes.map((chrom, i) => [chrom, i]));
  const sorted = points
    .map((point) => ({...point, code: codes.get(point.chrom)!}))
    .sort((a, b) => a.code - b.code || a.posBp - b.posBp);
  return {
    rows: sorted.length,
    chromosomes,
    chromCode: Uint8Array.from(sorted, ({code}) => code),
    posBp: Int32Array.from(sorted, ({posBp}) => posBp),
    minusLog10P: Float32Array.from(sorted, ({minusLog10P}) => minusLog10P),
    idOf: (row) => sorted[row].variantId,
    variantsOf: (row) => sorted[row].variants
  };
}

/** One layout for tracks that are drawn above each other. */
export function layoutOfTracks(tracks: readonly GenomeTrack[]): GenomeLayout {
  const chromosomes = [...new Set(tracks.flatMap((track) => track.chromosomes))].sort(compareChromosomes);
  const lengths = chromosomes.map(() => 0);
  for (const track of tracks) {
    const at = track.chromosomes.map((chrom) => chromosomes.indexOf(chrom));
    for (let i = 0; i < track.rows; i += 1) {
      const code = at[track.chromCode[i]];
      if (track.posBp[i] > lengths[code]) lengths[code] = track.posBp[i];
    }
  }
  return layoutGenome(chromosomes, lengths);
}

/** Where each chromosome of a track begins on the layout. */
export function startsOf(track: GenomeTrack, layout: GenomeLayout): Float64Array {
  return Float64Array.from(track.chromosomes, (chrom) => layout.starts[layout.chromosomes.indexOf(chrom)]);
}

/** First row of a span, and the one after its last. */
export function rowsWithin(track: GenomeTrack, starts: Float64Array, {from, to}: GenomeSpan): [number, number] {
  return [firstFrom(track, starts, from), firstFrom(track, starts, to + 1)];
}

export function largestOf({minusLog10P, rows}: GenomeTrack): number {
  let largest = 0;
  for (let i = 0; i < rows; i += 1) if (minusLog10P[i] > largest) largest = minusLog10P[i];
  return largest;
}

/** Rows of the highest points, in genome order: those from −log10 p 5 on, or the highest `most` of them. */
export function highRows(track: GenomeTrack, most = 2000): Int32Array {
  let level = 5;
  let rows = rowsFrom(track, level);
  while (rows.length > most) rows = rowsFrom(track, (level *= 1.25));
  return Int32Array.from(rows);
}

function rowsFrom({minusLog10P, rows}: GenomeTrack, level: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < rows; i += 1) if (minusLog10P[i] >= level) found.push(i);
  return found;
}

function firstFrom({rows, chromCode, posBp}: GenomeTrack, starts: Float64Array, place: number): number {
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[chromCode[middle]] + posBp[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
