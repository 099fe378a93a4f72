import * as Plot from "@observablehq/plot";
import {svg} from "htl";
import {hatchPattern} from "../WithheldCell.js";
import {shownRange} from "./headlines/interval.js";
import {inkOn, subgroupColour} from "./subgroupColours.js";
import type {SubgroupRow, WithheldSign} from "./subgroupChart.js";
import type {EquityWords} from "./words/en.js";

const lane = 18;
let hatches = 0;

/**
 * A row for each indicator or period, a numbered dot for each subgroup, so that distances between groups are seen at
 * once (the equiplot of the International Center for Equity in Health, Pelotas). Each dot has a lane of its own within the
 * row, where its interval has room. What the numbers stand for is written below.
 */
export function equiplot(
  rows: readonly SubgroupRow[],
  words: EquityWords,
  withheld: WithheldSign,
  width: number
): Element {
  const heading = width < 560 ? 40 : 26;
  const titles = [...new Set(rows.map(({title}) => title))];
  const most = Math.max(...rows.map(({index}) => index)) + 1;
  const height = lane * most + heading + 10;
  const yOf = ({title, index}: SubgroupRow) => titles.indexOf(title) * height + heading + lane * (index + 0.5);
  const key = keyOf(rows);
  const keyHeight = 18 * key.length + 12;
  const shown = rows.filter(({figures}) => figures !== null);
  const hidden = rows.filter(({figures}) => figures === null);
  const intervals = shown.filter(({figures}) => shownRange(figures!, 0));
  const numbers = shown.flatMap(({figures}) => [figures!.value, figures!.low ?? NaN, figures!.high ?? NaN]);
  const ends = numbers.filter(Number.isFinite);
  const [low, high] = ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : [0, 1];
  const room = (high - low || 1) * 0.06;
  const hatch = `hatch-equiplot-${++hatches}`;
  const whole = titles.length * height;
  const {scale} = rows[0].series;
  return Plot.plot({
    width,
    height: whole + 54 + keyHeight,
    marginLeft: 14,
    marginRight: 14,
    marginTop: 4,
    marginBottom: 50 + keyHeight,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [low - room, high + room],
      label: words.axis(words.charts.value, scale),
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 38,
      ticks: width < 560 ? 4 : 7,
      grid: true
    },
    y: {type: "linear", domain: [0, whole], range: [4, whole + 4], axis: null},
    marks: [
      () => hatchPattern(hatch),
      Plot.text(titles, {
        y: (title: string) => titles.indexOf(title) * height + heading / 2,
        text: (title: string) => title,
        lineWidth: (0.8 * (width - 28)) / 13,
        frameAnchor: "left",
        fontWeight: 600
      }),
      Plot.line(shown, {
        x: (d: SubgroupRow) => d.figures!.value,
        y: yOf,
        z: "title",
        stroke: "currentColor",
        strokeOpacity: 0.35,
        strokeWidth: 2
      }),
      Plot.link(intervals, {
        x1: (d: SubgroupRow) => d.figures!.low,
        x2: (d: SubgroupRow) => d.figures!.high,
        y1: yOf,
        y2: yOf,
        stroke: "currentColor",
        strokeWidth: 2
      }),
      Plot.ruleX(
        intervals.flatMap((d) => [
          {d, x: d.figures!.low},
          {d, x: d.figures!.high}
        ]),
        {
          x: "x",
          y1: ({d}: {d: SubgroupRow}) => yOf(d) - 8,
          y2: ({d}: {d: SubgroupRow}) => yOf(d) + 8,
          stroke: "currentColor",
          strokeWidth: 1.5
        }
      ),
      Plot.dot(shown, {
        x: (d: SubgroupRow) => d.figures!.value,
        y: yOf,
        r: 6,
        fill: (d: SubgroupRow) => subgroupColour(d.series, d.index),
        stroke: "currentColor",
        strokeWidth: 1
      }),
      Plot.text(shown, {
        x: (d: SubgroupRow) => d.figures!.value,
        y: yOf,
        text: ({index}: SubgroupRow) => String(index + 1),
        fontSize: 9,
        fontWeight: 600,
        fill: (d: SubgroupRow) => inkOn(subgroupColour(d.series, d.index))
      }),
      Plot.rect(hidden, {
        x1: low,
        x2: low + (high - low || 1) * 0.14,
        y1: (d: SubgroupRow) => yOf(d) - 7,
        y2: (d: SubgroupRow) => yOf(d) + 7,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2"
      }),
      Plot.text(hidden, {
        x: low + (high - low || 1) * 0.14,
        y: yOf,
        text: ({index}: SubgroupRow) => `${index + 1}: ${withheld.words}`,
        textAnchor: "start",
        dx: 6
      }),
      () => keyMark(key, whole + 64)
    ]
  });
}

/** What each number stands for; of several in one place, all of them. */
function keyOf(rows: readonly SubgroupRow[]): string[] {
  const names = new Map<number, Set<string>>();
  for (const {index, row} of rows) names.set(index, (names.get(index) ?? new Set()).add(row.subgroup));
  return [...names].sort(([a], [b]) => a - b).map(([index, set]) => `${index + 1}  ${[...set].join(" / ")}`);
}

function keyMark(lines: readonly string[], top: number): SVGElement {
  return svg`<g font-size="12" fill="currentColor" text-anchor="start">${lines.map(
    (line, i) => svg`<text x="14" y=${top + 18 * i} xml:space="preserve">${line}</text>`
  )}</g>` as SVGElement;
}
