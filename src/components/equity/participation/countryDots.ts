import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../../dataTable.js";
import {emptyChart} from "./emptyChart.js";
import {worldRate, type CountryShare} from "./countryShares.js";
import {participationWords as words} from "./participationWords.js";

/** Countries with participants, ranked, on a logarithmic axis: the map for those who do not read maps. */
export function countryDots(shares: readonly CountryShare[], shown: readonly CountryShare[], width: number): Element {
  const rate = ({perThousand}: CountryShare): number => perThousand!;
  if (shown.length === 0) return emptyChart(words.nothing, width);
  const marginLeft = width < 560 ? 118 : 250;
  const letters = Math.floor((marginLeft - 14) / 6.6);
  const mean = worldRate(shares);
  const rates = [...shown.map(rate), mean, 1000];
  return Plot.plot({
    width,
    height: 64 + shown.length * 19,
    marginLeft,
    marginTop: 50,
    marginRight: 64,
    marginBottom: 10,
    style: {fontSize: "12.5px", background: "none"},
    x: {
      type: "log",
      domain: [10 ** Math.floor(Math.log10(Math.min(...rates))), Math.max(...rates) * 1.15],
      axis: "top",
      label: words.dots.axis,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      ticks: powersBetween(Math.min(...rates), Math.max(...rates)),
      tickFormat: words.rate
    },
    y: {
      domain: shown.map(({country}) => country),
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => (name.length <= letters ? name : `${name.slice(0, letters - 1)}…`)
    },
    marks: [
      Plot.ruleX([mean], {stroke: "var(--accent)", strokeDasharray: "4 3"}),
      Plot.ruleX([1000], {strokeOpacity: 0.6, strokeDasharray: "2 3"}),
      Plot.ruleY(shown, {y: "country", x1: 1e-9, x2: rate, strokeOpacity: 0.18, clip: true}),
      Plot.dot(shown, {x: rate, y: "country", r: 4, fill: "var(--accent)"}),
      Plot.text(shown, {
        x: rate,
        y: "country",
        text: (d: CountryShare) => words.rate(rate(d)),
        textAnchor: "start",
        dx: 8
      })
    ]
  });
}

export const countryColumns: TableColumn<CountryShare>[] = [
  {label: "Country", cell: ({country}) => country},
  {label: "Continent", cell: ({continent}) => continent ?? "–"},
  {
    label: "Participants per 1,000 people",
    numeric: true,
    cell: (share) => words.map.value(share),
    text: ({perThousand}) => (perThousand === null ? "" : String(perThousand))
  },
  {
    label: "Participants",
    numeric: true,
    cell: ({participants}) => words.count(participants),
    text: ({participants}) => String(participants)
  },
  {
    label: "Entries of studies",
    numeric: true,
    cell: ({studies}) => words.count(studies),
    text: ({studies}) => String(studies)
  },
  {
    label: "People, 2017",
    numeric: true,
    cell: ({population}) => (population === null ? "unknown" : words.count(population)),
    text: ({population}) => (population === null ? "" : String(population))
  }
];

function powersBetween(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  return Array.from({length: Math.floor(Math.log10(high)) - first + 1}, (_, i) => 10 ** (first + i));
}
