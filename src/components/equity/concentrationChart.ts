import * as Plot from "@observablehq/plot";
import {concentrationCurve} from "../../kernels/equity/concentrationCurve.js";
import {isRefused} from "../../kernels/equity/subgroup.js";
import {fitText} from "../association/fitText.js";
import type {TableColumn} from "../dataTable.js";
import {hiddenSubgroups} from "./equitySeries.js";
import {inequalityOf} from "./measureSeries.js";
import type {TitledSeries} from "./reachedChoice.js";
import type {EquityWords} from "./words/en.js";

/** A point of a concentration curve: shares from 0 to 1 of people, and of what the indicator counts among them. */
export interface CurvePoint {
  title: string;
  indicator: string;
  /** The subgroup that ends here; empty for the origin. */
  subgroup: string;
  people: number;
  indicatorShare: number;
  /** Ends of the pointwise 95 % interval of `indicatorShare`; null = unknown. */
  low: number | null;
  high: number | null;
}

/** Points of the curve of each series that has one: an order, all values, and the number of people in each group. */
export function concentrationRows(titled: readonly TitledSeries[]): CurvePoint[] {
  return titled.flatMap(({title, series}) => {
    if (hiddenSubgroups(series).length > 0) return [];
    const curve = concentrationCurve(inequalityOf(series));
    if (isRefused(curve)) return [];
    return curve.map(({population, share, low, high}, i) => ({
      title,
      indicator: series.indicator,
      subgroup: i === 0 ? "" : series.rows[i - 1].subgroup,
      people: population,
      indicatorShare: share,
      low,
      high
    }));
  });
}

/** Curves over the line of equal shares, each with its name at the place where it is furthest from the line. */
export function concentrationChart(rows: readonly CurvePoint[], words: EquityWords, width: number): Element {
  const titles = [...new Set(rows.map(({title}) => title))];
  const named = titles.length > 1 ? titles : [];
  const side = Math.min(width - 24, 520);
  const dash = (title: string) => (titles.indexOf(title) === 0 ? "none" : "7 4");
  return Plot.plot({
    width: Math.min(width, side + 40),
    height: side + 24 * named.length + 24,
    marginLeft: 54,
    marginRight: 16,
    marginTop: 38 + 24 * named.length,
    marginBottom: 46,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, 1],
      label: words.charts.peopleShare,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 5,
      tickFormat: (share: number) => String(Math.round(share * 100))
    },
    y: {
      domain: [0, 1],
      label: null,
      ticks: 5,
      tickFormat: (share: number) => String(Math.round(share * 100)),
      grid: true
    },
    marks: [
      ...named.map((title, i) =>
        Plot.text([title], {
          frameAnchor: "top-left",
          dy: -44 - 24 * (named.length - 1 - i),
          text: () => `${i === 0 ? "———" : "– – –"}  ${fitText(title, Math.floor((width - 110) / 8))}`,
          fontWeight: 600
        })
      ),
      Plot.line(
        [
          [0, 0],
          [1, 1]
        ],
        {stroke: "currentColor", strokeDasharray: "2 4", strokeOpacity: 0.8}
      ),
      Plot.text([[0.28, 0.28]], {text: () => words.charts.equal, dx: -8, textAnchor: "end", dy: -6}),
      ...titles.map((title) =>
        Plot.areaY(
          rows.filter((row) => row.title === title && row.low !== null && row.high !== null),
          {x: "people", y1: "low", y2: "high", fill: "var(--accent, #17565f)", fillOpacity: 0.18}
        )
      ),
      ...titles.map((title) =>
        Plot.line(
          rows.filter((row) => row.title === title),
          {
            x: "people",
            y: "indicatorShare",
            stroke: "var(--accent, #17565f)",
            strokeWidth: 2.5,
            strokeDasharray: dash(title)
          }
        )
      ),
      Plot.dot(rows, {x: "people", y: "indicatorShare", r: 3.5, fill: "var(--accent, #17565f)"}),
      Plot.text([words.charts.indicatorShare(rows[0].indicator)], {
        frameAnchor: "top-left",
        text: (d: string) => d,
        dx: -44,
        dy: -20
      })
    ]
  });
}

/** The columns of the table that says the same. */
export function concentrationColumns({columns, charts}: EquityWords): TableColumn<CurvePoint>[] {
  const share = (label: string, of: (point: CurvePoint) => number | null): TableColumn<CurvePoint> => ({
    label,
    numeric: true,
    cell: (point) => percent(of(point)),
    text: (point) => String(of(point) === null ? "" : 100 * of(point)!)
  });
  return [
    {label: columns.series, cell: ({title}) => title},
    {label: columns.subgroup, cell: ({subgroup}) => subgroup},
    share(charts.peopleShare, ({people}) => people),
    share(charts.indicatorShare(""), ({indicatorShare}) => indicatorShare),
    share(columns.low, ({low}) => low),
    share(columns.high, ({high}) => high)
  ];
}

function percent(share: number | null): string {
  return share === null ? "–" : (100 * share).toFixed(1);
}
