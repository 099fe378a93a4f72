import * as Plot from "@observablehq/plot";
import type {ShownShare} from "../../model/medicines.js";
import {hatchPattern} from "../WithheldCell.js";
import {groupOrder, percentText} from "./medicineWords.js";

/** A share of one group, in the row of a medicine or gene. */
export interface RowShare extends ShownShare {
  row: string;
}

let hatches = 0;

/** A row a medicine or gene, a column a group: the share in %, darker where it is larger, with its 95 % interval. */
export function shareMatrix(cells: readonly RowShare[], width: number): Element {
  const rows = [...new Set(cells.map(({row}) => row))];
  const groups = groupOrder(cells.map(({ancestry}) => ancestry));
  const shown = cells.filter(({share}) => share !== null);
  const withheld = cells.filter(({share}) => share === null);
  const hatch = `hatch-matrix-${(hatches += 1)}`;
  const narrow = width < 560;
  const letters = Math.max(...rows.map((row) => row.length));
  const ends = ({low, high}: RowShare): string =>
    narrow ? `${Math.round(low! * 100)}–${Math.round(high! * 100)}` : `${percentText(low!)} – ${percentText(high!)}`;
  return Plot.plot({
    width,
    height: 40 + rows.length * 42,
    marginLeft: Math.min(150, 14 + letters * (narrow ? 6.6 : 7.4)),
    marginRight: 1,
    marginTop: 32,
    marginBottom: 4,
    style: {fontSize: narrow ? "11px" : "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {axis: "top", domain: groups, label: null, tickSize: 0, padding: 0.04},
    y: {domain: rows, label: null, tickSize: 0, padding: 0.06},
    marks: [
      () => hatchPattern(hatch),
      Plot.cell(withheld, {
        x: "ancestry",
        y: "row",
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeOpacity: 0.3
      }),
      Plot.text(withheld, {
        x: "ancestry",
        y: "row",
        text: () => (narrow ? "hidden" : "withheld"),
        fontSize: narrow ? 9.5 : 12,
        fill: "currentColor",
        stroke: "var(--surface)",
        strokeWidth: 4
      }),
      Plot.cell(shown, {
        x: "ancestry",
        y: "row",
        fill: "var(--accent)",
        // Not darker, so that text has enough contrast in both themes.
        fillOpacity: ({share}: RowShare) => 0.03 + 0.38 * share!,
        stroke: "currentColor",
        strokeOpacity: 0.15
      }),
      Plot.text(shown, {
        x: "ancestry",
        y: "row",
        text: ({share}: RowShare) => percentText(share!),
        dy: -7,
        fontWeight: 600,
        fill: "currentColor"
      }),
      Plot.text(shown, {
        x: "ancestry",
        y: "row",
        text: ends,
        dy: 9,
        fontSize: narrow ? 9.5 : 11.5,
        fill: "currentColor",
        fillOpacity: 0.9
      })
    ]
  });
}
