import * as Plot from "@observablehq/plot";
import {noisyInterval} from "../../kernels/noisyInterval.js";
import {wilsonInterval} from "../../kernels/wilsonInterval.js";
import {ancestryName, ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatFrequency} from "../formatNumber.js";
import {hatchPattern, withheldCell, type WithheldBy} from "../WithheldCell.js";
import {countWithNoise, rootOfSquares} from "./noise.js";

/** Copies of the alternate allele in one genetic ancestry group; null = withheld, NaN = nothing to count. */
export interface GroupFrequency {
  group: string;
  ac: number | null;
  an: number | null;
  /** Standard deviation of the noise that `ac` carries, in copies; absent where counts are exact. */
  noiseSd?: number | null;
}

/** What stands for a count that is hidden because of its noise. */
const hiddenWords = "noise too large to show";

let hatches = 0;

/** All groups together: the noises of their counts are independent, so that their variances add up. */
export function togetherFrequency(groups: readonly GroupFrequency[]): GroupFrequency {
  const shown = groups.filter(({ac, an}) => ac !== null && an !== null && !Number.isNaN(ac) && !Number.isNaN(an));
  const sum = (of: (group: GroupFrequency) => number): number => shown.reduce((total, group) => total + of(group), 0);
  return {
    group: shown.length < groups.length ? "All groups shown" : "Everybody",
    ac: sum(({ac}) => ac!),
    an: sum(({an}) => an!),
    noiseSd: rootOfSquares(shown.map(({noiseSd}) => noiseSd ?? 0))
  };
}

/** Frequency per group with its 95 % interval; a withheld group is hatched over the frequencies it may have. */
export function frequencyChart(groups: readonly GroupFrequency[], width: number): Element {
  const points = groups.map(pointOf);
  const noisy = points.some(isNoisy);
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
    marginRight: width < 500 ? 86 : noisy ? 240 : 190,
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
        text: (point: FrequencyPoint) =>
          width < 500
            ? frequencyWords(point)
            : `${frequencyWords(point)}  (${countWords(point)} of ${formatCount(point.an!)})`
      }),
      Plot.barX(withheld, {
        y: "group",
        // Noise may hide any frequency, a small count only a low one.
        x: noisy ? end : end * 0.3,
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2",
        insetTop: 5,
        insetBottom: 5
      }),
      Plot.text(withheld, {...note, text: () => (noisy ? hiddenWords : "withheld")}),
      Plot.text(none, {...note, text: () => "no calls"})
    ]
  });
}

/** The columns of the table that says the same; with noise, also how large it is. */
export function frequencyColumns(noisy: boolean, by?: WithheldBy): TableColumn<GroupFrequency>[] {
  const withheld = noisy ? hiddenWords : "withheld";
  const interval = (group: GroupFrequency): string => {
    const {low, high, af} = pointOf(group);
    return Number.isFinite(af) ? `${formatFrequency(low)} to ${formatFrequency(high)}` : "";
  };
  return [
    {label: "Genetic ancestry group", cell: ({group}) => groupWords(group), text: ({group}) => group},
    {
      label: "AC",
      numeric: true,
      cell: (group) => cellOf(group.ac, () => countWords(group), noisy ? hiddenWords : "≤\u200920", by),
      text: ({ac}) => textOf(ac)
    },
    {
      label: "AN",
      numeric: true,
      cell: ({an}) => cellOf(an, formatCount, withheld, by),
      text: ({an}) => textOf(an)
    },
    {
      label: "AF",
      numeric: true,
      cell: (group) => cellOf(pointOf(group).value, () => frequencyWords(pointOf(group)), withheld, by),
      text: (group) => textOf(pointOf(group).value)
    },
    {label: "95 % interval", numeric: true, cell: interval},
    ...(noisy ? [noiseColumn] : [])
  ];
}

const noiseColumn: TableColumn<GroupFrequency> = {
  label: "noise_sd",
  numeric: true,
  cell: ({noiseSd}) => (Number.isFinite(noiseSd) ? String(Number(noiseSd!.toPrecision(3))) : "–"),
  text: ({noiseSd}) => (Number.isFinite(noiseSd) ? String(noiseSd) : "")
};

/** A frequency with its 95 % interval. */
export interface FrequencyPoint extends GroupFrequency {
  /** NaN when withheld or nothing was called. */
  af: number;
  /** Null when withheld. */
  value: number | null;
  withheld: boolean;
  low: number;
  high: number;
}

/** NaN where a count is withheld, or nothing was called. */
export function pointOf(group: GroupFrequency): FrequencyPoint {
  const {ac, an} = group;
  const withheld = ac === null || an === null;
  const [low, high] = withheld ? [NaN, NaN] : intervalOf(ac, an, group);
  const af = withheld || an === 0 ? NaN : ac / an;
  return {...group, af, value: withheld ? null : af, withheld, low, high};
}

function intervalOf(ac: number, an: number, group: GroupFrequency): [low: number, high: number] {
  return isNoisy(group) ? noisyInterval(ac, an, group.noiseSd ?? 0) : wilsonInterval(ac, an);
}

function isNoisy({noiseSd}: GroupFrequency): boolean {
  return noiseSd !== undefined;
}

function groupWords(group: string): string {
  return group.includes(" ") || group === "Everybody" ? group : `${group}, ${ancestryName(group)}`;
}

function frequencyWords(point: FrequencyPoint): string {
  return `${isNoisy(point) ? "≈\u202f" : ""}${formatFrequency(point.af)}`;
}

function countWords(group: GroupFrequency): string {
  const {ac, noiseSd} = group;
  return noiseSd ? countWithNoise(ac!, noiseSd) : formatCount(ac!);
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
