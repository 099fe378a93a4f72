import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../../ancestryColours.js";
import {labelWidth} from "../../labelWidth.js";

/** A number of one group with its 95 % interval; an end is null where the data set no limit. */
export interface GroupInterval {
  ancestry: string;
  estimate: number;
  low: number | null;
  high: number | null;
  words: string;
}

/** A row for each group: a point, its interval, and what it is in words; `none` is where a line marks no difference. */
export function groupIntervals(
  rows: readonly GroupInterval[],
  {none, noneWords, label}: {none: number; noneWords: string; label: string},
  width: number
): Element {
  const scale = ancestryScale([...new Set(rows.map(({ancestry}) => ancestry))]);
  const marginLeft = labelWidth(scale.domain);
  const known = rows.flatMap(({estimate, low, high}) => [estimate, low ?? estimate, high ?? estimate, none]);
  const [least, most] = [Math.min(0, ...known), Math.max(...known)];
  // An interval without an end runs to the edge.
  const drawn = rows.map((row) => ({...row, from: row.low ?? least, to: row.high ?? most}));
  return Plot.plot({
    width,
    height: 74 + scale.domain.length * 46,
    marginLeft,
    marginRight: 18,
    marginTop: 26,
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
    y: {label: null, domain: scale.domain, tickSize: 0},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.ruleX([none], {strokeDasharray: "4 3", strokeOpacity: 0.8}),
      Plot.text([noneWords], {
        x: none,
        frameAnchor: "top",
        dy: -14,
        text: (words: string) => words,
        textAnchor: none > least + 0.6 * (most - least) ? "end" : "middle"
      }),
      Plot.link(drawn, {x1: "from", x2: "to", y1: "ancestry", y2: "ancestry", stroke: "ancestry", strokeWidth: 3}),
      Plot.dot(drawn, {x: "estimate", y: "ancestry", r: 5, fill: "ancestry", stroke: "currentColor", strokeWidth: 0.8}),
      Plot.text(drawn, {
        x: least,
        y: "ancestry",
        text: "words",
        textAnchor: "start",
        dy: 16,
        // On a narrow screen the words begin below the name.
        dx: width < 480 ? 2 - marginLeft : 2,
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85
      })
    ]
  });
}
