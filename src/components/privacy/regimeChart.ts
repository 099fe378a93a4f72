import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {RegimeReport} from "../../model/privacy.js";
import {ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatShare} from "../formatNumber.js";

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

export type RegimeMeasure = "presentWithheld" | "frequencyError";

export function regimeGroups(regimes: readonly RegimeReport[]): RegimeGroup[] {
  return regimes.flatMap((regime) => regime.groups.map((group) => ({regime, title: regime.title, ...group})));
}

/** Who pays most for hidden counts, under how many of the rules, and what that is beside the group that pays least. */
export function equityHeadline(regimes: readonly RegimeReport[]): string {
  const hiding = regimes.filter(({groups}) => groups.some(({presentWithheld}) => presentWithheld > 0));
  if (hiding.length === 0) return "No rule that was compared hides anything in a cohort like this one.";
  const payers = hiding.map(({groups}) => extreme(groups, "presentWithheld", 1).level);
  const payer = mostFrequent(payers);
  const times = payers.filter((level) => level === payer).length;
  const widest = hiding
    .map((regime) => {
      const most = extreme(regime.groups, "presentWithheld", 1);
      const least = extreme(regime.groups, "presentWithheld", -1);
      return {regime, most, least, gap: most.presentWithheld - least.presentWithheld};
    })
    .sort((a, b) => Number(b.regime.id === "covenant") - Number(a.regime.id === "covenant") || b.gap - a.gap)[0];
  const {regime, most, least, gap} = widest;
  const under = `${hiding.length === 1 ? "The rule that hides counts" : times === hiding.length ? `Each of the ${hiding.length} rules that hide counts` : `${times} of the ${hiding.length} rules that hide counts`} ${times === 1 && hiding.length > 1 ? "hides" : hiding.length > 1 && times !== hiding.length ? "hide" : "hides"} most from ${payer}.`;
  if (gap === 0)
    return `The rules that hide counts hide the same share from every group, ${formatShare(most.presentWithheld)} under ${regime.title}.`;
  return `${under} Under ${regime.title} it is ${formatShare(most.presentWithheld)} of the alleles that ${most.level} carries, and ${formatShare(least.presentWithheld)} of those of ${least.level}.`;
}

/** Whose frequencies noise and rounding blur most, under the rule in force or the one that blurs most. */
export function errorHeadline(regimes: readonly RegimeReport[]): string {
  const blurring = regimes.filter(({groups}) => groups.some(({frequencyError}) => frequencyError > 0));
  if (blurring.length === 0) return "No rule that was compared changes a number that it shows.";
  const regime =
    blurring.find(({id}) => id === "covenant") ??
    [...blurring].sort(
      (a, b) =>
        extreme(b.groups, "frequencyError", 1).frequencyError - extreme(a.groups, "frequencyError", 1).frequencyError
    )[0];
  const most = extreme(regime.groups, "frequencyError", 1);
  const least = extreme(regime.groups, "frequencyError", -1);
  if (most.frequencyError === least.frequencyError)
    return `Under ${regime.title} a frequency is off by ${points(most.frequencyError)} on average, in every group alike.`;
  return `Under ${regime.title} a frequency of ${most.level} is off by ${points(most.frequencyError)} on average, and one of ${least.level} by ${points(least.frequencyError)}: the same noise weighs more on fewer people.`;
}

const labels: Record<RegimeMeasure, string> = {
  presentWithheld: "Of the alleles that a group carries, share withheld",
  frequencyError: "Expected error of a frequency, in percentage points"
};

/** A row for each rule, a dot for each group. */
export function regimeChart(regimes: readonly RegimeReport[], measure: RegimeMeasure, width: number): Element {
  const groups = regimeGroups(regimes);
  const scale = ancestryScale([...new Set(groups.map(({level}) => level))]);
  const narrow = width < 620;
  const marginLeft = narrow ? 14 : 130;
  const most = Math.max(...groups.map((group) => group[measure]), measure === "frequencyError" ? 0.001 : 0.01);
  const end = most * 1.06;
  const pixels = (value: number) => (value / end) * (width - marginLeft - 24);
  const titles = regimes.map(({title}) => title);
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
      Plot.dot(groups, {x: measure, y: "title", r: 6, fill: "level", stroke: "currentColor", strokeWidth: 1}),
      Plot.text(labelled(groups, measure, pixels), {
        x: "x",
        y: "title",
        text: "text",
        dy: -14,
        fontSize: 11,
        textAnchor: "middle"
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
              <th scope="row">${title}${id === "covenant" ? html` <span class="quiet">in force</span>` : null}</th>
              <td>${sentence}</td>
              <td data-numeric="true">${formatShare(variantsUneven)}</td>
              <td>${url ? html`<a href=${url}>${source}</a>` : source}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}

/** The dots that have room for their name: both ends first, then the others from left to right. */
function labelled(
  groups: readonly RegimeGroup[],
  measure: RegimeMeasure,
  pixels: (value: number) => number
): {title: string; x: number; text: string}[] {
  const rows = [...new Set(groups.map(({title}) => title))];
  return rows.flatMap((title) => {
    const row = groups.filter((group) => group.title === title).sort((a, b) => a[measure] - b[measure]);
    const [first, last] = [row[0], row[row.length - 1]];
    if (pixels(last[measure]) - pixels(first[measure]) < 34)
      return [
        {
          title,
          x: (first[measure] + last[measure]) / 2,
          text: row.length > 2 ? "all groups" : row.map(({level}) => level).join(" ")
        }
      ];
    const placed = [first, last];
    for (const group of row.slice(1, -1))
      if (placed.every((other) => Math.abs(pixels(other[measure]) - pixels(group[measure])) >= 32)) placed.push(group);
    return placed.map((group) => ({title, x: group[measure], text: group.level}));
  });
}

function extreme(groups: RegimeReport["groups"], measure: RegimeMeasure, sign: 1 | -1): RegimeReport["groups"][number] {
  return [...groups].sort((a, b) => sign * (b[measure] - a[measure]))[0];
}

function mostFrequent(values: readonly string[]): string {
  const count = (value: string) => values.filter((other) => other === value).length;
  return [...values].sort((a, b) => count(b) - count(a))[0];
}

function points(error: number): string {
  if (error === 0) return "0";
  const percent = error * 100;
  return `${percent < 0.01 ? "<\u202f0.01" : percent < 1 ? percent.toFixed(2) : percent.toFixed(1)} points`;
}
