import * as Plot from "@observablehq/plot";
import type {MutationFeature, Noisy, PairedRow} from "../../model/tumours.js";
import {formatCount, formatMinusLog10P} from "../formatNumber.js";
import {hatchPattern} from "../hatchPattern.js";
import {labelWidth} from "../labelWidth.js";
import {featureName, ratioWords} from "./tumourWords.js";

const z95 = 1.959963984540054;

/** A mutation a row: people who lost it to the left, who gained it to the right, with 95 % intervals; hatched where withheld. */
export function gainedLost(rows: readonly Noisy<PairedRow>[], width: number): SVGSVGElement {
  const names = rows.map(featureName);
  const sides = rows.flatMap((row) => [
    {name: featureName(row), side: -1, count: row.lost, noiseSd: row.noiseSd},
    {name: featureName(row), side: 1, count: row.gained, noiseSd: row.noiseSd}
  ]);
  const few = 2 * Math.max(0, ...rows.map(({noiseSd}) => noiseSd));
  const shown = sides.filter(({count}) => count !== null);
  const reach = ({count, noiseSd}: {count: number | null; noiseSd: number}): number =>
    z95 * Math.sqrt(count! + noiseSd ** 2);
  const most = Math.max(30, ...shown.map((side) => side.count! + reach(side)));
  const isNarrow = width < 560;
  const least = -Math.max(most / 3, few * 1.5, ...shown.map((s) => (s.side < 0 ? s.count! + reach(s) : 0)));
  const hatch = `withheld-pairs-${width}-${rows.length}`;
  return Plot.plot({
    width,
    height: 52 + rows.length * (isNarrow ? 60 : 44),
    marginLeft: isNarrow ? 12 : labelWidth(names),
    marginRight: 20,
    marginTop: 12,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [least, most],
      grid: true,
      label: isNarrow ? "← lost it · people · gained it →" : "← people who lost it · people who gained it →",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 4 : 8,
      tickFormat: (tick: number) => formatCount(Math.abs(tick))
    },
    y: {label: null, domain: names, tickSize: 0, padding: 0, axis: isNarrow ? null : "left"},
    marks: [
      () => hatchPattern(hatch),
      Plot.barX(
        sides.filter(({count}) => count === null),
        {
          y: "name",
          x1: 0,
          x2: ({side}) => side * few,
          fill: `url(#${hatch})`,
          stroke: "currentColor",
          strokeOpacity: 0.4,
          insetTop: isNarrow ? 20 : 4,
          insetBottom: 22
        }
      ),
      Plot.barX(shown, {
        y: "name",
        x1: 0,
        x2: ({side, count}) => side * count!,
        fill: ({side}) => (side > 0 ? "#D55E00" : "#0072B2"),
        fillOpacity: 0.75,
        insetTop: isNarrow ? 20 : 4,
        insetBottom: 22
      }),
      Plot.link(shown, {
        x1: (d) => d.side * Math.max(0, d.count! - reach(d)),
        x2: (d) => d.side * (d.count! + reach(d)),
        y1: "name",
        y2: "name",
        stroke: "currentColor",
        strokeWidth: 1.5,
        dy: isNarrow ? -1 : -9
      }),
      Plot.ruleX([0], {stroke: "currentColor"}),
      ...(isNarrow ? [nameInside(rows, least)] : []),
      Plot.text(rows, {
        x: isNarrow ? least : 0,
        y: featureName,
        text: pairWords,
        textAnchor: "start",
        dy: isNarrow ? 20 : 12,
        dx: 4,
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85
      })
    ]
  }) as SVGSVGElement;
}

/** The names of mutations above their rows, where there is no room beside them. */
export function nameInside(rows: readonly MutationFeature[], x: number): Plot.Markish {
  return Plot.text(rows, {
    x,
    y: featureName,
    text: featureName,
    textAnchor: "start",
    dx: 2,
    dy: -20,
    fontWeight: 600,
    fill: "currentColor"
  });
}

/** Gained to lost, in words. */
export function pairWords(row: PairedRow): string {
  if (row.minusLog10Q === null) return "withheld: few people";
  return `gained to lost: ${ratioWords(row)}; FDR ${formatMinusLog10P(row.minusLog10Q)}`;
}
