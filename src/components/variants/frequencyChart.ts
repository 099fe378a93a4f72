import * as Plot from "@observablehq/plot";
import {wilsonInterval} from "../../kernels/wilsonInterval.js";
import {ancestryName, ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatFrequency} from "../formatNumber.js";
import {hatchPattern, withheldCell, type WithheldBy} from "../WithheldCell.js";

/** Copies of the alternate allele in one genetic ancestry group; null = withheld, NaN = nothing to count. */
export interface GroupFrequency {
  group: string;
  ac: number | null;
  an: number | null;
}

let hatches = 0;

/** Frequency per group with its 95 % interval; a withheld group is hatched over the frequencies it may have. */
export function frequencyChart(groups: readonly GroupFrequency[], width: number): Element {
  const points = groups.map(pointOf);
  const shown = points.filter(({af}) => Number.isFinite(af));
  const withheld = points.filter(({withheld}) => withheld);
  const none = points.filter((point) => !point.withheld && !Number.isFinite(point.af));
  const largest = Math.max(0.01, ...shown.map(({high}) => high));
  const end = Math.min(1, largest * 1.05);
  const scale = ancestryScale(groups.map(({group}) => group));
  const hatch = `hatch-frequency-${(hatches += 1)}`;
  const note = {y: "group", frameAnchor: "left", textAnchor: "start", dx: 8} as const;
  return Plot.plot({
    width,
    height: 56 + groups.length * 44,
    marginLeft: 56,
    marginRight: width < 500 ? 86 : 190,
    marginBottom: 40,
    ariaLabel: "Alternate allele frequency by genetic ancestry group, with 95 % intervals",
    style: {fontSize: "14px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, end],
      label: "Alternate allele frequency",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 500 ? 3 : 6,
      tickFormat: (f: number) => formatFrequency(f),
      grid: true
    },
    y: {label: null, domain: scale.domain, tickSize: 0, padding: 0.3},
    color: {...scale, type: "categorical"},
    marks: [
      () => hatchPattern(hatch),
      Plot.ruleX([0], {strokeOpacity: 0.5}),
      Plot.link(shown, {
        x1: "low",
        x2: "high",
        y1: "group",
        y2: "group",
        stroke: "group",
        strokeWidth: 5,
        strokeLinecap: "round",
        strokeOpacity: 0.55
      }),
      Plot.dot(shown, {x: "af", y: "group", r: 4.5, fill: "group", stroke: "currentColor", strokeWidth: 1}),
      Plot.text(shown, {
        y: "group",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: ({af, ac, an}: Point) =>
          width < 500 ? formatFrequency(af) : `${formatFrequency(af)}  (${formatCount(ac!)} of ${formatCount(an!)})`
      }),
      Plot.barX(withheld, {
        y: "group",
        x: end * 0.3,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2",
        insetTop: 5,
        insetBottom: 5
      }),
      Plot.text(withheld, {...note, text: () => "withheld"}),
      Plot.text(none, {...note, text: () => "no calls"})
    ]
  });
}

/** The columns of the table that says the same. */
export function frequencyColumns(by?: WithheldBy): TableColumn<GroupFrequency>[] {
  const count = (
    label: string,
    of: (group: GroupFrequency) => number | null,
    words: string
  ): TableColumn<GroupFrequency> => ({
    label,
    numeric: true,
    cell: (group) => cellOf(of(group), formatCount, words, by),
    text: (group) => textOf(of(group))
  });
  const interval = (group: GroupFrequency): string => {
    const {low, high, af} = pointOf(group);
    return Number.isFinite(af) ? `${formatFrequency(low)} to ${formatFrequency(high)}` : "";
  };
  return [
    {label: "Genetic ancestry group", cell: ({group}) => `${group}, ${ancestryName(group)}`, text: ({group}) => group},
    count("AC", ({ac}) => ac, "≤\u200920"),
    count("AN", ({an}) => an, "withheld"),
    {
      label: "AF",
      numeric: true,
      cell: (group) => cellOf(pointOf(group).value, formatFrequency, "withheld", by),
      text: (group) => textOf(pointOf(group).value)
    },
    {label: "95 % interval", numeric: true, cell: interval}
  ];
}

interface Point extends GroupFrequency {
  /** NaN when withheld or nothing was called. */
  af: number;
  /** Null when withheld. */
  value: number | null;
  withheld: boolean;
  low: number;
  high: number;
}

function pointOf(group: GroupFrequency): Point {
  const {ac, an} = group;
  const withheld = ac === null || an === null;
  const [low, high] = withheld ? [NaN, NaN] : wilsonInterval(ac, an);
  const af = withheld || an === 0 ? NaN : ac / an;
  return {...group, af, value: withheld ? null : af, withheld, low, high};
}

function cellOf(
  value: number | null,
  format: (value: number) => string,
  words: string,
  by?: WithheldBy
): string | Node {
  if (value === null) return withheldCell(by, words);
  return Number.isNaN(value) ? "–" : format(value);
}

function textOf(value: number | null): string {
  if (value === null) return "withheld";
  return Number.isNaN(value) ? "" : String(value);
}
