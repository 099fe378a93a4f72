import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../../dataTable.js";
import {catalogColour} from "./catalogColours.js";
import {emptyChart} from "./emptyChart.js";
import {participationWords as words} from "./participationWords.js";
import type {Selection, YearShare} from "./participationShares.js";
import {endLabels, listHeight, listLabels, type SeriesLabel} from "./seriesLabels.js";

/** A smaller share than this is drawn at the foot of the logarithmic axis, wherever that begins. */
const smallest = 1e-4;

/** Shares by ancestry category over the years: stacked to the whole, or one line each on a logarithmic axis. */
export function shareChart(
  shares: readonly YearShare[],
  draw: "stacked" | "lines",
  count: Selection["count"],
  width: number
): Element {
  if (shares.length === 0) return emptyChart(words.nothing, width);
  const ancestries = [...new Set(shares.map(({ancestry}) => ancestry))];
  const years = [...new Set(shares.map(({year}) => year))];
  const last = shares.slice(-ancestries.length);
  const beside = width >= 620;
  const foot = beside ? 0 : listHeight(ancestries.length);
  const [height, marginBottom, marginTop] = [beside ? 400 : 330 + foot, 36 + foot, 14];
  const marginRight = beside ? 292 : 14;
  const stacked = draw === "stacked";
  const least = footOf(shares);
  const drawn = shares.map((d) => (stacked || d.share > 0 ? d : {...d, share: NaN}));
  const chart = Plot.plot({
    width,
    height,
    marginLeft: 56,
    marginRight,
    marginTop,
    marginBottom,
    style: {fontSize: "13px", background: "none"},
    x:
      stacked && (count === "yearly" || years.length === 1)
        ? yearBand(years, width - marginRight)
        : yearAxis(years, width - marginRight),
    y: {
      type: stacked ? "linear" : "log",
      domain: stacked ? [0, 1] : [least, 1],
      clamp: true,
      ticks: stacked ? [0, 0.25, 0.5, 0.75, 1] : [1e-4, 1e-3, 1e-2, 1e-1, 1].filter((tick) => tick >= least),
      tickFormat: words.axisShare,
      label: null,
      grid: !stacked
    },
    color: {domain: ancestries, range: ancestries.map(catalogColour)},
    marks: stacked
      ? count === "yearly" || years.length === 1
        ? [Plot.barY(shares, {x: "year", y: "share", fill: "ancestry", order: ancestries, reverse: true, inset: 0.5})]
        : [
            Plot.areaY(shares, {
              x: "year",
              y: "share",
              fill: "ancestry",
              order: ancestries,
              reverse: true,
              stroke: "var(--surface)",
              strokeWidth: 0.6
            })
          ]
      : [
          Plot.lineY(drawn, {x: "year", y: "share", stroke: "ancestry", z: "ancestry", strokeWidth: 2}),
          Plot.dot(drawn, {x: "year", y: "share", fill: "ancestry", r: years.length === 1 ? 4 : 2})
        ]
  }) as SVGSVGElement & Plot.Plot;
  const y = (share: number): number => chart.scale("y")!.apply(Math.max(share, stacked ? 0 : least)) as number;
  let above = 0;
  const labels: SeriesLabel[] = last.map(({ancestry, share}) => {
    const middle = 1 - above - share / 2;
    above += share;
    return {text: words.named(ancestry, share), colour: catalogColour(ancestry), y: y(stacked ? middle : share)};
  });
  chart.append(
    beside
      ? endLabels(labels, width - marginRight, marginTop + 4, height - marginBottom)
      : listLabels(labels, 8, height - foot + 12)
  );
  return chart;
}

/** The power of ten at or below the smallest share that is drawn. */
function footOf(shares: readonly YearShare[]): number {
  const least = Math.min(...shares.map(({share}) => (share > 0 ? share : 1)), 0.1);
  return Math.max(smallest, Number(`1e${Math.floor(Math.log10(least))}`));
}

/** The columns of the table that says the same. */
export function shareColumns(metric: Selection["metric"]): TableColumn<YearShare>[] {
  return [
    {label: "Year", cell: ({year}) => String(year)},
    {label: "Ancestry category", cell: ({ancestry}) => ancestry},
    {
      label: words.metric[metric],
      numeric: true,
      cell: ({count}) => words.count(count),
      text: ({count}) => String(count)
    },
    {
      label: "Share of those with recorded ancestry",
      numeric: true,
      cell: ({share}) => words.percent(share),
      text: ({share}) => String(share)
    }
  ];
}

function yearAxis(years: readonly number[], room: number): Plot.ScaleOptions {
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const every = Math.ceil(((last - first + 1) * 50) / room);
  return {
    domain: [first, last],
    ticks: Array.from({length: Math.floor((last - first) / every) + 1}, (_, i) => last - i * every),
    tickFormat: String,
    label: null
  };
}

/** One place for each year between the first and the last, so that one without studies is a gap. */
export function yearBand(years: readonly number[], room: number): Plot.ScaleOptions {
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const domain = Array.from({length: last - first + 1}, (_, i) => first + i);
  const every = Math.ceil((domain.length * 44) / room);
  return {
    type: "band",
    domain,
    ticks: domain.filter((year) => (year - first) % every === 0),
    tickFormat: String,
    label: null,
    padding: 0.12
  };
}
