import * as Plot from "@observablehq/plot";
import type {ReleaseManifest, TableName, Tier} from "../model/release.js";
import {ancestryScale} from "./ancestryColours.js";
import type {TableColumn} from "./dataTable.js";
import {formatCount, formatShare} from "./formatNumber.js";
import {labelWidth} from "./labelWidth.js";
import {tableWords, tierWords} from "./tableWords.js";

/** What the rules kept back in one table for one genetic ancestry group. */
export interface WithheldShare {
  table: TableName;
  /** The table in words; where there are two of its name, also who can open it. */
  title: string;
  level: string;
  withheld: number;
  total: number;
}

/** Summed over the rules, in the order of the release; empty when nothing was withheld. */
export function withheldShares({withheld, strata}: ReleaseManifest): WithheldShare[] {
  const shares = new Map<string, WithheldShare>();
  const divided = strata.some(({name}) => name === "ancestry");
  for (const {table, tier, trait, byStratum} of withheld) {
    const twice = withheld.some((other) => other.table === table && other.tier !== tier);
    const title = titleOf(table, twice ? tier : null);
    for (const {level: name, withheld, total} of byStratum) {
      const level = divided ? name : "everybody";
      const key = `${title} ${trait ?? ""} ${level}`;
      const before = shares.get(key);
      // Rules count against the same cells, so totals are not added up.
      if (before) before.withheld = Math.min(before.total, before.withheld + withheld);
      else if (total > 0) shares.set(key, {table, title, level, withheld, total});
    }
  }
  return overTraits([...shares.values()]);
}

/** A table that has a file for each trait is one table. */
function overTraits(shares: readonly WithheldShare[]): WithheldShare[] {
  const sums = new Map<string, WithheldShare>();
  for (const share of shares) {
    const key = `${share.title} ${share.level}`;
    const {withheld = 0, total = 0} = sums.get(key) ?? {};
    sums.set(key, {...share, withheld: withheld + share.withheld, total: total + share.total});
  }
  return [...sums.values()];
}

function titleOf(table: TableName, tier: Tier | null): string {
  return tier === null ? tableWords[table].title : `${tableWords[table].title}, ${tierWords[tier]}`;
}

/** What the chart shows; a cohort without ancestry groups is one group. */
export function withheldTitle({strata}: ReleaseManifest): string {
  const share = "Share of cells withheld";
  return strata.some(({name}) => name === "ancestry") ? `${share}, by genetic ancestry group` : share;
}

/** The share of cells withheld, by genetic ancestry group: whom privacy costs most. */
export function withheldChart(shares: readonly WithheldShare[], width: number): Element {
  const tables = [...new Set(shares.map(({title}) => title))];
  const scale = ancestryScale([...new Set(shares.map(({level}) => level))]);
  const marginLeft = labelWidth(scale.domain);
  // A title takes about 8 pixels a letter at 14 px and bold.
  const widest = Math.max(0, ...tables.map((title) => title.length)) * 8;
  const side = width < 560 || (width - marginLeft) / tables.length < widest ? "fy" : "fx";
  const most = Math.max(...shares.map(({withheld, total}) => withheld / total), 0.01);
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
        [side]: (title: string) => title,
        text: (title: string) => title,
        frameAnchor: "top-left",
        dy: -20,
        fontWeight: 600
      }),
      Plot.ruleX([0], {strokeOpacity: 0.4}),
      Plot.barX(shares, {
        [side]: "title",
        y: "level",
        x: share,
        fill: "level",
        stroke: "currentColor",
        strokeOpacity: 0.35
      }),
      Plot.text(shares, {
        [side]: "title",
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
  {label: "Table", cell: ({title}) => title},
  {label: "Genetic ancestry group", cell: ({level}) => level},
  {label: "Withheld", numeric: true, cell: ({withheld}) => formatCount(withheld), text: (d) => String(d.withheld)},
  {label: "Of", numeric: true, cell: ({total}) => formatCount(total), text: (d) => String(d.total)},
  {label: "Share", numeric: true, cell: ({withheld, total}) => formatShare(withheld / total)}
];
