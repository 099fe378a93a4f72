import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../../dataTable.js";
import {hatchPattern} from "../../WithheldCell.js";
import {emptyChart} from "./emptyChart.js";
import {participationWords as words} from "./participationWords.js";
import type {Selection, YearNotReported} from "./participationShares.js";
import {yearBand} from "./shareChart.js";

/** How many are left out of the shares since no ancestry was reported: a hatched bar a year. */
export function notReportedChart(years: readonly YearNotReported[], width: number): Element {
  if (years.length === 0) return emptyChart(words.nothing, width);
  const share = ({count, total}: YearNotReported): number => count / total;
  const most = Math.max(...years.map(share), 0.05);
  const chart = Plot.plot({
    width,
    height: 190,
    marginLeft: 56,
    marginTop: 24,
    marginRight: 14,
    style: {fontSize: "13px", background: "none"},
    x: yearBand(
      years.map(({year}) => year),
      width - 70
    ),
    y: {domain: [0, most], ticks: 4, tickFormat: words.axisShare, label: null},
    marks: [
      () => hatchPattern("hatch-not-reported"),
      Plot.barY(years, {
        x: "year",
        y: share,
        fill: "url(#hatch-not-reported)",
        stroke: "currentColor",
        strokeOpacity: 0.6
      }),
      Plot.text(width < 620 ? years.slice(-1) : years, {
        x: "year",
        y: share,
        text: (d: YearNotReported) => words.percent(share(d)),
        dy: -9,
        fontSize: 11.5
      }),
      Plot.ruleY([0], {strokeOpacity: 0.5})
    ]
  });
  return chart;
}

export function notReportedColumns(metric: Selection["metric"]): TableColumn<YearNotReported>[] {
  return [
    {label: "Year", cell: ({year}) => String(year)},
    {
      label: `${words.metric[metric]} without recorded ancestry`,
      numeric: true,
      cell: ({count}) => words.count(count),
      text: ({count}) => String(count)
    },
    {
      label: "Of",
      numeric: true,
      cell: ({total}) => words.count(total),
      text: ({total}) => String(total)
    },
    {
      label: "Share",
      numeric: true,
      cell: ({count, total}) => words.percent(count / total),
      text: ({count, total}) => String(count / total)
    }
  ];
}
