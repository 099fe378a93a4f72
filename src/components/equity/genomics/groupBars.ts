import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../../ancestryColours.js";
import {labelWidth} from "../../labelWidth.js";

/** A bar: one number of one genetic ancestry group, in a panel of its kind. */
export interface GroupBar {
  panel: string;
  ancestry: string;
  /** 0 or more. */
  value: number;
  /** What stands at the end of the bar. */
  words: string;
}

/** A panel for each kind of number, a bar for each group; all panels have one scale. `nameOf` is a group’s name at the axis. */
export function groupBars(
  bars: readonly GroupBar[],
  width: number,
  nameOf: (level: string) => string = (level) => level
): Element {
  const panels = [...new Set(bars.map(({panel}) => panel))];
  const scale = ancestryScale([...new Set(bars.map(({ancestry}) => ancestry))]);
  const marginLeft = labelWidth(scale.domain.map(nameOf));
  const widest = Math.max(0, ...panels.map((panel) => panel.length)) * 8;
  const side = width < 560 || (width - marginLeft) / panels.length < widest ? "fy" : "fx";
  const panelWidth = side === "fx" ? (width - marginLeft) / panels.length : width - marginLeft;
  const room = Math.max(0, ...bars.map(({words}) => words.length)) * 8 + 12;
  const most = Math.max(...bars.map(({value}) => value), 1e-9);
  return Plot.plot({
    width,
    height: side === "fx" ? 60 + scale.domain.length * 30 : 40 + panels.length * (30 + scale.domain.length * 28),
    marginLeft,
    marginTop: 30,
    marginBottom: 6,
    style: {fontSize: "14px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {axis: null, domain: [0, most * (panelWidth / Math.max(60, panelWidth - room))]},
    y: {label: null, domain: scale.domain, tickSize: 0, padding: 0.25, tickFormat: nameOf},
    fx: {axis: null, domain: side === "fx" ? panels : undefined, padding: 0.06},
    fy: {axis: null, domain: side === "fy" ? panels : undefined, padding: 0.18},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.text(panels, {
        [side]: (panel: string) => panel,
        text: (panel: string) => panel,
        frameAnchor: "top-left",
        dy: -20,
        fontWeight: 600
      }),
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.barX(bars, {
        [side]: "panel",
        y: "ancestry",
        x: "value",
        fill: "ancestry",
        stroke: "currentColor",
        strokeOpacity: 0.35
      }),
      Plot.text(bars, {[side]: "panel", y: "ancestry", x: "value", text: "words", textAnchor: "start", dx: 5})
    ]
  });
}
