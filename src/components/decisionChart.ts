import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {LogEntry} from "../model/logEntry.js";
import {outcomes} from "./DecisionPanel.js";
import {dataTable} from "./dataTable.js";
import {rulesOf} from "./decisionFilter.js";
import {formatCount} from "./formatNumber.js";
import {labelChart} from "./labelChart.js";
import {roleLabels} from "./roleLabels.js";

/** What the bars are divided by. A decision has one outcome and one role, but any number of rules. */
export type ChartBy = "outcome" | "role" | "rule";

/** How many decisions of one kind fell into one span of time. */
export interface DecisionCount {
  /** First day, ISO 8601 date, UTC. */
  start: string;
  kind: string;
  count: number;
}

/** More rules than this cannot be told apart by pattern and word; the others are counted together. */
const mostKinds = 6;
/** More days or months than this make bars too thin to see. */
const mostDays = 62;

/** Outcomes keep their colours and their order on every page; the other kinds take what is free. */
const outcomeFills: Record<string, string> = {
  [outcomes.permit.label]: "var(--permit)",
  [outcomes.refer.label]: "var(--refer)",
  [outcomes.forbid.label]: "var(--forbid)"
};
const fills = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#666666"];

/** Counts by day, or by month where the decisions span more than two months; every span between the first and the last. */
export function countDecisions(
  entries: readonly LogEntry[],
  by: ChartBy
): {unit: "day" | "month"; spans: string[]; kinds: string[]; counts: DecisionCount[]} {
  const days = entries.map(({at}) => at.slice(0, 10)).filter((day) => !Number.isNaN(Date.parse(day)));
  if (days.length === 0) return {unit: "day", spans: [], kinds: [], counts: []};
  let [first, last] = [days[0], days[0]];
  for (const day of days) [first, last] = [day < first ? day : first, day > last ? day : last];
  const unit = (Date.parse(last) - Date.parse(first)) / 86_400_000 >= mostDays ? "month" : "day";
  const startOf = (day: string): string => (unit === "month" ? `${day.slice(0, 7)}-01` : day);
  const totals = new Map<string, number>();
  for (const entry of entries) {
    for (const kind of kindsOf(entry, by)) totals.set(kind, (totals.get(kind) ?? 0) + 1);
  }
  const order = Object.keys(outcomeFills);
  const kinds = [...totals]
    .sort(([a, m], [b, n]) => order.indexOf(a) - order.indexOf(b) || n - m || (a < b ? -1 : 1))
    .map(([kind]) => kind);
  const shown = new Set(kinds.slice(0, mostKinds));
  const counts = new Map<string, DecisionCount>();
  for (const entry of entries) {
    if (Number.isNaN(Date.parse(entry.at.slice(0, 10)))) continue;
    const start = startOf(entry.at.slice(0, 10));
    for (const kind of new Set(kindsOf(entry, by).map((kind) => (shown.has(kind) ? kind : "other rules")))) {
      const key = `${start} ${kind}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, {start, kind, count: 1});
    }
  }
  return {
    unit,
    spans: spansBetween(startOf(first), startOf(last), unit),
    kinds: kinds.length > mostKinds ? [...shown, "other rules"] : kinds,
    counts: [...counts.values()].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  };
}

/** Decisions over time, one row of bars for each outcome, role or rule, with a table that says the same. */
export function decisionChart(entries: readonly LogEntry[], by: ChartBy): HTMLElement {
  const {unit, spans, kinds, counts} = countDecisions(entries, by);
  const title = `Decisions by ${unit} and ${by}`;
  const stage = html`<div class="figure-stage"></div>` as HTMLElement;
  const draw = (width: number): void =>
    stage.replaceChildren(labelChart(plot(width, {unit, spans, kinds, counts}), title));
  if (kinds.length === 0) stage.append(html`<p class="quiet">There is nothing to draw.</p>` as Node);
  else draw(640);
  if (kinds.length > 0 && typeof ResizeObserver !== "undefined") {
    let drawn = 640;
    new ResizeObserver(([{contentRect}]) => {
      const width = Math.round(contentRect.width);
      if (width > 0 && width !== drawn) draw((drawn = width));
    }).observe(stage);
  }
  return html`<figure class="figure" aria-label=${title}>
    <figcaption><h2>${title}</h2></figcaption>
    ${stage}
    <details>
      <summary>The same as a table</summary>
      ${dataTable(
        title,
        [
          {label: `${unit === "day" ? "Day" : "Month from"} (UTC)`, cell: ({start}: DecisionCount) => start},
          {label: by.charAt(0).toUpperCase() + by.slice(1), cell: ({kind}) => kind},
          {label: "Decisions", numeric: true, cell: ({count}) => formatCount(count)}
        ],
        counts
      )}
    </details>
  </figure>` as HTMLElement;
}

function plot(width: number, {unit, spans, kinds, counts}: ReturnType<typeof countDecisions>): Element {
  const years = (start: string): string => (unit === "month" ? start.slice(0, 7) : start.slice(5));
  const every = Math.ceil(spans.length / Math.max(2, Math.floor(width / 70)));
  return Plot.plot({
    width,
    height: 60 + kinds.length * 84,
    marginLeft: 60,
    marginRight: 8,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: "band",
      domain: spans,
      padding: 0.1,
      label: unit === "month" ? "Month (UTC)" : "Day (UTC)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: spans.filter((_, i) => i % every === 0),
      tickFormat: years
    },
    y: {label: null, ticks: 2, tickFormat: formatCount, grid: true, insetTop: 22},
    fy: {domain: kinds, axis: null, padding: 0.08},
    marks: [
      Plot.ruleY([0], {strokeOpacity: 0.4}),
      Plot.barY(counts, {
        x: "start",
        y: "count",
        fy: "kind",
        fill: ({kind}: DecisionCount) => outcomeFills[kind] ?? fills[kinds.indexOf(kind) % fills.length],
        title: ({start, kind, count}: DecisionCount) => `${start}, ${kind}: ${formatCount(count)}`
      }),
      Plot.text(kinds, {fy: (d) => d, text: (d) => d, frameAnchor: "top-left", fontWeight: 600})
    ]
  });
}

function kindsOf(entry: LogEntry, by: ChartBy): string[] {
  if (by === "rule") return rulesOf(entry);
  const {role} = entry.request.actor;
  return [by === "role" ? (roleLabels[role] ?? role) : (outcomes[entry.decision.outcome]?.label ?? "unknown")];
}

function spansBetween(first: string, last: string, unit: "day" | "month"): string[] {
  const spans: string[] = [];
  const day = new Date(`${first}T00:00:00Z`);
  for (let start = first; start <= last; start = day.toISOString().slice(0, 10)) {
    spans.push(start);
    if (unit === "day") day.setUTCDate(day.getUTCDate() + 1);
    else day.setUTCMonth(day.getUTCMonth() + 1);
  }
  return spans;
}
