import {ticks} from "d3";
import {genomeWide, suggestive} from "../../model/association.js";
import {formatCount} from "../formatNumber.js";
import {placeAt, type GenomeLayout, type GenomeSpan} from "./genomeLayout.js";
import type {Band} from "./rasterTrack.js";
import type {PScale} from "./pScale.js";
import {svgElement} from "./svgElement.js";

/** Where the points are within the chart, in CSS pixels. */
export interface PlotFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Chromosomes, or positions in Mb once the span lies within one. */
export function genomeAxis(layout: GenomeLayout, span: GenomeSpan, {left, right, bottom}: PlotFrame): SVGElement[] {
  const perBase = (right - left) / (span.to - span.from);
  const x = (place: number): number => left + (place - span.from) * perBase;
  const title = (text: string): SVGElement =>
    svgElement("text", {x: (left + right) / 2, y: bottom + 34, class: "axis-title", "text-anchor": "middle"}, text);
  const [first, last] = [placeAt(layout, span.from + 1).chrom, placeAt(layout, span.to - 1).chrom];
  if (first === last) {
    const start = layout.starts[first];
    const values = ticks(
      (span.from - start) / 1e6,
      (span.to - start) / 1e6,
      Math.max(2, Math.floor((right - left) / 110))
    );
    return [
      ...values.map((mb) =>
        tickLabel(x(start + mb * 1e6), bottom, mb.toLocaleString("en", {maximumFractionDigits: 3}))
      ),
      title(`Position on chromosome ${layout.chromosomes[first]} (Mb)`)
    ];
  }
  let free = left - 20;
  const labels: SVGElement[] = [];
  for (let i = first; i <= last; i += 1) {
    const from = Math.max(left, x(layout.starts[i]));
    const to = Math.min(right, x(layout.starts[i] + layout.lengths[i]));
    const at = (from + to) / 2;
    const half = 4 * layout.chromosomes[i].length + 2;
    if (layout.lengths[i] === 0 || at - half < free) continue;
    free = at + half;
    labels.push(tickLabel(at, bottom, layout.chromosomes[i]));
  }
  return [...labels, title("Chromosome")];
}

/** −log10 p, with the levels of significance; a sign where the axis turns logarithmic. */
export function pAxis(scale: PScale, band: Band, {left, right}: PlotFrame, named: boolean): SVGElement[] {
  const y = (p: number): number => yOf(scale, band, p);
  const marks = scale.ticks.flatMap((tick) => [
    svgElement("line", {x1: left - 4, x2: left, y1: y(tick), y2: y(tick), class: "axis-tick"}),
    svgElement("text", {x: left - 7, y: y(tick), dy: "0.32em", "text-anchor": "end"}, formatCount(tick))
  ]);
  const middle = band.top + band.height / 2;
  const axis = [
    svgElement("line", {x1: left, x2: left, y1: band.top, y2: band.top + band.height, class: "axis-line"}),
    svgElement(
      "text",
      {x: 12, y: middle, transform: `rotate(-90 12 ${middle})`, "text-anchor": "middle", class: "axis-title"},
      scale.bend === null ? "−log₁₀ p" : `−log₁₀ p, log scale above ${scale.bend}`
    )
  ];
  return [...levelLines(y, scale, {left, right}, named), ...bendMark(scale, y, left), ...axis, ...marks];
}

/** Height of a value in CSS pixels. */
export function yOf(scale: PScale, {top, height, flipped}: Band, p: number): number {
  const share = Math.min(1, scale.share(p));
  return flipped ? top + share * height : top + (1 - share) * height;
}

function levelLines(
  y: (p: number) => number,
  scale: PScale,
  {left, right}: {left: number; right: number},
  named: boolean
): SVGElement[] {
  return [
    {level: genomeWide, className: "level-genome", words: "5 × 10⁻⁸"},
    {level: suggestive, className: "level-suggestive", words: "10⁻⁵"}
  ]
    .map((line) => ({...line, p: -Math.log10(line.level)}))
    .filter(({p}) => scale.share(p) <= 1)
    .flatMap(({p, className, words}) => [
      svgElement("line", {x1: left, x2: right, y1: y(p), y2: y(p), class: className}),
      ...(named
        ? [
            svgElement(
              "text",
              {x: right - 2, y: y(p) - 4, "text-anchor": "end", class: `level-name ${className}`},
              words
            )
          ]
        : [])
    ]);
}

function bendMark({bend}: PScale, y: (p: number) => number, left: number): SVGElement[] {
  if (bend === null) return [];
  return [svgElement("path", {d: `M${left - 5},${y(bend) + 3}l10,-3m-10,7l10,-3`, class: "axis-line"})];
}

function tickLabel(x: number, bottom: number, text: string): SVGElement {
  return svgElement("text", {x, y: bottom + 16, "text-anchor": "middle"}, text);
}
