import {html} from "htl";
import type {Locus} from "../../model/association.js";
import {formatCount, formatMinusLog10P} from "../formatNumber.js";
import {genomeAxis, pAxis, yOf, type PlotFrame} from "./genomeAxes.js";
import {listenToGestures, zoomed} from "./genomeGestures.js";
import {spanOf, type GenomeLayout, type GenomeSpan} from "./genomeLayout.js";
import {rowsWithin, type GenomeTrack} from "./genomeTrack.js";
import {locusLabels, locusName, type PlacedLocus} from "./locusLabels.js";
import {pointTip} from "./pointTip.js";
import {emptyRaster, rasterTrack, type Band, type DrawnTrack} from "./rasterTrack.js";
import {svgElement} from "./svgElement.js";
import {onThemeChange, packedColour, themeColours} from "./themeColours.js";

/** More points than this are covered; see `pointCover`. */
export const fewPoints = 30_000;
const theme = ["chrom-even", "chrom-odd", "point-high", "surface"] as const;

/** A track as it is drawn, with the rows of its highest points. */
export interface StagedTrack extends DrawnTrack {
  high: Int32Array;
}

interface StageOptions {
  panels: readonly {label: string | null; loci: readonly Locus[]}[];
  /** Bases of the closest view. */
  narrowest: number;
  layout(): GenomeLayout;
  drawn(): readonly StagedTrack[];
  span(): GenomeSpan;
  move(span: GenomeSpan): void;
  onLocus(locus: Locus): void;
}

export interface GenomeStage {
  element: HTMLElement;
  redraw(): void;
  say(words: string): void;
  picture(): SVGSVGElement;
}

/** The genome’s chart for one width: points on a canvas, axes and names in SVG, loci as buttons. */
export function genomeStage(width: number, options: StageOptions): GenomeStage {
  const {panels, narrowest, layout, drawn, span, move, onLocus} = options;
  const {frame, bands, height} = placeBands(width, panels.length);
  const density = Math.min(3, typeof devicePixelRatio === "number" ? devicePixelRatio : 1);
  const [wide, high] = [frame.right - frame.left, frame.bottom - frame.top].map((length) =>
    Math.round(length * density)
  );
  const canvas = html`<canvas
    aria-hidden="true"
    width=${wide}
    height=${high}
    style=${`left: ${frame.left}px; top: ${frame.top}px; width: ${frame.right - frame.left}px; height: ${frame.bottom - frame.top}px`}
  ></canvas>` as HTMLCanvasElement;
  const raster = emptyRaster(wide, high);
  const svg = svgElement("svg", {width, height, viewBox: `0 0 ${width} ${height}`});
  const brush = html`<div class="genome-brush" hidden></div>` as HTMLElement;
  const tip = pointTip();
  const said = html`<p class="genome-said" role="status"></p>` as HTMLElement;
  const labels = locusLabels({
    onChoose: onLocus,
    onPoint: (placed) => (placed ? tip.show(locusWords(placed.locus), placed.x, placed.y) : tip.hide())
  });
  const board = html`<div
    class="genome-board"
    tabindex="0"
    role="group"
    aria-label="Chart that moves like a map: arrow keys move it, plus and minus zoom, 0 shows the whole genome, Tab walks through the loci"
    style=${`width: ${width}px; height: ${height}px`}
  >
    ${canvas}${svg}${labels.element}${brush}${tip.element}
  </div>` as HTMLElement;
  const zoomBy = (factor: number) => (): void => {
    const {from, to} = span();
    move(zoomed(layout(), {from, to}, factor, (from + to) / 2, narrowest));
  };
  const tool = (label: string, words: string, act: () => void): HTMLElement =>
    html`<button type="button" aria-label=${words} title=${words} onclick=${act}>${label}</button>` as HTMLElement;
  const element = html`<div class="genome-plot">
    ${board}
    <div class="genome-tools">
      ${tool("+", "Zoom in", zoomBy(2))} ${tool("−", "Zoom out", zoomBy(1 / 2))}
      ${tool("Whole genome", "Show the whole genome", () => move({from: 0, to: layout().total}))} ${said}
    </div>
  </div>` as HTMLElement;

  const pixelBands = bands.map((band) => ({
    ...band,
    top: (band.top - frame.top) * density,
    height: band.height * density
  }));
  const context = contextOf(canvas);
  const image =
    context && new ImageData(new Uint8ClampedArray(raster.pixels.buffer as ArrayBuffer), wide + 2 * raster.rim);
  let colours: Record<(typeof theme)[number], string> | null = null;

  const draw = (): void => {
    const view = span();
    drawAxes(view);
    if (!context || !image) return;
    colours ??= themeColours(board, theme);
    const turns = [packedColour(colours["chrom-even"]), packedColour(colours["chrom-odd"])] as const;
    raster.pixels.fill(0);
    drawn().forEach((track, i) => {
      const [first, end] = rowsWithin(track.track, track.starts, view);
      const size = Math.round(density * (end - first > fewPoints ? 1.6 : end - first > 2000 ? 2.4 : 3.4));
      rasterTrack(raster, track, layout(), view, pixelBands[i], turns, Math.max(2, size));
    });
    context.putImageData(image, -raster.rim, -raster.rim);
    drawHigh(context, view, colours);
  };

  const xOf = (place: number, view: GenomeSpan): number =>
    frame.left + ((place - view.from) / (view.to - view.from)) * (frame.right - frame.left);

  const drawHigh = (on: CanvasRenderingContext2D, view: GenomeSpan, colours: Record<string, string>): void => {
    on.fillStyle = colours["point-high"];
    on.strokeStyle = colours.surface;
    on.lineWidth = density * 0.7;
    const level = -Math.log10(5e-8);
    drawn().forEach(({track, starts, scale, high}, i) => {
      const band = pixelBands[i];
      for (const row of high) {
        const place = starts[track.chromCode[row]] + track.posBp[row];
        if (place < view.from || place > view.to || track.minusLog10P[row] < level) continue;
        on.beginPath();
        const x = (xOf(place, view) - frame.left) * density;
        on.arc(x, yOf(scale, band, track.minusLog10P[row]), 2.8 * density, 0, 2 * Math.PI);
        on.fill();
        on.stroke();
      }
    });
  };

  const drawAxes = (view: GenomeSpan): void => {
    const axes = bands.flatMap((band, i) => {
      const {label} = panels[i];
      return [
        ...pAxis(drawn()[i].scale, band, frame, i === 0),
        ...(label === null
          ? []
          : [svgElement("text", {x: frame.left + 8, y: labelY(band), class: "panel-name"}, label)])
      ];
    });
    const placed = bands.flatMap((band, i) =>
      panels[i].loci.flatMap((locus): PlacedLocus[] => {
        const at = spanOf(layout(), {chrom: locus.chrom, start: locus.posBp, end: locus.posBp});
        if (!at || at.from < view.from || at.from > view.to) return [];
        return [{locus, x: xOf(at.from, view), y: yOf(drawn()[i].scale, band, locus.minusLog10P), below: band.flipped}];
      })
    );
    const reserved = bands.flatMap((band, i) =>
      panels[i].label === null ? [] : [{x0: frame.left, x1: frame.left + 60, y: labelY(band)}]
    );
    const names = labels.place(placed, frame, reserved);
    svg.replaceChildren(...axes, ...genomeAxis(layout(), view, frame), ...names);
  };

  const hover = (point: {x: number; y: number} | null): void => {
    const found = point && nearest(point);
    board.style.cursor = found ? "pointer" : "";
    if (!found) return tip.hide();
    const {track} = drawn()[found.panel];
    tip.show(pointWords(track, found.row), found.x, found.y);
  };

  const nearest = ({x, y}: {x: number; y: number}): {panel: number; row: number; x: number; y: number} | null => {
    const view = span();
    const reach = 9;
    const perPixel = (view.to - view.from) / (frame.right - frame.left);
    const place = view.from + (x - frame.left) * perPixel;
    let best: {panel: number; row: number; x: number; y: number} | null = null;
    let least = reach;
    drawn().forEach(({track, starts, scale}, panel) => {
      const band = bands[panel];
      if (y < band.top - reach || y > band.top + band.height + reach) return;
      const [first, end] = rowsWithin(track, starts, {from: place - reach * perPixel, to: place + reach * perPixel});
      for (let row = first; row < end; row += 1) {
        if (Number.isNaN(track.minusLog10P[row])) continue;
        const px = xOf(starts[track.chromCode[row]] + track.posBp[row], view);
        const py = yOf(scale, band, track.minusLog10P[row]);
        const distance = Math.hypot(px - x, py - y);
        if (distance < least) [least, best] = [distance, {panel, row, x: px, y: py}];
      }
    });
    return best;
  };

  const click = (point: {x: number; y: number}): void => {
    const found = nearest(point);
    if (!found) return;
    const {track} = drawn()[found.panel];
    const [chrom, posBp] = [track.chromosomes[track.chromCode[found.row]], track.posBp[found.row]];
    const locus = panels[found.panel].loci.find((l) => l.chrom === chrom && l.start <= posBp && posBp <= l.end);
    if (locus) onLocus(locus);
  };

  let waiting = false;
  const redraw = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
  listenToGestures(board, {
    layout,
    narrowest,
    span,
    move,
    frame: () => frame,
    onBrush(range) {
      brush.hidden = range === null;
      if (!range) return;
      const [from, to] = range.map((x) => Math.min(frame.right, Math.max(frame.left, x))).sort((a, b) => a - b);
      brush.style.cssText = `left: ${from}px; width: ${to - from}px; top: ${frame.top}px; height: ${frame.bottom - frame.top}px`;
    },
    onHover: hover,
    onClick: click
  });
  onThemeChange(board, () => {
    colours = null;
    redraw();
  });
  drawAxes(span());
  // The colours are known once the chart is on the page.
  redraw();
  return {
    element,
    redraw,
    say: (words) => void (said.textContent = words),
    picture() {
      draw();
      svg.querySelector("image")?.remove();
      svg.prepend(
        svgElement("image", {
          href: canvas.toDataURL("image/png"),
          x: frame.left,
          y: frame.top,
          width: frame.right - frame.left,
          height: frame.bottom - frame.top
        })
      );
      requestAnimationFrame(() => svg.querySelector("image")?.remove());
      return svg;
    }
  };
}

function placeBands(width: number, panels: number): {frame: PlotFrame; bands: Band[]; height: number} {
  const narrow = width < 560;
  const each = panels > 1 ? (narrow ? 190 : 220) : narrow ? 280 : 340;
  const [top, bottom] = [panels > 1 ? 22 : 14, 42];
  const frame = {left: 46, right: width - 8, top, bottom: top + each * panels};
  const bands = Array.from({length: panels}, (_, i) => ({top: top + each * i, height: each, flipped: i % 2 === 1}));
  return {frame, bands, height: frame.bottom + bottom};
}

function labelY({top, height, flipped}: Band): number {
  return flipped ? top + height - 8 : top + 12;
}

/** What draws nothing, as in a test without a canvas, still has axes, loci and a table. */
function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return typeof ImageData === "undefined" ? null : canvas.getContext("2d");
}

function pointWords(track: GenomeTrack, row: number): string[] {
  const id = track.idOf(row);
  const p = `p = ${formatMinusLog10P(track.minusLog10P[row])}`;
  if (id !== null) return [id, p];
  const place = `${track.chromosomes[track.chromCode[row]]}:${(track.posBp[row] / 1e6).toFixed(1)} Mb`;
  return [`about ${place}`, `${formatCount(track.variantsOf(row))} variants, ${p} or near`];
}

function locusWords(locus: Locus): string[] {
  const {variantId, minusLog10P, gene, distanceBp} = locus;
  const near = gene && distanceBp ? `, ${formatCount(Math.round(distanceBp / 1000))} kb away` : "";
  return [locusName(locus) + near, variantId, `p = ${formatMinusLog10P(minusLog10P)}`];
}
