import * as Plot from "@observablehq/plot";
import type {DensitySquare} from "../../model/association.js";
import {ancestryColour, ancestryName, ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {hatchPattern} from "../WithheldCell.js";
import {numeric} from "./testColumns.js";

let hatches = 0;

/** How many people lie in each square of two principal components, by genetic ancestry group: never a point for a person. */
export function pcaDensity(squares: readonly DensitySquare[], width: number): Element {
  const shown = squares.filter(({people}) => people !== null && people > 0);
  const hidden = squares.filter(({people}) => people === null);
  const most = Math.max(1, ...shown.map(({people}) => people!));
  const {domain} = ancestryScale([...new Set(squares.map(({ancestry}) => ancestry))]);
  const centres = domain.flatMap((ancestry) => {
    const own = shown.filter((square) => square.ancestry === ancestry);
    if (own.length === 0) return [];
    const sum = own.reduce((n, {people}) => n + people!, 0);
    const mean = (of: (square: DensitySquare) => number): number =>
      own.reduce((total, square) => total + square.people! * of(square), 0) / sum;
    return [{ancestry, x: mean(({x0, x1}) => (x0 + x1) / 2), y: Math.max(...own.map(({y1}) => y1))}];
  });
  const hatch = `hatch-pca-${(hatches += 1)}`;
  const {pcX = 1, pcY = 2} = squares[0] ?? {};
  return Plot.plot({
    width,
    height: Math.min(460, Math.max(300, width * 0.62)),
    marginLeft: 68,
    marginBottom: 44,
    marginTop: 24,
    style: {fontSize: "12px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {label: `Principal component ${pcX}`, labelAnchor: "center", labelArrow: "none", nice: true},
    y: {label: `Principal component ${pcY}`, labelAnchor: "center", labelArrow: "none", nice: true},
    marks: [
      () => hatchPattern(hatch),
      Plot.rect(shown, {
        x1: "x0",
        x2: "x1",
        y1: "y0",
        y2: "y1",
        fill: ({ancestry}: DensitySquare) => ancestryColour(ancestry),
        fillOpacity: ({people}: DensitySquare) => 0.2 + 0.8 * Math.sqrt(people! / most),
        stroke: ({ancestry}: DensitySquare) => ancestryColour(ancestry),
        strokeOpacity: 0.6
      }),
      Plot.rect(hidden, {x1: "x0", x2: "x1", y1: "y0", y2: "y1", fill: `url(#${hatch})`, strokeOpacity: 0.4}),
      ...stacked(centres, squares, 36 / Math.max(80, width - 76)).map(({line, ...centre}) =>
        Plot.text([centre], {
          x: "x",
          y: "y",
          dy: -8 - 14 * line,
          text: "ancestry",
          fontWeight: 600,
          fill: "currentColor",
          stroke: "var(--surface)",
          strokeWidth: 4
        })
      )
    ]
  });
}

/** Names that would lie on each other are put above each other, a line each. */
function stacked<Centre extends {x: number; y: number}>(
  centres: readonly Centre[],
  squares: readonly DensitySquare[],
  /** Of a name, as a share of the chart’s width. */
  nameWidth: number
): (Centre & {line: number})[] {
  const span = (of: (square: DensitySquare) => number): number =>
    Math.max(...squares.map(of)) - Math.min(...squares.map(of)) || 1;
  const [wide, high] = [span(({x0}) => x0), span(({y0}) => y0)];
  const placed: (Centre & {line: number})[] = [];
  for (const centre of centres) {
    const near = placed.filter(
      ({x, y}) => Math.abs(x - centre.x) < nameWidth * wide && Math.abs(y - centre.y) < 0.06 * high
    );
    placed.push({...centre, line: near.length});
  }
  return placed;
}

export const densityColumns: TableColumn<DensitySquare>[] = [
  {label: "Group", cell: ({ancestry}) => `${ancestry}, ${ancestryName(ancestry)}`, text: ({ancestry}) => ancestry},
  numeric("Component across", ({pcX}) => pcX, String),
  numeric("from", ({x0}) => x0, rounded),
  numeric("to", ({x1}) => x1, rounded),
  numeric("Component up", ({pcY}) => pcY, String),
  numeric("from ", ({y0}) => y0, rounded),
  numeric("to ", ({y1}) => y1, rounded),
  {
    label: "People",
    numeric: true,
    cell: ({people}) => (people === null ? "withheld" : formatCount(people)),
    text: ({people}) => (people === null ? "withheld" : String(people))
  }
];

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
