import * as Plot from "@observablehq/plot";
import {fitText} from "../association/fitText.js";
import {hatchPattern} from "../WithheldCell.js";
import {shownRange} from "./headlines/interval.js";
import {subgroupColour} from "./subgroupColours.js";
import type {SubgroupRow, WithheldSign} from "./subgroupChart.js";
import type {EquityWords} from "./words/en.js";

const panelHeight = 200;
let hatches = 0;

/** A small panel for each series, all on one scale from zero: subgroups from left to right, each with its interval. */
export function gradientMultiples(
  rows: readonly SubgroupRow[],
  words: EquityWords,
  withheld: WithheldSign,
  width: number
): Element {
  const titles = [...new Set(rows.map(({title}) => title))];
  const columns = Math.max(1, Math.min(titles.length, Math.floor((width - 40) / 250)));
  const lines = Math.ceil(titles.length / columns);
  const panel = ({title}: {title: string}) => titles.indexOf(title);
  const facet = {
    fx: (d: {title: string}) => panel(d) % columns,
    fy: (d: {title: string}) => Math.floor(panel(d) / columns)
  };
  const most = Math.max(...rows.map(({index}) => index)) + 1;
  const shown = rows.filter(({figures}) => figures !== null);
  const hidden = rows.filter(({figures}) => figures === null);
  const known = shown.filter(({figures}) => shownRange(figures!, 0));
  const ends = shown.flatMap(({figures}) => [figures!.value, figures!.low ?? 0, figures!.high ?? 0]);
  const [least, top] = [Math.min(0, ...ends), Math.max(0, ...ends) || 1];
  const heads = titles.map((title) => ({title, rows: rows.filter((row) => row.title === title)}));
  // A letter takes about 6.4 pixels at 12 px; each end of a panel has half of its width.
  const letters = Math.floor((width - 50) / columns / 2 / 6.4) - 1;
  const hatch = `hatch-multiples-${++hatches}`;
  const {scale} = rows[0].series;
  const x = ({index}: SubgroupRow) => index + 1;
  return Plot.plot({
    width,
    height: lines * panelHeight + 32,
    marginLeft: 44,
    marginRight: 8,
    marginTop: 42,
    marginBottom: 36,
    style: {fontSize: "12px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {domain: [0.4, most + 0.6], axis: null},
    y: {
      domain: [least, top * 1.06],
      label: null,
      tickFormat: (value: number) => words.value(value, scale, Number.isInteger(value) ? 0 : 2),
      ticks: 4,
      grid: true
    },
    fx: {axis: null, padding: 0.1, domain: [...Array(columns).keys()]},
    fy: {axis: null, padding: 0.42, domain: [...Array(lines).keys()]},
    marks: [
      () => hatchPattern(hatch),
      Plot.text(heads, {
        ...facet,
        text: "title",
        lineWidth: (0.72 * (width - 52)) / columns / 12,
        lineAnchor: "bottom",
        frameAnchor: "top-left",
        dy: -8,
        fontWeight: 600
      }),
      Plot.text(heads, {
        ...facet,
        text: ({rows}) => fitText(rows[0].row.subgroup, letters),
        frameAnchor: "bottom-left",
        dy: 14
      }),
      Plot.text(heads, {
        ...facet,
        text: ({rows}) => (rows.length === 1 ? "" : fitText(rows[rows.length - 1].row.subgroup, letters)),
        frameAnchor: "bottom-right",
        dy: 14
      }),
      Plot.ruleY([0], {strokeOpacity: 0.5}),
      Plot.ruleX(shown, {
        ...facet,
        x,
        y1: () => 0,
        y2: (d: SubgroupRow) => d.figures!.value,
        stroke: (d: SubgroupRow) => subgroupColour(d.series, d.index),
        strokeWidth: 10,
        strokeOpacity: 0.75
      }),
      Plot.link(known, {
        ...facet,
        x1: x,
        x2: x,
        y1: (d: SubgroupRow) => d.figures!.low,
        y2: (d: SubgroupRow) => d.figures!.high,
        stroke: "currentColor",
        strokeWidth: 2
      }),
      Plot.dot(shown, {
        ...facet,
        x,
        y: (d: SubgroupRow) => d.figures!.value,
        r: 4,
        fill: "currentColor"
      }),
      Plot.rect(hidden, {
        ...facet,
        x1: (d: SubgroupRow) => x(d) - 0.3,
        x2: (d: SubgroupRow) => x(d) + 0.3,
        y1: () => 0,
        y2: () => top * 0.25,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2"
      }),
      Plot.text(hidden, {
        ...facet,
        x,
        y: () => top * 0.25,
        text: () => withheld.words,
        rotate: -90,
        textAnchor: "start",
        dy: -4
      })
    ]
  });
}
