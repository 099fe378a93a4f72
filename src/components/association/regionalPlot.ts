import {ticks} from "d3";
import {html} from "htl";
import {metaLevel, type GeneInterval, type LdPair, type Region, type VariantTest} from "../../model/association.js";
import {formatMinusLog10P} from "../formatNumber.js";
import {geneRows} from "./geneRows.js";
import {pAxis, yOf} from "./genomeAxes.js";
import {ldGroup, ldStep, ldSteps, ldWith} from "./ldColours.js";
import {pointTip} from "./pointTip.js";
import {pScale, type PScale} from "./pScale.js";
import type {Band} from "./rasterTrack.js";
import {svgElement} from "./svgElement.js";

export interface RegionalOptions {
  region: Region;
  /** A panel each: one group, or several over each other. */
  ancestries: readonly string[];
  /** Of all groups and the meta-analysis, in genome order. */
  tests: readonly VariantTest[];
  ld: readonly LdPair[];
  /** The group whose LD colours the meta-analysis. */
  ldFrom: string;
  genes: readonly GeneInterval[];
  /** The variant that LD refers to. */
  reference: string;
  /** Group → posterior probability of each variant in its 95 % credible set. */
  credible: ReadonlyMap<string, ReadonlyMap<string, number>>;
  onReference(variantId: string): void;
}

/** A variant as it is drawn in a panel. */
export interface RegionalPoint extends VariantTest {
  posBp: number;
  /** With the reference; null = not known. */
  r2: number | null;
  ldFrom: string;
  /** In the panel's 95 % credible set; null = not in it. */
  posterior: number | null;
  role: "reference" | "lead" | null;
}

/** Points of all panels, in the order in which they are drawn and listed. */
export function regionalPoints(options: RegionalOptions): RegionalPoint[] {
  const {ancestries, tests, ld, ldFrom, reference, credible, region} = options;
  return ancestries.flatMap((ancestry) => {
    const from = ldGroup(ld, ancestry, ldFrom);
    const r2 = ldWith(ld, reference, from);
    const shown = tests
      .filter((test) => test.ancestry === ancestry && test.minusLog10P !== null)
      .map((test) => ({...test, posBp: positionOf(test.variantId)}))
      .filter(({posBp}) => posBp >= region.start && posBp <= region.end);
    const lead = shown.reduce((best, test) => (best && best.minusLog10P! >= test.minusLog10P! ? best : test), shown[0]);
    return shown.map((test): RegionalPoint => ({
      ...test,
      r2: r2(test.variantId),
      ldFrom: from,
      posterior: credible.get(ancestry)?.get(test.variantId) ?? null,
      role: test.variantId === reference ? "reference" : test === lead ? "lead" : null
    }));
  });
}

/**
 * Regional association: one panel a group, coloured by r² with the reference, then genes and positions. Arrow keys walk
 * from variant to variant; Enter or a click makes one the reference.
 */
export function regionalPlot(options: RegionalOptions, width: number): Element {
  const {region, ancestries, genes, reference, onReference} = options;
  const points = regionalPoints(options);
  const narrow = width < 560;
  const each = ancestries.length > 1 ? 150 : narrow ? 240 : 300;
  const [left, right, top] = [46, width - 8, narrow ? 76 : 46];
  const x = (posBp: number): number => left + ((posBp - region.start) / (region.end - region.start)) * (right - left);
  const gap = narrow ? 36 : 26;
  const bands = ancestries.map((_, i): Band => ({top: top + i * (each + gap), height: each, flipped: false}));
  const below = top + ancestries.length * (each + gap);
  const {placed, left: hidden} = geneRows(genes, region, x);
  const rows = 1 + Math.max(0, ...placed.map(({row}) => row));
  const axisAt = below + 10 + rows * 26 + (hidden > 0 ? 14 : 0);
  const height = axisAt + 44;
  const scale = pScale(Math.max(0, ...points.map(({minusLog10P}) => minusLog10P!)));
  const frame = {left, right, top, bottom: below};
  const svg = svgElement("svg", {width, height, viewBox: `0 0 ${width} ${height}`}, [
    ...ldLegend(reference, [...new Set(points.map(({ldFrom}) => ldFrom))], left, narrow),
    ...bands.flatMap((band, i) => [
      ...pAxis(scale, band, frame, i === 0),
      ...panelName(ancestries[i], points, narrow).map((line, k, lines) =>
        svgElement("text", {x: left, y: band.top - 6 - 15 * (lines.length - 1 - k), class: "panel-name"}, line)
      )
    ]),
    ...ancestries.flatMap((ancestry, i) => drawPoints(points, ancestry, bands[i], scale, x)),
    ...geneTrack(placed, hidden, below + 10, rows),
    ...positionAxis(region, x, axisAt, left, right, width)
  ]);
  return interactive(svg, points, {
    width,
    height,
    placeOf: (point) => ({
      x: x(point.posBp),
      y: yOf(scale, bands[ancestries.indexOf(point.ancestry)], point.minusLog10P!)
    }),
    onReference
  });
}

/** `meta` in words; a group by its code. */
export function groupLabel(ancestry: string): string {
  return ancestry === metaLevel ? "All groups (meta-analysis)" : ancestry;
}

function panelName(ancestry: string, points: readonly RegionalPoint[], narrow: boolean): string[] {
  const set = points.filter((point) => point.ancestry === ancestry && point.posterior !== null).length;
  const name = groupLabel(ancestry);
  if (set === 0) return [name];
  const ringed = `95 % credible set of ${set} ${set === 1 ? "variant" : "variants"} ringed`;
  return narrow ? [name, ringed] : [`${name}, ${ringed}`];
}

/** Weak ones first, so that what matters lies on top. */
function drawPoints(
  points: readonly RegionalPoint[],
  ancestry: string,
  band: Band,
  scale: PScale,
  x: (posBp: number) => number
): SVGElement[] {
  return points
    .filter((point) => point.ancestry === ancestry)
    .sort((a, b) => rankOf(a) - rankOf(b) || a.minusLog10P! - b.minusLog10P!)
    .flatMap((point) => {
      const [cx, cy] = [x(point.posBp), yOf(scale, band, point.minusLog10P!)];
      const step = ldStep(point.r2);
      const className = point.role === "reference" ? "ld-reference" : step === null ? "ld-unknown" : `ld-${step}`;
      return [
        point.role === null
          ? svgElement("circle", {cx, cy, r: 3.8, class: `ld-point ${className}`})
          : svgElement("path", {d: diamond(cx, cy), class: `ld-point ${className}`}),
        ...(point.posterior === null ? [] : [svgElement("circle", {cx, cy, r: 7, class: "credible"})])
      ];
    });
}

function rankOf({role, posterior}: RegionalPoint): number {
  return role !== null ? 2 : posterior !== null ? 1 : 0;
}

function diamond(x: number, y: number): string {
  return `M${x},${y - 6.5}l6.5,6.5l-6.5,6.5l-6.5,-6.5z`;
}

function ldLegend(reference: string, groups: readonly string[], left: number, narrow: boolean): SVGElement[] {
  const words = `r² with ${reference}${groups.length > 1 ? " in each group" : groups.length > 0 ? ` in ${groups[0]}` : ""}`;
  const start = narrow ? 2 : left + 7 * words.length + 12;
  const y = narrow ? 30 : 12;
  const entries = [
    ...ldSteps.map((label, i) => ({label, className: `ld-${i}`})),
    {label: "unknown", className: "ld-unknown"}
  ];
  let x = start;
  return [
    svgElement("text", {x: narrow ? 2 : left, y: 12, dy: "0.32em"}, words),
    ...entries.flatMap(({label, className}) => {
      const at = x;
      x += (narrow ? 16 : 20) + 5.4 * label.length;
      return [
        svgElement("circle", {cx: at + 4, cy: y, r: 3.8, class: `ld-point ${className}`}),
        svgElement("text", {x: at + 11, y, dy: "0.32em", class: "legend"}, label)
      ];
    })
  ];
}

function geneTrack(
  placed: ReturnType<typeof geneRows>["placed"],
  hidden: number,
  top: number,
  rows: number
): SVGElement[] {
  return [
    ...placed.flatMap(({name, row, x0, x1}) => {
      const y = top + row * 26;
      return [
        svgElement("rect", {x: x0, y: y + 14, width: Math.max(1.5, x1 - x0), height: 5, rx: 1.5, class: "gene"}),
        svgElement("text", {x: (x0 + x1) / 2, y: y + 10, "text-anchor": "middle", class: "gene-name"}, name)
      ];
    }),
    ...(hidden > 0
      ? [
          svgElement(
            "text",
            {x: 46, y: top + rows * 26 + 10, class: "legend"},
            `and ${hidden} more ${hidden === 1 ? "gene" : "genes"}`
          )
        ]
      : [])
  ];
}

function positionAxis(
  {chrom, start, end}: Region,
  x: (posBp: number) => number,
  y: number,
  left: number,
  right: number,
  width: number
): SVGElement[] {
  const values = ticks(start / 1e6, end / 1e6, Math.max(2, Math.floor(width / 120)));
  return [
    svgElement("line", {x1: left, x2: right, y1: y, y2: y, class: "axis-line"}),
    ...values.flatMap((mb) => [
      svgElement("line", {x1: x(mb * 1e6), x2: x(mb * 1e6), y1: y, y2: y + 4, class: "axis-tick"}),
      svgElement("text", {x: x(mb * 1e6), y: y + 16, "text-anchor": "middle"}, String(mb))
    ]),
    svgElement(
      "text",
      {x: (left + right) / 2, y: y + 35, "text-anchor": "middle", class: "axis-title"},
      `Position on chromosome ${chrom} (Mb)`
    )
  ];
}

function interactive(
  svg: SVGSVGElement,
  points: readonly RegionalPoint[],
  {
    width,
    height,
    placeOf,
    onReference
  }: {
    width: number;
    height: number;
    placeOf(point: RegionalPoint): {x: number; y: number};
    onReference(variantId: string): void;
  }
): HTMLElement {
  const tip = pointTip();
  const ring = svgElement("circle", {r: 9, class: "point-ring", visibility: "hidden"});
  svg.append(ring);
  const said = html`<span class="visually-hidden" role="status"></span>` as HTMLElement;
  const board = html`<div
    class="region-board"
    tabindex="0"
    role="group"
    aria-label="Variants of the region: left and right arrow keys walk through them, Enter makes one the reference of r²"
    style=${`width: ${width}px; height: ${height}px`}
  >
    ${svg}${tip.element}${said}
  </div>` as HTMLElement;
  const places = points.map(placeOf);
  let at = -1;
  const show = (index: number, tell: boolean): void => {
    at = index;
    if (index < 0) {
      ring.setAttribute("visibility", "hidden");
      return tip.hide();
    }
    const {x, y} = places[index];
    const lines = wordsOf(points[index]);
    ring.setAttribute("cx", String(x));
    ring.setAttribute("cy", String(y));
    ring.setAttribute("visibility", "visible");
    tip.show(lines, x, y);
    if (tell) said.textContent = lines.join(", ");
  };
  board.addEventListener("pointermove", ({clientX, clientY}) => {
    const box = board.getBoundingClientRect();
    show(nearestTo(places, clientX - box.left, clientY - box.top), false);
    board.style.cursor = at < 0 ? "" : "pointer";
  });
  board.addEventListener("pointerleave", () => show(-1, false));
  board.addEventListener("blur", () => show(-1, false));
  board.addEventListener("click", () => at >= 0 && onReference(points[at].variantId));
  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || points.length === 0) return;
    const strongest = points.findIndex(({role}) => role !== null);
    const act: Record<string, () => void> = {
      ArrowRight: () => show(at < 0 ? strongest : Math.min(points.length - 1, at + 1), true),
      ArrowLeft: () => show(at < 0 ? strongest : Math.max(0, at - 1), true),
      Home: () => show(0, true),
      End: () => show(points.length - 1, true),
      Escape: () => show(-1, false),
      Enter: () => at >= 0 && onReference(points[at].variantId)
    };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]();
  });
  return html`<div class="association-chart">${board}</div>` as HTMLElement;
}

function nearestTo(places: readonly {x: number; y: number}[], x: number, y: number): number {
  let [best, least] = [-1, 10];
  places.forEach((place, i) => {
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

function wordsOf({variantId, ancestry, minusLog10P, r2, ldFrom, posterior}: RegionalPoint): string[] {
  return [
    `${variantId}, ${groupLabel(ancestry)}`,
    `p = ${formatMinusLog10P(minusLog10P!)}`,
    r2 === null ? `r² in ${ldFrom} not known` : `r² = ${r2.toFixed(2)} in ${ldFrom}`,
    ...(posterior === null ? [] : [`posterior probability ${posterior.toFixed(2)}`])
  ];
}

/** Of `chrom-pos-ref-alt`. */
export function positionOf(variantId: string): number {
  return Number(variantId.split("-")[1]);
}
