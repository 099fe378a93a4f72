import {coverPoints} from "../../kernels/pointCover.js";
import type {Locus, ManhattanPoint, Region, TraitScan} from "../../model/association.js";
import {formatCount} from "../formatNumber.js";
import {regionOf, spanOf, type GenomeLayout, type GenomeSpan} from "./genomeLayout.js";
import {fewPoints, genomeStage, type GenomeStage, type StagedTrack} from "./genomeStage.js";
import {
  highRows,
  largestOf,
  layoutOfTracks,
  rowsWithin,
  startsOf,
  trackOfPoints,
  trackOfScan,
  type GenomeTrack
} from "./genomeTrack.js";
import {pScale, type PScale} from "./pScale.js";

/** A scan along the genome. */
export interface GenomePanel {
  /** Written into it; null where the title says it. */
  label: string | null;
  /** What is drawn at first: `manhattan` of the release. */
  points: readonly ManhattanPoint[];
  loci: readonly Locus[];
  /** Reads all variants, when the reader first looks closer; without it the points are all there is. */
  load?: () => Promise<TraitScan>;
}

export interface GenomePlotOptions {
  /** One, or two of which the second hangs from the middle. */
  panels: readonly GenomePanel[];
  onLocus(locus: Locus): void;
  /** The reader has come so close that a regional plot shows more. */
  onRegion(region: Region): void;
}

/** A point that is drawn. */
export interface ShownPoint {
  panel: string | null;
  chrom: string;
  posBp: number;
  minusLog10P: number;
  variantId: string | null;
  variants: number;
}

export interface GenomePlot {
  /** For `figure`; what is in view stays when the width changes. */
  chart(width: number): Element;
  /** The SVG with what the canvas shows in it, for saving. */
  picture(): SVGSVGElement;
  /** Points in view, at most the `most` highest of each panel; in genome order. */
  shown(most: number): Iterable<ShownPoint>;
  /** How many points are in view, over all panels. */
  inView(): number;
  /** Moves the view; null = the whole genome. */
  show(region: Region | null): void;
  /** Resolves when all variants are drawn. */
  closer(): Promise<void>;
}

/** Bases: what is narrower is a region, and has a chart of its own. */
export const regionWidth = 1_500_000;
/**
 * Manhattan plot: points on a canvas, axes and names in SVG, loci as buttons. A million variants draw in a few
 * milliseconds, from near and from far.
 */
export function genomePlot({panels, onLocus, onRegion}: GenomePlotOptions): GenomePlot {
  let tracks = panels.map(({points}) => trackOfPoints(points));
  let layout = layoutOfTracks(tracks);
  let scales = scalesOf(tracks);
  let drawn = tracks.map((track, i) => prepare(track, layout, scales[i]));
  let span: GenomeSpan = {from: 0, to: layout.total};
  let loading: Promise<void> | null = null;
  let whole = panels.every(({load}) => !load);
  let stage: GenomeStage | null = null;

  const move = (next: GenomeSpan): void => {
    const closer = next.to - next.from < span.to - span.from;
    span = next;
    if (closer) void load();
    stage?.redraw();
    if (closer && whole && next.to - next.from <= regionWidth) onRegion(regionOf(layout, next));
  };

  function load(): Promise<void> {
    if (whole) return Promise.resolve();
    loading ??= loadAll().finally(() => (loading = null));
    return loading;
  }

  async function loadAll(): Promise<void> {
    stage?.say("Reading all variants…");
    try {
      const scans = await Promise.all(panels.map(({load}, i) => load?.().then(trackOfScan) ?? tracks[i]));
      const place = {from: span.from / layout.total, to: span.to / layout.total};
      tracks = scans;
      layout = layoutOfTracks(tracks);
      scales = scalesOf(tracks);
      drawn = tracks.map((track, i) => prepare(track, layout, scales[i]));
      span = {from: place.from * layout.total, to: place.to * layout.total};
      whole = true;
      stage?.say(`${formatCount(tracks.reduce((sum, {rows}) => sum + rows, 0))} variants.`);
      stage?.redraw();
      // The reader may have come close while the variants were read.
      if (span.to - span.from <= regionWidth) onRegion(regionOf(layout, span));
    } catch (error) {
      stage?.say(`All variants could not be read: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }

  function* shown(most: number): Generator<ShownPoint> {
    for (const [i, {track, starts}] of drawn.entries()) {
      for (const row of highestWithin(track, rowsWithin(track, starts, span), most))
        yield {
          panel: panels[i].label,
          chrom: track.chromosomes[track.chromCode[row]],
          posBp: track.posBp[row],
          minusLog10P: track.minusLog10P[row],
          variantId: track.idOf(row),
          variants: track.variantsOf(row)
        };
    }
  }

  return {
    chart(width) {
      stage = genomeStage(width, {
        narrowest: regionWidth / 2,
        panels,
        layout: () => layout,
        drawn: () => drawn,
        span: () => span,
        move,
        onLocus
      });
      return stage.element;
    },
    picture: () => stage!.picture(),
    shown,
    inView: () =>
      drawn.reduce((sum, {track, starts}) => {
        const [first, end] = rowsWithin(track, starts, span);
        return sum + end - first;
      }, 0),
    show(region) {
      const wanted = region === null ? {from: 0, to: layout.total} : spanOf(layout, region);
      if (!wanted) return;
      span = wanted;
      stage?.redraw();
    },
    closer: load
  };
}

function prepare(track: GenomeTrack, layout: GenomeLayout, scale: PScale): StagedTrack {
  const starts = startsOf(track, layout);
  const {chromCode, posBp, minusLog10P, rows} = track;
  const cover =
    rows > fewPoints
      ? coverPoints(
          rows,
          (i) => (starts[chromCode[i]] + posBp[i]) / layout.total,
          (i) => scale.share(minusLog10P[i])
        )
      : null;
  return {track, starts, scale, cover, high: highRows(track)};
}

/** Panels that are compared have one scale. */
function scalesOf(tracks: readonly GenomeTrack[]): PScale[] {
  const scale = pScale(Math.max(...tracks.map(largestOf)));
  return tracks.map(() => scale);
}

/** In order. Of equal ones at the edge the first are taken. */
function highestWithin({minusLog10P}: GenomeTrack, [first, end]: [number, number], most: number): Int32Array {
  const rows = Int32Array.from({length: end - first}, (_, i) => first + i).filter(
    (row) => !Number.isNaN(minusLog10P[row])
  );
  if (rows.length <= most) return rows;
  const sorted = Float32Array.from(rows, (row) => minusLog10P[row]).sort();
  const level = sorted[sorted.length - most];
  let equal = most - sorted.length + sorted.findLastIndex((p) => p === level) + 1;
  return rows.filter((row) => minusLog10P[row] > level || (minusLog10P[row] === level && equal-- > 0));
}
