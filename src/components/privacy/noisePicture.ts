import * as Plot from "@observablehq/plot";
import type {PoolReport} from "../../model/privacy.js";
import {ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatFrequency} from "../formatNumber.js";
import {hatchPattern} from "../WithheldCell.js";
import {plusMinus} from "./poolTable.js";

let hatches = 0;

/** Where 95 of 100 published frequencies lie when the true one is `truth`: noise alone, clamped to 0 to 1. */
export function publishedRange({frequencySd}: PoolReport, truth: number): [number, number] {
  return [Math.max(0, truth - 1.96 * frequencySd), Math.min(1, truth + 1.96 * frequencySd)];
}

/** The same frequency in every group, and how far from it the published number may be. */
export function noisePicture(pools: readonly PoolReport[], truth: number, width: number): Element {
  const ranges = pools.map((pool) => {
    const [low, high] = publishedRange(pool, truth);
    return {...pool, low, high};
  });
  const shown = ranges.filter(({shown}) => shown);
  const hidden = ranges.filter(({shown}) => !shown);
  const scale = ancestryScale(pools.map(({level}) => level));
  const reach = Math.max(0.02, ...shown.map(({high, low}) => Math.max(high - truth, truth - low))) * 1.15;
  const domain = [Math.max(0, truth - reach), Math.min(1, truth + reach)];
  const hatch = `hatch-noise-${(hatches += 1)}`;
  const narrow = width < 500;
  return Plot.plot({
    width,
    height: 74 + pools.length * 40,
    marginLeft: 56,
    marginRight: narrow ? 96 : 130,
    marginTop: 26,
    marginBottom: 42,
    style: {fontSize: "14px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain,
      label: "Published frequency",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 3 : 5,
      tickFormat: (f: number) => formatFrequency(f),
      grid: true
    },
    y: {label: null, domain: scale.domain, tickSize: 0, padding: 0.3},
    color: {...scale, type: "categorical"},
    marks: [
      () => hatchPattern(hatch),
      Plot.ruleX([truth], {strokeWidth: 1.5}),
      Plot.text([`true: ${formatFrequency(truth)}`], {x: [truth], frameAnchor: "top", dy: -16}),
      Plot.link(shown, {
        x1: "low",
        x2: "high",
        y1: "level",
        y2: "level",
        stroke: "level",
        strokeWidth: 8,
        strokeLinecap: "round",
        strokeOpacity: 0.8
      }),
      Plot.text(shown, {
        y: "level",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: ({frequencySd}: PoolReport) => (frequencySd === 0 ? "exact" : plusMinus(frequencySd))
      }),
      Plot.barX(hidden, {
        y: "level",
        x1: domain[0],
        x2: domain[1],
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeDasharray: "2 2"
      }),
      Plot.text(hidden, {
        y: "level",
        frameAnchor: "left",
        textAnchor: "start",
        dx: 8,
        text: () => "noise too large to show"
      })
    ]
  });
}

/** The columns of the table that says the same. */
export function noiseColumns(truth: number): TableColumn<PoolReport>[] {
  return [
    {label: "Genetic ancestry group", cell: ({level}) => level},
    {label: "People", numeric: true, cell: ({people}) => formatCount(people), text: ({people}) => String(people)},
    {
      label: "Noise of a frequency (SD)",
      numeric: true,
      cell: ({frequencySd}) => (frequencySd === 0 ? "0" : formatFrequency(frequencySd))
    },
    {
      label: `Published for a true ${truth}, 95 of 100 times`,
      numeric: true,
      cell: (pool) =>
        pool.shown ? publishedRange(pool, truth).map(formatFrequency).join(" to ") : "noise too large to show"
    }
  ];
}

/** How far noise takes the smallest and the largest group, in one sentence. */
export function noiseSentence(pools: readonly PoolReport[]): string {
  const shown = pools.filter(({shown}) => shown);
  if (shown.length === 0) return "The noise is too large to show any group.";
  const sorted = [...shown].sort((a, b) => b.frequencySd - a.frequencySd);
  const [most, least] = [sorted[0], sorted[sorted.length - 1]];
  if (most.frequencySd === 0) return "These frequencies are exact: there are so few that no noise is needed.";
  if (most === least)
    return `A published frequency is within ${plusMinus(most.frequencySd)} of the true one, 95 times of 100.`;
  return `A published frequency of ${least.level} (${formatCount(least.people)} people) is within ${plusMinus(least.frequencySd)} of the true one 95 times of 100, one of ${most.level} (${formatCount(most.people)} people) within ${plusMinus(most.frequencySd)}: the same noise weighs more on fewer people.`;
}
