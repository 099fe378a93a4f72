import * as Plot from "@observablehq/plot";
import type {ParticipationRow} from "../../../model/equity.js";
import type {TableColumn} from "../../dataTable.js";
import {catalogColour} from "./catalogColours.js";
import {emptyChart} from "./emptyChart.js";
import {european, sharesByYear, traitsOf, type Selection} from "./participationShares.js";
import {participationWords as words} from "./participationWords.js";

/** What one panel shows of one year: all years from the first chosen one up to it. */
export interface TraitShare {
  trait: string;
  year: number;
  count: number;
  recorded: number;
  /** 0–1. */
  share: number;
}

/**
 * By trait category, the share of one ancestry category, or of all but European (null), years added up; the category
 * where it is largest in the last year first.
 */
export function traitShares(
  rows: readonly ParticipationRow[],
  selection: Selection,
  group: string | null
): TraitShare[][] {
  const panels = traitsOf(rows).map((trait) => {
    const shares = sharesByYear(rows, {...selection, trait, count: "cumulative"});
    const years = [...new Set(shares.map(({year}) => year))];
    return years.map((year): TraitShare => {
      const all = shares.filter((d) => d.year === year);
      const recorded = all.reduce((sum, {count}) => sum + count, 0);
      const wanted = all.filter(({ancestry}) => (group === null ? ancestry !== european : ancestry === group));
      const count = wanted.reduce((sum, d) => sum + d.count, 0);
      return {trait, year, count, recorded, share: count / recorded};
    });
  });
  return panels
    .filter((panel) => panel.length > 0)
    .sort((a, b) => b.at(-1)!.share - a.at(-1)!.share || (a[0].trait < b[0].trait ? -1 : 1));
}

/** One small chart for each trait category, all with the same axes. */
export function traitPanels(panels: readonly TraitShare[][], group: string | null, width: number): Element {
  if (panels.length === 0) return emptyChart(words.nothing, width);
  const columns = width < 460 ? 2 : Math.max(2, Math.floor(width / 215));
  const rows = Math.ceil(panels.length / columns);
  const place = (i: number) => ({fx: i % columns, fy: Math.floor(i / columns)});
  const points = panels.flatMap((panel, i) => panel.map((d) => ({...d, ...place(i)})));
  const heads = panels.map((panel, i) => ({...panel.at(-1)!, ...place(i)}));
  const most = Math.max(...points.map(({share}) => share), 0.01);
  const years = points.map(({year}) => year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const colour = group === null ? "var(--accent)" : catalogColour(group);
  const letters = Math.floor((width - 50) / columns / 6.9);
  const facet = {fx: "fx", fy: "fy"} as const;
  return Plot.plot({
    width,
    height: rows * 132 + 30,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 34,
    marginBottom: 26,
    style: {fontSize: "12px", background: "none"},
    x: {
      domain: first === last ? [first - 1, last + 1] : [first, last],
      ticks: [first, last],
      tickFormat: String,
      label: null
    },
    y: {domain: [0, most], ticks: 2, tickFormat: words.axisShare, label: null, grid: true},
    fx: {axis: null, domain: Array.from({length: columns}, (_, i) => i), paddingInner: 0.14},
    fy: {axis: null, domain: Array.from({length: rows}, (_, i) => i), paddingInner: 0.42},
    marks: [
      Plot.axisX({ticks: [first, last], tickFormat: String, label: null, fontSize: 11, tickSize: 3}),
      Plot.text(heads, {
        ...facet,
        text: ({trait}) => shorten(trait, letters),
        title: "trait",
        frameAnchor: "top-left",
        dy: -30,
        fontWeight: 600
      }),
      Plot.text(heads, {
        ...facet,
        text: ({share, recorded}) => words.panelHead(share, recorded),
        frameAnchor: "top-left",
        dy: -15,
        fillOpacity: 0.85,
        fontSize: 11
      }),
      Plot.areaY(points, {...facet, x: "year", y: "share", z: null, fill: colour, fillOpacity: 0.3}),
      Plot.lineY(points, {...facet, x: "year", y: "share", z: null, stroke: colour, strokeWidth: 2}),
      Plot.dot(heads, {
        ...facet,
        x: "year",
        y: "share",
        r: 3,
        fill: colour,
        stroke: "currentColor",
        strokeOpacity: 0.5
      }),
      Plot.ruleY([0], {strokeOpacity: 0.4})
    ]
  });
}

export function traitColumns(metric: Selection["metric"], group: string | null): TableColumn<TraitShare>[] {
  return [
    {label: "Trait category", cell: ({trait}) => trait},
    {label: "Up to year", cell: ({year}) => String(year)},
    {
      label: `${words.metric[metric]}: ${group ?? words.allButEuropean}`,
      numeric: true,
      cell: ({count}) => words.count(count),
      text: ({count}) => String(count)
    },
    {
      label: "Of those with recorded ancestry",
      numeric: true,
      cell: ({recorded}) => words.count(recorded),
      text: ({recorded}) => String(recorded)
    },
    {label: "Share", numeric: true, cell: ({share}) => words.percent(share), text: ({share}) => String(share)}
  ];
}

function shorten(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
