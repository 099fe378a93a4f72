import {coverRows, levelFor, visitCells, type PointCover} from "../../kernels/pointCover.js";
import type {GenomeLayout, GenomeSpan} from "./genomeLayout.js";
import {rowsWithin, type GenomeTrack} from "./genomeTrack.js";
import type {PScale} from "./pScale.js";

/** Pixels of a picture, with a rim so that a point at the edge needs no care. */
export interface Raster {
  /** Red, green, blue and opacity, as a canvas has them. */
  pixels: Uint32Array;
  width: number;
  height: number;
  rim: number;
}

/** Where in a picture a track is drawn; `flipped` hangs it from the top. */
export interface Band {
  top: number;
  height: number;
  flipped: boolean;
}

export interface DrawnTrack {
  track: GenomeTrack;
  starts: Float64Array;
  scale: PScale;
  /** Of many points only. */
  cover: PointCover | null;
}

export function emptyRaster(width: number, height: number, rim = 6): Raster {
  return {pixels: new Uint32Array((width + 2 * rim) * (height + 2 * rim)), width, height, rim};
}

/**
 * Draws the points of a span as squares of `size` pixels, in two colours for chromosomes by turns. From afar the cover is
 * drawn, which has the same pixels; what a picture costs does not grow with the number of points. Returns how many
 * squares were drawn.
 */
export function rasterTrack(
  raster: Raster,
  {track, starts, scale, cover}: DrawnTrack,
  layout: GenomeLayout,
  span: GenomeSpan,
  band: Band,
  colours: readonly [number, number],
  size: number
): number {
  const perBase = raster.width / (span.to - span.from);
  const level = cover && levelFor(layout.total * perBase);
  const stamp = stampOf(raster, size);
  const y = (share: number): number =>
    Math.round(band.flipped ? band.top + share * band.height : band.top + (1 - share) * band.height);
  let drawn = 0;
  const put = (x: number, share: number, colour: number): void => {
    const at = indexOf(raster, x, y(share));
    if (at < 0) return;
    for (let k = 0; k < stamp.length; k += 1) raster.pixels[at + stamp[k]] = colour;
    drawn += 1;
  };
  if (cover && level !== null) {
    const width = layout.total / 2 ** level;
    const columns: [number, number] = [Math.floor(span.from / width), Math.ceil(span.to / width)];
    const colourOf = columnColours(layout, width, columns, colours);
    visitCells(cover, level, columns, (column, row) =>
      put(Math.round(((column + 0.5) * width - span.from) * perBase), (row + 0.5) / coverRows, colourOf(column))
    );
    return drawn;
  }
  const {chromCode, posBp, minusLog10P} = track;
  const turn = track.chromosomes.map((chrom) => colours[layout.chromosomes.indexOf(chrom) % 2]);
  const [first, end] = rowsWithin(track, starts, span);
  for (let i = first; i < end; i += 1) {
    const p = minusLog10P[i];
    if (Number.isNaN(p)) continue;
    put(
      Math.round((starts[chromCode[i]] + posBp[i] - span.from) * perBase),
      Math.min(1, scale.share(p)),
      turn[chromCode[i]]
    );
  }
  return drawn;
}

/** Offsets of a square's pixels from its middle. */
function stampOf({width, rim}: Raster, size: number): Int32Array {
  const stride = width + 2 * rim;
  const half = Math.floor(size / 2);
  return Int32Array.from({length: size * size}, (_, k) => (Math.floor(k / size) - half) * stride + (k % size) - half);
}

/** −1 for what lies outside. */
function indexOf({width, height, rim}: Raster, x: number, y: number): number {
  if (x < 0 || x > width || y < 0 || y > height) return -1;
  return (y + rim) * (width + 2 * rim) + x + rim;
}

/** Colour of each column by the chromosome of its middle; columns are asked for in order. */
function columnColours(
  {starts}: GenomeLayout,
  width: number,
  [first]: [number, number],
  colours: readonly [number, number]
): (column: number) => number {
  let chrom = 0;
  let known = first - 1;
  return (column) => {
    if (column !== known) {
      const place = (column + 0.5) * width;
      while (chrom + 1 < starts.length && starts[chrom + 1] <= place) chrom += 1;
      known = column;
    }
    return colours[chrom % 2];
  };
}
