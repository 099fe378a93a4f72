import * as Plot from "@observablehq/plot";
import type {Noisy, PairedRow} from "../../model/tumours.js";
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
  const hatch = `withheld-pairs-${width}-${rows.length}`;
  return Plot.plot({
    width,
    height: 70 + rows.length * 42,
    marginLeft: labelWidth(names),
    marginRight: 20,
    marginTop: 12,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [-Math.max(most / 3, few * 1.5, ...shown.map((s) => (s.side < 0 ? s.count! + reach(s) : 0))), most],
      grid: true,
      label: "← people who lost it · people who gained it →",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 4 : 8,
      tickFormat: (tick: number) => formatCount(Math.abs(tick))
    },
    y: {label: null, domain: names, tickSize: 0},
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
          insetTop: 8,
          insetBottom: 17
        }
      ),
      Plot.barX(shown, {
        y: "name",
        x1: 0,
        x2: ({side, count}) => side * count!,
        fill: ({side}) => (side > 0 ? "#D55E00" : "#0072B2"),
        fillOpacity: 0.75,
        insetTop: 8,
        insetBottom: 17
      }),
      Plot.link(shown, {
        x1: (d) => d.side * Math.max(0, d.count! - reach(d)),
        x2: (d) => d.side * (d.count! + reach(d)),
        y1: "name",
        y2: "name",
        stroke: "currentColor",
        strokeWidth: 1.5,
        dy: -4
      }),
      Plot.ruleX([0], {stroke: "currentColor"}),
      Plot.text(rows, {
        x: 0,
        y: featureName,
        text: pairWords,
        textAnchor: "start",
        dy: 13,
        dx: 4,
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85
      })
    ]
  }) as SVGSVGElement;
}

/** Gained to lost, in words. */
export function pairWords(row: PairedRow): string {
  if (row.minusLog10Q === null) return "withheld: few people";
  return `gained to lost: ${ratioWords(row)}; FDR ${formatMinusLog10P(row.minusLog10Q)}`;
}
