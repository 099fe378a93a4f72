import * as Plot from "@observablehq/plot";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused, type Measured, type Refused} from "../../kernels/equity/subgroup.js";
import type {TableColumn} from "../dataTable.js";
import type {EquitySeries} from "./equitySeries.js";
import {measureSeries} from "./measureSeries.js";
import {measureTitle} from "./measureTitle.js";
import type {EquityWords} from "./words/en.js";

/** One measure of one series. */
export interface MeasuredSeries {
  title: string;
  series: EquitySeries;
  result: Measured | Refused;
}

export function measuredSeries(
  id: MeasureId,
  titled: readonly {title: string; series: EquitySeries}[],
  words: EquityWords
): MeasuredSeries[] {
  return titled.map(({title, series}) => ({title, series, result: measureSeries(id, series, words)}));
}

/** The measure of each series with its interval, beside the value that stands for no inequality; refusals in words. */
export function measureChart(
  rows: readonly MeasuredSeries[],
  id: MeasureId,
  words: EquityWords,
  width: number
): Element {
  const {none} = measures[id];
  const told = rows.flatMap(({title, result}) => (isRefused(result) ? [] : [{title, ...result}]));
  const ends = told.flatMap(({estimate, low, high}) => [estimate, low ?? estimate, high ?? estimate]);
  const [least, most] = [Math.min(none, ...ends), Math.max(none, ...ends)];
  const room = (most - least || 1) * 0.08;
  const titles = rows.map(({title}) => title);
  const narrow = width < 560;
  const height = titles.length * (narrow ? 64 : 46);
  const known = told.filter(({low, high}) => low !== null && high !== null);
  return Plot.plot({
    width,
    height: height + (narrow ? 90 : 76),
    marginLeft: 12,
    marginRight: 20,
    marginTop: narrow ? 40 : 26,
    marginBottom: 50,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [least - room, most + room],
      label: measureTitle(id),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 5,
      grid: true
    },
    y: {domain: titles, axis: null, padding: 0.5},
    marks: [
      Plot.ruleX([none], {strokeDasharray: "4 3"}),
      Plot.text([none], {
        x: (d: number) => d,
        frameAnchor: "top",
        text: () => words.charts.none,
        dy: narrow ? -28 : -14,
        textAnchor: none > (least + most) / 2 ? "end" : "start"
      }),
      Plot.text(rows, {
        stroke: "var(--surface, white)",
        strokeWidth: 4,
        fill: "currentColor",
        y: "title",
        text: "title",
        frameAnchor: "left",
        textAnchor: "start",
        dy: -9,
        lineAnchor: "bottom",
        lineWidth: (0.85 * (width - 32)) / 13
      }),
      Plot.link(known, {x1: "low", x2: "high", y1: "title", y2: "title", stroke: "currentColor", strokeWidth: 2}),
      Plot.dot(told, {x: "estimate", y: "title", r: 6, fill: "var(--accent, #17565f)", stroke: "currentColor"}),
      Plot.text(
        rows.filter(({result}) => isRefused(result)),
        {y: "title", text: () => words.charts.refused, frameAnchor: "left", textAnchor: "start", dy: 4, opacity: 0.8}
      )
    ]
  });
}

/** The columns of the table that says the same. */
export function measuredColumns(id: MeasureId, words: EquityWords): TableColumn<MeasuredSeries>[] {
  const {columns} = words;
  const cell = (of: (result: Measured) => number | null) => ({
    numeric: true,
    cell: ({result}: MeasuredSeries) => (isRefused(result) ? "–" : words.figure(of(result))),
    text: ({result}: MeasuredSeries) => (isRefused(result) ? "" : String(of(result) ?? ""))
  });
  return [
    {label: columns.series, cell: ({title}) => title},
    {label: columns.measure, cell: () => measureTitle(id)},
    {label: columns.value, ...cell(({estimate}) => estimate)},
    {label: columns.low, ...cell(({low}) => low)},
    {label: columns.high, ...cell(({high}) => high)},
    {label: columns.remark, cell: ({result}) => (isRefused(result) ? result.refused : "")}
  ];
}
