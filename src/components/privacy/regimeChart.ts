import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {RegimeReport} from "../../model/privacy.js";
import {ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatShare} from "../formatNumber.js";
import {labelWidth} from "../labelWidth.js";
import {points, type RegimeMeasure} from "./equityWords.js";

/** One genetic ancestry group under one body's rule. */
export interface RegimeGroup {
  regime: RegimeReport;
  title: string;
  level: string;
  people: number;
  cellsWithheld: number;
  presentWithheld: number;
  frequencyError: number;
}

export function regimeGroups(regimes: readonly RegimeReport[]): RegimeGroup[] {
  return regimes.flatMap((regime) => regime.groups.map((group) => ({regime, title: regime.title, ...group})));
}

const labels: Record<RegimeMeasure, string> = {
  presentWithheld: "Of the alleles that a group carries, share withheld",
  frequencyError: "Expected error of a frequency, in percentage points"
};

const dotRadius = 6;

/** A row for each rule, a dot for each group. */
export function regimeChart(regimes: readonly RegimeReport[], measure: RegimeMeasure, width: number): Element {
  const groups = regimeGroups(regimes);
  const scale = ancestryScale([...new Set(groups.map(({level}) => level))]);
  const narrow = width < 620;
  const titles = regimes.map(({title}) => title);
  const marginLeft = narrow ? 14 : labelWidth(titles);
  const most = Math.max(...groups.map((group) => group[measure]), measure === "frequencyError" ? 0.001 : 0.01);
  const end = most * 1.06;
  const pixels = (value: number) => (value / end) * (width - marginLeft - 24);
  const spans = regimes.map((regime) => ({
    title: regime.title,
    low: Math.min(...regime.groups.map((group) => group[measure])),
    high: Math.max(...regime.groups.map((group) => group[measure]))
  }));
  return Plot.plot({
    width,
    height: regimes.length * (narrow ? 62 : 52) + 60,
    marginLeft,
    marginRight: 24,
    marginTop: narrow ? 26 : 12,
    marginBottom: 46,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, end],
      label: narrow ? null : labels[measure],
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 6,
      tickFormat: (value: number) =>
        measure === "frequencyError" ? String(Number((value * 100).toPrecision(2))) : formatShare(value),
      grid: true
    },
    y: {label: null, domain: titles, tickSize: 0, axis: narrow ? null : "left", padding: 0.3},
    color: {...scale, type: "categorical"},
    marks: [
      narrow
        ? Plot.text(titles, {
            y: (d) => d,
            text: (d) => d,
            frameAnchor: "left",
            dx: -8,
            dy: -26,
            textAnchor: "start",
            fontWeight: 600
          })
        : null,
      Plot.link(spans, {x1: "low", x2: "high", y1: "title", y2: "title", strokeOpacity: 0.35, strokeWidth: 2}),
      Plot.dot(groups, {x: measure, y: "title", r: dotRadius, fill: "level", stroke: "currentColor", strokeWidth: 1}),
      Plot.text(dotLabels(groups, measure, pixels), {
        x: "x",
        y: "title",
        text: "text",
        dy: -14,
        fontSize: 11,
        textAnchor: "middle"
      }),
      Plot.text(clusters(groups, measure, pixels), {
        x: "x",
        y: "title",
        text: "text",
        dx: 12,
        fontSize: 11,
        textAnchor: "start"
      })
    ]
  });
}

/** The columns of the table that says the same, for both charts. */
export const regimeColumns: TableColumn<RegimeGroup>[] = [
  {label: "Rule of", cell: ({title}) => title},
  {label: "Genetic ancestry group", cell: ({level}) => level},
  {label: "Cells withheld", numeric: true, cell: ({cellsWithheld}) => formatShare(cellsWithheld)},
  {label: "Withheld of alleles carried", numeric: true, cell: ({presentWithheld}) => formatShare(presentWithheld)},
  {label: "Expected error of a frequency", numeric: true, cell: ({frequencyError}) => points(frequencyError)}
];

/** What each rule says, where it is written, and how often it hides a variant in one group and not in another. */
export function regimeList(regimes: readonly RegimeReport[]): HTMLElement {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="The rules that were compared">
    <table class="data regimes">
      <thead>
        <tr>
          <th scope="col">Rule of</th>
          <th scope="col">Says</th>
          <th scope="col" data-numeric="true">Variants hidden in some groups only</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        ${regimes.map(
          ({id, title, sentence, source, url, variantsUneven}) =>
            html`<tr>
              <th scope="row">${title}${id === "covenant" ? html`<span class="quiet">, in force</span>` : null}</th>
              <td>${sentence}</td>
              <td data-numeric="true">${formatShare(variantsUneven)}</td>
              <td>${url ? html`<a href=${url}>${source}</a>` : source}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}

interface DotLabel {
  title: string;
  x: number;
  text: string;
}

/** Names above dots, dots upon one another together: both ends first, then from left to right those that have room. */
export function dotLabels(
  groups: readonly RegimeGroup[],
  measure: RegimeMeasure,
  pixels: (value: number) => number
): DotLabel[] {
  return rowsOf(groups, measure).flatMap((row) => {
    if (isCluster(row, measure, pixels)) return [];
    const labels: DotLabel[] = [];
    for (const group of row) {
      const last = labels.at(-1);
      if (last && pixels(group[measure]) - pixels(last.x) < dotRadius) last.text += ` ${group.level}`;
      else labels.push({title: group.title, x: group[measure], text: group.level});
    }
    const placed = [labels[0], ...labels.slice(1).slice(-1)];
    for (const label of labels.slice(1, -1))
      if (placed.every((other) => Math.abs(pixels(other.x) - pixels(label.x)) >= reach(other) + reach(label) + 4))
        placed.push(label);
    return placed;
  });
}

/** Half the width of a label at 11 px. */
function reach({text}: DotLabel): number {
  return text.length * 3.6;
}

/** Rows whose dots lie upon one another have one name, beside them. */
function clusters(
  groups: readonly RegimeGroup[],
  measure: RegimeMeasure,
  pixels: (value: number) => number
): DotLabel[] {
  return rowsOf(groups, measure)
    .filter((row) => isCluster(row, measure, pixels))
    .map((row) => ({
      title: row[0].title,
      x: row[row.length - 1][measure],
      text: row.length > 2 ? "all groups" : row.map(({level}) => level).join(", ")
    }));
}

function isCluster(row: readonly RegimeGroup[], measure: RegimeMeasure, pixels: (value: number) => number): boolean {
  return pixels(row[row.length - 1][measure]) - pixels(row[0][measure]) < 34;
}

function rowsOf(groups: readonly RegimeGroup[], measure: RegimeMeasure): RegimeGroup[][] {
  return [...new Set(groups.map(({title}) => title))].map((title) =>
    groups.filter((group) => group.title === title).sort((a, b) => a[measure] - b[measure])
  );
}
