import * as Plot from "@observablehq/plot";
import type {EquityRow} from "../../model/equity.js";
import type {TableColumn} from "../dataTable.js";
import {hatchPattern, withheldCell, type WithheldBy} from "../WithheldCell.js";
import type {EquitySeries} from "./equitySeries.js";
import {decimalsOf, shownRange, type Figures} from "./headlines/interval.js";
import {subgroupFigures} from "./headlines/subgroupFigures.js";
import {subgroupColour} from "./subgroupColours.js";
import type {EquityWords} from "./words/en.js";

/** A subgroup of a series as it is drawn; null figures = withheld. */
export interface SubgroupRow {
  series: EquitySeries;
  /** The heading over the series, where several are drawn. */
  title: string;
  row: EquityRow;
  figures: Figures | null;
  /** Place of the subgroup in its series, from 0. */
  index: number;
}

export interface WithheldSign {
  words: string;
  by?: WithheldBy;
}

let hatches = 0;

export function subgroupRows(titled: readonly {title: string; series: EquitySeries}[]): SubgroupRow[] {
  return titled.flatMap(({title, series}) =>
    series.rows.map((row, index) => ({series, title, row, figures: subgroupFigures(row), index}))
  );
}

/** Bars from zero with the interval of each subgroup, one series below the other on one scale; withheld ones hatched. */
export function subgroupChart(
  rows: readonly SubgroupRow[],
  words: EquityWords,
  withheld: WithheldSign,
  width: number
): Element {
  const titles = [...new Set(rows.map(({title}) => title))];
  const headed = titles.length > 1;
  const narrow = width < 560;
  const names = rows.map(({row}) => row.subgroup);
  const marginLeft = narrow ? 8 : Math.min(280, 24 + Math.max(...names.map(({length}) => length)) * 7.4);
  const lines = titles.flatMap((title) => [
    ...(headed ? [{key: title, title, item: null as SubgroupRow | null}] : []),
    ...rows.filter((row) => row.title === title).map((item) => ({key: keyOf(item), title, item}))
  ]);
  const shown = rows.filter(({figures}) => figures !== null);
  const hidden = rows.filter(({figures}) => figures === null);
  const {scale, indicator} = rows[0].series;
  const [least, most] = extentOf(rows);
  const decimals = decimalsOf(
    shown.map(({figures}) => figures!.value),
    scale
  );
  const hatch = `hatch-subgroups-${++hatches}`;
  const step = narrow ? 44 : 34;
  return Plot.plot({
    width,
    height: lines.length * step + 64,
    marginLeft,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 46,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [least, most + (most - least) * 0.14],
      label: words.axis(
        rows.every(({series}) => series.indicator === indicator) ? indicator : words.charts.value,
        scale
      ),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 7,
      grid: true
    },
    y: {domain: lines.map(({key}) => key), axis: null, padding: narrow ? 0.56 : 0.36},
    marks: [
      () => hatchPattern(hatch),
      Plot.text(
        lines.filter(({item}) => item === null),
        {
          y: "key",
          text: "title",
          frameAnchor: "left",
          dx: narrow ? 0 : -marginLeft + 8,
          fontWeight: 600,
          lineWidth: (0.8 * (width - 16)) / 13
        }
      ),
      Plot.text(rows, {
        y: keyOf,
        text: ({row}: SubgroupRow) => row.subgroup,
        frameAnchor: "left",
        textAnchor: narrow ? "start" : "end",
        dx: narrow ? 0 : -10,
        dy: narrow ? -18 : 0
      }),
      Plot.barX(shown, {
        y: keyOf,
        x1: () => 0,
        x2: (d: SubgroupRow) => d.figures!.value,
        fill: (d: SubgroupRow) => subgroupColour(d.series, d.index),
        stroke: "currentColor",
        strokeOpacity: 0.35
      }),
      Plot.barX(hidden, {
        y: keyOf,
        x1: () => 0,
        x2: () => (most - least) * 0.16,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2"
      }),
      Plot.text(hidden, {
        y: keyOf,
        x: () => (most - least) * 0.16,
        text: () => withheld.words,
        textAnchor: "start",
        dx: 6
      }),
      ...intervalMarks(shown, keyOf),
      Plot.text(shown, {
        y: keyOf,
        x: (d: SubgroupRow) => Math.max(d.figures!.high ?? d.figures!.value, d.figures!.value),
        text: (d: SubgroupRow) => words.value(d.figures!.value, scale, decimals),
        textAnchor: "start",
        dx: 7
      }),
      Plot.tickX(rows, {y: keyOf, x: () => 0, strokeOpacity: 0.5, inset: -3})
    ]
  });
}

/** The columns of the table that says the same. */
export function subgroupColumns(
  words: EquityWords,
  withheld: WithheldSign,
  headed = false
): TableColumn<SubgroupRow>[] {
  const {columns} = words;
  const cell = (of: (figures: Figures) => number | null) => ({
    numeric: true,
    cell: ({figures, series}: SubgroupRow) => {
      if (!figures) return withheldCell(withheld.by, withheld.words);
      const value = of(figures);
      return value === null ? words.charts.unknown : words.value(value, series.scale, 1);
    },
    text: ({figures}: SubgroupRow) => (figures ? String(of(figures) ?? "") : withheld.words)
  });
  return [
    ...(headed ? [{label: columns.series, cell: ({title}: SubgroupRow) => title}] : []),
    {label: columns.setting, cell: ({series}) => series.setting},
    {label: columns.period, cell: ({series}) => series.date ?? words.charts.noPeriod},
    {label: columns.indicator, cell: ({series}) => series.indicator},
    {label: columns.dimension, cell: ({series}) => series.dimension},
    {label: columns.subgroup, cell: ({row}) => row.subgroup, text: ({row}) => row.subgroup},
    {label: columns.value, ...cell(({value}) => value)},
    {label: columns.low, ...cell(({low}) => low)},
    {label: columns.high, ...cell(({high}) => high)}
  ];
}

/** A line with caps from end to end of each interval, on a pale ground so that it is seen on any bar. */
export function intervalMarks<Row extends {figures: Figures | null}>(
  rows: readonly Row[],
  y: (row: Row) => string
): Plot.Markish[] {
  const known = rows.filter(({figures}) => figures && shownRange(figures, 0));
  const ends = {x1: (d: Row) => d.figures!.low, x2: (d: Row) => d.figures!.high, y1: y, y2: y};
  return [
    Plot.link(known, {...ends, stroke: "var(--surface, white)", strokeWidth: 5, strokeOpacity: 0.8}),
    Plot.link(known, {...ends, stroke: "currentColor", strokeWidth: 2}),
    Plot.tickX(
      known.flatMap((d) => [
        {d, x: d.figures!.low},
        {d, x: d.figures!.high}
      ]),
      {x: "x", y: ({d}: {d: Row}) => y(d), stroke: "currentColor", strokeWidth: 2, inset: 3}
    )
  ];
}

function keyOf({title, index}: SubgroupRow): string {
  return `${title}\n${index}`;
}

/** From zero, or the lowest end below it, to the highest end. */
function extentOf(rows: readonly SubgroupRow[]): [number, number] {
  const ends = rows.flatMap(({figures}) => (figures ? [figures.value, figures.low, figures.high] : []));
  const numbers = ends.filter((end): end is number => end !== null && Number.isFinite(end));
  const [least, most] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  return most > least ? [least, most] : [0, 1];
}
