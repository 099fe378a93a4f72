import * as Plot from "@observablehq/plot";
import type {EquityGenomicsRow} from "../../../model/equityGenomics.js";
import type {TableColumn} from "../../dataTable.js";
import {formatCount} from "../../formatNumber.js";

/** Each pair of groups once, in a triangle: the number, its 95 % interval, and a tint that grows with it. */
export function fstMatrix(rows: readonly EquityGenomicsRow[], width: number): Element {
  const known = rows.filter(({estimate}) => estimate !== null);
  const columns = [...new Set(known.map(({ancestry}) => ancestry))].sort();
  const lines = [...new Set(known.map(({otherAncestry}) => otherAncestry!))].sort();
  const most = Math.max(...known.map(({estimate}) => estimate!), 1e-6);
  const narrow = width < 480;
  return Plot.plot({
    width,
    height: 46 + lines.length * 56,
    marginLeft: 50,
    marginTop: 34,
    marginBottom: 8,
    style: {fontSize: narrow ? "11px" : "14px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {domain: columns, axis: "top", label: null, tickSize: 0},
    y: {domain: lines, label: null, tickSize: 0},
    opacity: {type: "linear", domain: [0, most], range: [0.04, 0.4]},
    marks: [
      Plot.cell(known, {
        x: "ancestry",
        y: "otherAncestry",
        fill: "var(--accent)",
        fillOpacity: "estimate",
        stroke: "var(--line-strong)",
        inset: 1
      }),
      Plot.text(known, {
        x: "ancestry",
        y: "otherAncestry",
        text: ({estimate}: EquityGenomicsRow) => estimate!.toFixed(3),
        dy: -7,
        fontWeight: 600
      }),
      Plot.text(known, {
        x: "ancestry",
        y: "otherAncestry",
        text: ({estimate, high}: EquityGenomicsRow) =>
          high === null ? "± unknown" : `±\u202f${(high - estimate!).toFixed(3)}`,
        dy: 10,
        fontSize: narrow ? 10 : 12
      })
    ]
  });
}

export const fstColumns: TableColumn<EquityGenomicsRow>[] = [
  {label: "Group", cell: ({ancestry}) => ancestry},
  {label: "Other group", cell: ({otherAncestry}) => otherAncestry ?? ""},
  {label: "Fₛₜ", numeric: true, cell: ({estimate}) => fixed(estimate, 4), text: ({estimate}) => plain(estimate)},
  {label: "Standard error", numeric: true, cell: ({se}) => fixed(se, 4), text: ({se}) => plain(se)},
  {label: "95 % from", numeric: true, cell: ({low}) => fixed(low, 4), text: ({low}) => plain(low)},
  {label: "to", numeric: true, cell: ({high}) => fixed(high, 4), text: ({high}) => plain(high)},
  {
    label: "Variants",
    numeric: true,
    cell: ({nVariants}) => (nVariants === null ? "" : formatCount(nVariants)),
    text: ({nVariants}) => plain(nVariants)
  }
];

/** With so many decimals; “no limit” where there is no number. */
export function fixed(value: number | null, decimals: number): string {
  return value === null ? "no limit" : value.toFixed(decimals);
}

/** For a file. */
export function plain(value: number | null): string {
  return value === null ? "" : String(value);
}
