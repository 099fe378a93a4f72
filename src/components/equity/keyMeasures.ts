import * as Plot from "@observablehq/plot";
import {measures, type MeasureId} from "../../kernels/equity/measures.js";
import {isRefused, type Measured} from "../../kernels/equity/subgroup.js";
import type {TableColumn} from "../dataTable.js";
import {measureSeries} from "./measureSeries.js";
import {measureTitle} from "./measureTitle.js";
import type {TitledSeries} from "./reachedChoice.js";
import type {EquityWords} from "./words/en.js";

/** A measure of a gradient that is known with its interval. */
export interface KeyMeasure {
  id: MeasureId;
  title: string;
  result: Measured;
}

/** Slope, its ratio, and the two concentration indices of each ordered series; what cannot be worked out is left out. */
export function keyMeasures(titled: readonly TitledSeries[], words: EquityWords): KeyMeasure[] {
  return (["sii", "rii", "aci", "rci"] as const).flatMap((id) =>
    titled.flatMap(({title, series}) => {
      const result = measureSeries(id, series, words);
      return isRefused(result) ? [] : [{id, title, result}];
    })
  );
}

/** Each measure on a scale of its own, with its interval and the line of no inequality. */
export function keyMeasuresChart(rows: readonly KeyMeasure[], words: EquityWords, width: number): Element {
  const ids = [...new Set(rows.map(({id}) => id))];
  const place = new Map(
    ids.map((id) => [
      id,
      placer(
        rows.filter((row) => row.id === id).map(({result}) => result),
        id
      )
    ])
  );
  const at = (id: MeasureId, value: number) => place.get(id)!(value);
  const lines = ids.flatMap((id) => [id, ...rows.filter((row) => row.id === id).map(keyOf)]);
  const known = rows.filter(({result}) => result.low !== null && result.high !== null);
  const step = 40;
  return Plot.plot({
    width,
    height: lines.length * step + 12,
    margin: 4,
    marginLeft: 8,
    marginRight: 8,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {axis: null, domain: [0, 1]},
    y: {axis: null, domain: lines, padding: 0.2},
    marks: [
      Plot.text(ids, {
        y: (id: string) => id,
        text: (id: MeasureId) => measureTitle(id),
        frameAnchor: "left",
        textAnchor: "start",
        fontWeight: 600,
        dy: 4
      }),
      Plot.tickX(rows, {
        y: keyOf,
        x: ({id}: KeyMeasure) => at(id, measures[id].none),
        strokeDasharray: "4 3",
        insetTop: 16,
        insetBottom: -6
      }),
      Plot.text(rows, {
        y: keyOf,
        text: ({title, result}: KeyMeasure) =>
          `${title}: ${words.figure(result.estimate)} (${words.interval(result.low, result.high)})`,
        frameAnchor: "left",
        textAnchor: "start",
        dy: -8
      }),
      Plot.text(rows, {
        y: keyOf,
        x: ({id}: KeyMeasure) => at(id, measures[id].none),
        text: ({id}: KeyMeasure) => String(measures[id].none),
        textAnchor: "start",
        dx: 5,
        dy: 8
      }),
      Plot.link(known, {
        x1: ({id, result}: KeyMeasure) => at(id, result.low!),
        x2: ({id, result}: KeyMeasure) => at(id, result.high!),
        y1: keyOf,
        y2: keyOf,
        stroke: "currentColor",
        strokeWidth: 2,
        dy: 8
      }),
      Plot.dot(rows, {
        x: ({id, result}: KeyMeasure) => at(id, result.estimate),
        y: keyOf,
        r: 5.5,
        fill: "var(--accent, #17565f)",
        stroke: "currentColor",
        dy: 8
      })
    ]
  });
}

/** The columns of the table that says the same. */
export function keyMeasureColumns(words: EquityWords): TableColumn<KeyMeasure>[] {
  const {columns} = words;
  const cell = (of: (result: Measured) => number | null) => ({
    numeric: true,
    cell: ({result}: KeyMeasure) => words.figure(of(result)),
    text: ({result}: KeyMeasure) => String(of(result) ?? "")
  });
  return [
    {label: columns.measure, cell: ({id}) => measureTitle(id)},
    {label: columns.series, cell: ({title}) => title},
    {label: columns.value, ...cell(({estimate}) => estimate)},
    {label: columns.low, ...cell(({low}) => low)},
    {label: columns.high, ...cell(({high}) => high)},
    {label: columns.none, numeric: true, cell: ({id}) => String(measures[id].none)}
  ];
}

/** From a value to its place between 0 and 1; no inequality is always within. */
function placer(results: readonly Measured[], id: MeasureId): (value: number) => number {
  const {none} = measures[id];
  const ends = results.flatMap(({estimate, low, high}) => [estimate, low ?? estimate, high ?? estimate]);
  const [least, most] = [Math.min(none, ...ends), Math.max(none, ...ends)];
  const room = (most - least || 1) * 0.04;
  return (value) => (value - least + room) / (most - least + 2 * room);
}

function keyOf({id, title}: KeyMeasure): string {
  return `${id}\n${title}`;
}
