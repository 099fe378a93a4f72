import type {Region} from "../../model/association.js";

/** Chromosomes laid end to end. A place on it is counted in bases from the start of the first. */
export interface GenomeLayout {
  chromosomes: readonly string[];
  /** Where each begins. */
  starts: Float64Array;
  /** Its length in bases, as far as there are data. */
  lengths: Float64Array;
  total: number;
}

/** A part of the layout, from and to a place. */
export interface GenomeSpan {
  from: number;
  to: number;
}

/** `lengths` are the largest positions seen; those that hold nothing take no room. */
export function layoutGenome(chromosomes: readonly string[], lengths: readonly number[]): GenomeLayout {
  const starts = new Float64Array(chromosomes.length);
  let total = 0;
  lengths.forEach((length, i) => {
    starts[i] = total;
    total += length;
  });
  return {chromosomes, starts, lengths: Float64Array.from(lengths), total: Math.max(1, total)};
}

/** 1–22, X, Y, MT, then others by name. */
export function compareChromosomes(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The chromosome of a place and the position on it, within the layout's ends. */
export function placeAt(layout: GenomeLayout, place: number): {chrom: number; posBp: number} {
  const {starts, lengths} = layout;
  let chrom = 0;
  for (let i = 0; i < starts.length; i += 1) if (lengths[i] > 0 && starts[i] <= place) chrom = i;
  return {chrom, posBp: Math.round(Math.min(lengths[chrom], Math.max(1, place - starts[chrom])))};
}

/** A span as a region of the chromosome that its middle lies on. */
export function regionOf(layout: GenomeLayout, {from, to}: GenomeSpan): Region {
  const {chrom} = placeAt(layout, (from + to) / 2);
  const on = (place: number): number =>
    Math.round(Math.min(layout.lengths[chrom], Math.max(1, place - layout.starts[chrom])));
  return {chrom: layout.chromosomes[chrom], start: on(from), end: on(to)};
}

/** Null for a chromosome that is not there; what lies beyond its end is cut off. */
export function spanOf(layout: GenomeLayout, {chrom, start, end}: Region): GenomeSpan | null {
  const i = layout.chromosomes.indexOf(chrom);
  if (i < 0) return null;
  return {from: layout.starts[i] + start, to: layout.starts[i] + Math.max(start, Math.min(end, layout.lengths[i]))};
}

/** A span of a wanted width around a place, moved so that it stays on the layout. */
export function spanAround(layout: GenomeLayout, place: number, width: number): GenomeSpan {
  const wide = Math.min(layout.total, width);
  const from = Math.min(layout.total - wide, Math.max(0, place - wide / 2));
  return {from, to: from + wide};
}

function rank(chrom: string): number {
  if (/^\d+$/.test(chrom)) return Number(chrom);
  const named = ["X", "Y", "XY", "MT"].indexOf(chrom);
  return named < 0 ? 2000 : 1000 + named;
}
