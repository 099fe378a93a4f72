import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../../dataTable.js";
import {emptyChart} from "./emptyChart.js";
import {groupColour} from "./groupColour.js";
import type {PowerPoint} from "./parityNumbers.js";
import {participationWords as words} from "./participationWords.js";
import {endLabels, listHeight, listLabels, type SeriesLabel} from "./seriesLabels.js";

/** Power by group over the minor allele frequency, with the people of now; the dashed line is the power asked for. */
export function powerChart(points: readonly PowerPoint[], asked: number, width: number): Element {
  if (points.length === 0) return emptyChart(words.parity.noGroups, width);
  const groups = [...new Set(points.map(({group}) => group))];
  const beside = width >= 620;
  const foot = beside ? 0 : listHeight(groups.length);
  const marginRight = beside ? Math.min(292, 60 + 7.2 * Math.max(...groups.map((group) => group.length))) : 14;
  const [height, marginTop, marginBottom] = [340 + foot, 14, 48 + foot];
  const chart = Plot.plot({
    width,
    height,
    marginLeft: 60,
    marginRight,
    marginTop,
    marginBottom,
    style: {fontSize: "13px", background: "none"},
    x: {
      type: "log",
      domain: [0.001, 0.5],
      ticks: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5],
      tickFormat: words.axisShare,
      label: words.parity.frequencyAxis,
      labelAnchor: "center",
      labelOffset: 40,
      labelArrow: "none"
    },
    y: {domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: words.axisShare, label: null, grid: true},
    marks: [
      Plot.ruleY([asked], {strokeDasharray: "5 4", strokeOpacity: 0.8}),
      Plot.line(points, {
        x: "frequency",
        y: "power",
        z: "group",
        stroke: (d: PowerPoint) => groupColour(d.group),
        strokeWidth: 2.4
      })
    ]
  }) as SVGSVGElement & Plot.Plot;
  const y = chart.scale("y")!;
  const labels = groups.map((group): SeriesLabel => {
    const end = points.findLast((point) => point.group === group)!;
    return {text: group, colour: groupColour(group), y: y.apply(end.power) as number};
  });
  chart.append(
    beside
      ? endLabels(labels, width - marginRight, marginTop + 4, height - marginBottom)
      : listLabels(labels, 8, height - foot + 12)
  );
  return chart;
}

export const powerColumns: TableColumn<PowerPoint>[] = [
  {label: "Group", cell: ({group}) => group},
  {
    label: "Minor allele frequency",
    numeric: true,
    cell: ({frequency}) => String(Number(frequency.toPrecision(3))),
    text: ({frequency}) => String(frequency)
  },
  {label: "Power", numeric: true, cell: ({power}) => words.percent(power), text: ({power}) => String(power)}
];
