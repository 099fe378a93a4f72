import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../ancestryColours.js";
import {labelWidth} from "../labelWidth.js";

/** A number with its 95 % interval, in one of several panels; an end is null where the data set no limit. */
export interface FacetInterval {
  /** Heading of the panel. */
  panel: string;
  /** Beside its point: unlike the others of the panel. */
  name: string;
  /** Genetic ancestry group, for the colour. */
  ancestry: string;
  estimate: number;
  low: number | null;
  high: number | null;
  words: string;
}

/** Panels below each other on one scale: a point, its interval, and what it is in words; `none` marks no difference. */
export function facetIntervals(
  rows: readonly FacetInterval[],
  {none, label}: {none: number; label: string},
  width: number
): Element {
  const panels = [...new Set(rows.map(({panel}) => panel))];
  const names = [...new Set(rows.map(({name}) => name))];
  const scale = ancestryScale([...new Set(rows.map(({ancestry}) => ancestry))]);
  const known = rows.flatMap(({estimate, low, high}) => [estimate, low ?? estimate, high ?? estimate, none]);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const drawn = rows.map((row) => ({...row, from: row.low ?? row.estimate, to: row.high ?? row.estimate}));
  const marginLeft = labelWidth(names);
  // On a narrow screen what a point is in words begins below its name, and may take two lines.
  const narrow = width < 480;
  return Plot.plot({
    width,
    height: 50 + panels.length * (52 + names.length * (narrow ? 56 : 42)),
    marginLeft,
    marginRight: 18,
    marginTop: 4,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [least, most],
      nice: true,
      grid: true,
      label,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 4 : 8
    },
    fy: {label: null, domain: panels, axis: null, padding: 0.06},
    // Names lie on a point scale with room above the first one for the panel's heading.
    y: {label: null, domain: ["", ...names], type: "point", padding: 0.8, tickSize: 0},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.frame({strokeOpacity: 0.15}),
      Plot.text(panels, {
        fy: (panel: string) => panel,
        frameAnchor: "top-left",
        dx: 6,
        dy: 6,
        text: (panel: string) => panel,
        fontWeight: "bold",
        lineWidth: Math.max(16, (width - 90) / 13)
      }),
      Plot.ruleX([none], {strokeDasharray: "4 3", strokeOpacity: 0.8}),
      Plot.link(drawn, {
        fy: "panel",
        x1: "from",
        x2: "to",
        y1: "name",
        y2: "name",
        stroke: "ancestry",
        strokeWidth: 3
      }),
      Plot.dot(drawn, {
        fy: "panel",
        x: "estimate",
        y: "name",
        r: 5,
        fill: "ancestry",
        stroke: "currentColor",
        strokeWidth: 0.8
      }),
      Plot.text(drawn, {
        fy: "panel",
        frameAnchor: "left",
        y: "name",
        text: "words",
        textAnchor: "start",
        lineAnchor: "top",
        lineWidth: narrow ? (width - 16) / 12 : undefined,
        dy: narrow ? 10 : 8,
        dx: narrow ? 4 - marginLeft : 4,
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85
      })
    ]
  });
}
