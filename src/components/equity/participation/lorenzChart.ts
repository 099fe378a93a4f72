import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../../dataTable.js";
import type {CountryLorenz, LorenzPoint} from "./countryLorenz.js";
import {emptyChart} from "./emptyChart.js";
import {participationWords as words} from "./participationWords.js";

/** The Lorenz curve of participation: on the diagonal, every country has as many participants per head. */
export function lorenzChart(lorenz: CountryLorenz | null, width: number): Element {
  if (!lorenz) return emptyChart(words.nothing, width);
  const size = Math.min(width, 520);
  const curve = [{country: "", people: 0, participants: 0}, ...lorenz.points];
  return Plot.plot({
    width: size,
    height: size,
    marginLeft: 74,
    marginRight: 16,
    marginTop: 14,
    marginBottom: 48,
    style: {fontSize: "13px", background: "none"},
    x: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: words.axisShare,
      label: words.lorenz.people,
      labelAnchor: "center",
      labelArrow: "none"
    },
    y: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: words.axisShare,
      label: words.lorenz.participants,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true
    },
    marks: [
      Plot.areaY(curve, {x: "people", y1: "participants", y2: "people", fill: "var(--accent)", fillOpacity: 0.14}),
      Plot.link([0], {x1: 0, y1: 0, x2: 1, y2: 1, strokeDasharray: "4 3", strokeOpacity: 0.7}),
      Plot.text([0], {x: 0.5, y: 0.5, text: () => words.lorenz.parity, rotate: -45, dy: -8, fontSize: 12}),
      Plot.line(curve, {x: "people", y: "participants", stroke: "var(--accent)", strokeWidth: 2.4}),
      Plot.text([0], {x: 0.6, y: 0.26, text: () => `Gini ${lorenz.gini.toFixed(2)}`, fontWeight: 600, fontSize: 14})
    ]
  });
}

export const lorenzColumns: TableColumn<LorenzPoint>[] = [
  {label: "Country, fewest participants per head first", cell: ({country}) => country},
  {
    label: "People up to it",
    numeric: true,
    cell: ({people}) => words.percent(people),
    text: ({people}) => String(people)
  },
  {
    label: "Participants up to it",
    numeric: true,
    cell: ({participants}) => words.percent(participants),
    text: ({participants}) => String(participants)
  }
];
