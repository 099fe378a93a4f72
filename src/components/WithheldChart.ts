import * as Plot from "@observablehq/plot";
import type {ReleaseManifest, TableName} from "../model/release.js";
import {ancestryScale} from "./ancestryColours.js";
import type {TableColumn} from "./dataTable.js";
import {formatCount, formatShare} from "./formatNumber.js";
import {labelWidth} from "./labelWidth.js";
import {tableWords} from "./tableWords.js";

/** What the rules kept back in one table for one genetic ancestry group. */
export interface WithheldShare {
  table: TableName;
  level: string;
  withheld: number;
  total: number;
}

/** Summed over the rules, largest first table; empty when nothing was withheld. */
export function withheldShares({withheld, strata}: ReleaseManifest): WithheldShare[] {
  const shares = new Map<string, WithheldShare>();
  const divided = strata.some(({name}) => name === "ancestry");
  for (const {table, byStratum} of withheld) {
    for (const {level: name, withheld, total} of byStratum) {
      const level = divided ? name : "everybody";
      const before = shares.get(`${table} ${level}`);
      // Rules count against the same cells, so totals are not added up.
      if (before) before.withheld = Math.min(before.total, before.withheld + withheld);
      else if (total > 0) shares.set(`${table} ${level}`, {table, level, withheld, total});
    }
  }
  return [...shares.values()];
}

/** What the chart shows; a cohort without ancestry groups is one group. */
export function withheldTitle({strata}: ReleaseManifest): string {
  const share = "Share of cells withheld";
  return strata.some(({name}) => name === "ancestry") ? `${share}, by genetic ancestry group` : share;
}

/** The share of cells withheld, by genetic ancestry group: whom privacy costs most. */
export function withheldChart(shares: readonly WithheldShare[], width: number): Element {
  const tables = [...new Set(shares.map(({table}) => table))];
  const scale = ancestryScale([...new Set(shares.map(({level}) => level))]);
  const side = width < 560 ? "fy" : "fx";
  const most = Math.max(...shares.map(({withheld, total}) => withheld / total), 0.01);
  const marginLeft = labelWidth(scale.domain);
  const panelWidth = side === "fx" ? (width - marginLeft) / tables.length : width - marginLeft;
  const share = ({withheld, total}: WithheldShare) => withheld / total;
  return Plot.plot({
    width,
    height: side === "fx" ? 60 + scale.domain.length * 30 : 40 + tables.length * (30 + scale.domain.length * 28),
    marginLeft,
    marginTop: 30,
    marginBottom: 6,
    style: {fontSize: "14px", background: "none"},
    x: {axis: null, domain: [0, most * (panelWidth / Math.max(60, panelWidth - 70))]},
    y: {label: null, domain: scale.domain, tickSize: 0, padding: 0.25},
    fx: {axis: null, domain: side === "fx" ? tables : undefined, padding: 0.06},
    fy: {axis: null, domain: side === "fy" ? tables : undefined, padding: 0.18},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.text(tables, {
        [side]: (d: TableName) => d,
        text: (d: TableName) => tableWords[d].title,
        frameAnchor: "top-left",
        dy: -20,
        fontWeight: 600
      }),
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.barX(shares, {
        [side]: "table",
        y: "level",
        x: share,
        fill: "level",
        stroke: "currentColor",
        strokeOpacity: 0.35
      }),
      Plot.text(shares, {
        [side]: "table",
        y: "level",
        x: share,
        text: (d: WithheldShare) => formatShare(share(d)),
        textAnchor: "start",
        dx: 5
      })
    ]
  });
}

export const withheldColumns: TableColumn<WithheldShare>[] = [
  {label: "Table", cell: ({table}) => tableWords[table].title},
  {label: "Genetic ancestry group", cell: ({level}) => level},
  {label: "Withheld", numeric: true, cell: ({withheld}) => formatCount(withheld), text: (d) => String(d.withheld)},
  {label: "Of", numeric: true, cell: ({total}) => formatCount(total), text: (d) => String(d.total)},
  {label: "Share", numeric: true, cell: ({withheld, total}) => formatShare(withheld / total)}
];
