import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../dataTable.js";
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
}

/** Points of the curve of each series that has one: an order, all values, and the number of people in each group. */
export function concentrationRows(titled: readonly TitledSeries[]): CurvePoint[] {
  return titled.flatMap(({title, series}) => {
    const {rows, ordered, indicator} = series;
    if (!ordered || rows.length < 2) return [];
    const groups = rows.map(({subgroup, estimate, population}) => ({subgroup, estimate, population}));
    const people = groups.reduce((sum, {population}) => sum + (population ?? NaN), 0);
    const whole = groups.reduce((sum, {estimate, population}) => sum + (estimate ?? NaN) * (population ?? NaN), 0);
    if (!(people > 0) || !(whole > 0)) return [];
    let [before, counted] = [0, 0];
    const points = groups.map(({subgroup, estimate, population}) => {
      before += population!;
      counted += estimate! * population!;
      return {title, indicator, subgroup, people: before / people, indicatorShare: counted / whole};
    });
    return [{title, indicator, subgroup: "", people: 0, indicatorShare: 0}, ...points];
  });
}

/** Curves over the line of equal shares, each with its name at the place where it is furthest from the line. */
export function concentrationChart(rows: readonly CurvePoint[], words: EquityWords, width: number): Element {
  const titles = [...new Set(rows.map(({title}) => title))];
  const side = Math.min(width - 24, 520);
  const dash = (title: string) => (titles.indexOf(title) === 0 ? "none" : "7 4");
  return Plot.plot({
    width: Math.min(width, side + 40),
    height: side + 24 * titles.length + 24,
    marginLeft: 54,
    marginRight: 16,
    marginTop: 38 + 24 * titles.length,
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
      ...titles.map((title, i) =>
        Plot.text([title], {
          frameAnchor: "top-left",
          dy: -44 - 24 * (titles.length - 1 - i),
          text: () => `${i === 0 ? "———" : "– – –"}  ${title}`,
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
  const share = (label: string, of: (point: CurvePoint) => number): TableColumn<CurvePoint> => ({
    label,
    numeric: true,
    cell: (point) => (of(point) * 100).toFixed(1),
    text: (point) => String(of(point) * 100)
  });
  return [
    {label: columns.series, cell: ({title}) => title},
    {label: columns.subgroup, cell: ({subgroup}) => subgroup},
    share(charts.peopleShare, ({people}) => people),
    share(charts.indicatorShare(""), ({indicatorShare}) => indicatorShare)
  ];
}
