import * as Plot from "@observablehq/plot";
import type {ParityQuestion} from "../../../model/participationView.js";
import type {TableColumn} from "../../dataTable.js";
import {hatchPattern, withheldCell} from "../../WithheldCell.js";
import {emptyChart} from "./emptyChart.js";
import {groupColour} from "./groupColour.js";
import type {ParityGroup} from "./parityNumbers.js";
import {participationWords as words} from "./participationWords.js";

/** People of now (dot) and people needed (bar across) by group, on a logarithmic axis. */
export function parityChart(groups: readonly ParityGroup[], of: ParityQuestion["of"], width: number): Element {
  if (groups.length === 0) return emptyChart(words.parity.noGroups, width);
  const narrow = width < 620;
  const marginLeft = narrow ? 96 : Math.min(290, 24 + 7.4 * Math.max(...groups.map(({group}) => group.length)));
  const letters = Math.floor((marginLeft - 10) / 7);
  // Nobody has no place on a logarithmic axis: the dot stands at its foot, with its number beside it.
  const foot =
    10 ** Math.floor(Math.log10(Math.max(1, Math.min(...groups.flatMap(({now, needed}) => [now || needed, needed])))));
  const top = Math.max(...groups.flatMap(({now, needed}) => [now ?? 0, needed]));
  const known = groups.filter(({now}) => now !== null);
  const place = ({now}: ParityGroup): number => Math.max(foot, now!);
  return Plot.plot({
    width,
    height: 74 + groups.length * 38,
    marginLeft,
    marginRight: narrow ? 16 : 24,
    marginTop: 10,
    marginBottom: 46,
    style: {fontSize: "13px", background: "none"},
    x: {
      type: "log",
      domain: [foot, top * (narrow ? 6 : 3)],
      label: words.parity.axis,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 3 : 6,
      tickFormat: words.shortCount,
      grid: true
    },
    y: {
      domain: groups.map(({group}) => group),
      label: null,
      tickSize: 0,
      padding: 0.3,
      tickFormat: (name: string) => (name.length <= letters ? name : `${name.slice(0, letters - 1)}…`)
    },
    marks: [
      () => hatchPattern("hatch-parity"),
      Plot.barX(
        groups.filter(({now}) => now === null),
        {
          x1: foot,
          x2: "needed",
          y: "group",
          fill: "url(#hatch-parity)",
          stroke: "currentColor",
          strokeOpacity: 0.4
        }
      ),
      Plot.link(known, {
        x1: place,
        x2: (d: ParityGroup) => Math.max(d.needed, place(d)),
        y1: "group",
        y2: "group",
        stroke: (d: ParityGroup) => groupColour(d.group),
        strokeWidth: 4,
        strokeOpacity: 0.45
      }),
      Plot.tickX(groups, {x: "needed", y: "group", strokeWidth: 3}),
      Plot.dot(known, {
        x: place,
        y: "group",
        r: 6,
        fill: (d: ParityGroup) => groupColour(d.group),
        stroke: "currentColor"
      }),
      Plot.text(groups, {
        x: (d: ParityGroup) => Math.max(d.needed, d.now ?? 0),
        y: "group",
        text: (d: ParityGroup) => words.parity.beside(d, of),
        textAnchor: "start",
        dx: 11,
        lineHeight: 1.15,
        fontSize: 12
      })
    ]
  });
}

export const parityColumns: TableColumn<ParityGroup>[] = [
  {label: "Group", cell: ({group}) => group},
  {
    label: "People now",
    numeric: true,
    cell: ({now}) => (now === null ? withheldCell(undefined, words.representation.withheld) : words.count(now)),
    text: ({now}) => (now === null ? words.representation.withheld : String(now))
  },
  {label: "Minor allele frequency", numeric: true, cell: ({frequency}) => String(frequency)},
  people("Effective sample size now", ({effective}) => effective),
  {
    label: "Power now",
    numeric: true,
    cell: ({power}) => (power === null ? "–" : words.percent(power)),
    text: ({power}) => (power === null ? "" : String(power))
  },
  people("People needed", ({needed}) => needed),
  people("More than now", ({more}) => more)
];

function people(label: string, of: (d: ParityGroup) => number | null): TableColumn<ParityGroup> {
  return {
    label,
    numeric: true,
    cell: (d) => (of(d) === null ? "–" : words.count(of(d)!)),
    text: (d) => (of(d) === null ? "" : String(of(d)))
  };
}
