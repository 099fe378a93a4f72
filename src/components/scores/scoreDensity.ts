import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../ancestryColours.js";
import {formatShare} from "../formatNumber.js";

/** How many people of a group have a score in one stretch. */
export interface ScoreStretch {
  ancestry: string;
  x0: number;
  x1: number;
  people: number;
  /** Of the people of the group who were evaluated. */
  share: number;
}

/** A panel for each group; where nothing is drawn, there are few people or none. */
export function scoreDensity(stretches: readonly ScoreStretch[], label: string, width: number): Element {
  const scale = ancestryScale([...new Set(stretches.map(({ancestry}) => ancestry))]);
  return Plot.plot({
    width,
    height: 60 + scale.domain.length * 92,
    marginLeft: 52,
    marginRight: 56,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {label, labelAnchor: "center", labelArrow: "none", grid: true, ticks: width < 560 ? 5 : 10},
    y: {label: null, tickFormat: (share: number) => formatShare(share), ticks: 3},
    fy: {label: null, domain: scale.domain, padding: 0.14},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.ruleY([0], {strokeOpacity: 0.5}),
      Plot.rectY(stretches, {
        fy: "ancestry",
        x1: "x0",
        x2: "x1",
        y: "share",
        fill: "ancestry",
        stroke: "currentColor",
        strokeOpacity: 0.3,
        inset: 0
      })
    ]
  });
}
