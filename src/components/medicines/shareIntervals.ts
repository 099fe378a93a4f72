import * as Plot from "@observablehq/plot";
import type {ShownShare} from "../../model/medicines.js";
import {ancestryColour} from "../ancestryColours.js";
import {hatchPattern} from "../hatchPattern.js";
import {labelWidth} from "../labelWidth.js";
import {groupOrder, shareWords} from "./medicineWords.js";

/** A share of one group in a panel of what it is a share of. */
export interface PanelShare extends ShownShare {
  panel: string;
}

let hatches = 0;

/**
 * A panel a result, a row a group: the share with its 95 % interval, and in words beside it, or below it where there is
 * no room; where it is withheld, a hatched band.
 */
export function shareIntervals(rows: readonly PanelShare[], width: number): Element {
  const panels = [...new Set(rows.map(({panel}) => panel))];
  const groups = groupOrder(rows.map(({ancestry}) => ancestry));
  const shown = rows.filter(({share}) => share !== null);
  const withheld = rows.filter(({share}) => share === null);
  const most = Math.min(1, Math.max(0.02, ...shown.map(({high}) => high!)) * 1.05);
  const hatch = `hatch-shares-${(hatches += 1)}`;
  const beside = width >= 680;
  const rowHeight = beside ? 25 : 34;
  const marginLeft = labelWidth(groups);
  return Plot.plot({
    width,
    height: 60 + panels.length * (34 + groups.length * rowHeight),
    marginLeft,
    marginRight: beside ? 330 : 18,
    marginTop: 30,
    marginBottom: 42,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, most * 100],
      grid: true,
      label: "Share of people, %",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 4 : 8
    },
    y: {label: null, domain: groups, tickSize: 0},
    fy: {axis: null, domain: panels, padding: 0.2},
    color: {domain: groups, range: groups.map(ancestryColour), type: "categorical"},
    marks: [
      () => hatchPattern(hatch),
      Plot.text(panels, {
        fy: (panel: string) => panel,
        text: (panel: string) => panel,
        frameAnchor: "top-left",
        // From the edge: on a phone it would not fit beside the names of groups.
        dx: beside ? 0 : 4 - marginLeft,
        dy: -18,
        fontWeight: 600
      }),
      Plot.barX(withheld, {
        fy: "panel",
        y: "ancestry",
        x1: 0,
        x2: most * 12,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeOpacity: 0.4,
        insetTop: 6,
        insetBottom: 6
      }),
      Plot.link(shown, {
        fy: "panel",
        x1: (d: PanelShare) => d.low! * 100,
        x2: (d: PanelShare) => d.high! * 100,
        y1: "ancestry",
        y2: "ancestry",
        stroke: "ancestry",
        strokeWidth: 3
      }),
      Plot.dot(shown, {
        fy: "panel",
        x: (d: PanelShare) => d.share! * 100,
        y: "ancestry",
        r: 5,
        fill: "ancestry",
        stroke: "currentColor",
        strokeWidth: 0.8
      }),
      Plot.text(rows, {
        fy: "panel",
        y: "ancestry",
        text: shareWords,
        textAnchor: "start",
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85,
        ...(beside ? {frameAnchor: "right", dx: 14} : {x: 0, dx: 2, dy: 14})
      })
    ]
  });
}
