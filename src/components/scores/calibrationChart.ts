import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../ancestryColours.js";

/** What a model predicted of some people of a group, and what was so, with its 95 % interval. */
export interface CalibrationPoint {
  ancestry: string;
  predicted: number;
  observed: number;
  low: number;
  high: number;
  people: number | null;
}

/** A panel for each group; on the dashed line predictions are right. */
export function calibrationChart(
  points: readonly CalibrationPoint[],
  {x, y}: {x: string; y: string},
  width: number
): Element {
  const scale = ancestryScale([...new Set(points.map(({ancestry}) => ancestry))]);
  const columns = Math.min(scale.domain.length, width < 420 ? 1 : width < 720 ? 2 : 3);
  const lines = Math.ceil(scale.domain.length / columns);
  const placeOf = (ancestry: string): {fx: number; fy: number} => {
    const at = scale.domain.indexOf(ancestry);
    return {fx: at % columns, fy: Math.floor(at / columns)};
  };
  const placed = points.map((point) => ({...point, ...placeOf(point.ancestry)}));
  const known = points.flatMap(({predicted, low, high}) => [predicted, low, high]);
  const ends = [Math.min(...known), Math.max(...known)];
  const panels = scale.domain.map((ancestry) => ({ancestry, ...placeOf(ancestry)}));
  const place = {fx: "fx", fy: "fy"} as const;
  return Plot.plot({
    width,
    height: 70 + lines * 220,
    marginLeft: 52,
    marginRight: 16,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {domain: ends, nice: true, grid: true, label: x, labelAnchor: "center", labelArrow: "none", ticks: 4},
    y: {domain: ends, nice: true, grid: true, label: y, labelArrow: "none", ticks: 4},
    fx: {axis: null, padding: 0.14},
    fy: {axis: null, padding: 0.12},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.link(panels, {
        ...place,
        x1: ends[0],
        y1: ends[0],
        x2: ends[1],
        y2: ends[1],
        strokeDasharray: "4 3",
        strokeOpacity: 0.7
      }),
      Plot.ruleX(placed, {...place, x: "predicted", y1: "low", y2: "high", stroke: "ancestry", strokeWidth: 2.5}),
      Plot.dot(placed, {
        ...place,
        x: "predicted",
        y: "observed",
        r: 4.5,
        fill: "ancestry",
        stroke: "currentColor",
        strokeWidth: 0.8
      }),
      Plot.text(panels, {...place, frameAnchor: "top-left", dx: 8, dy: 8, text: "ancestry", fontWeight: "bold"})
    ]
  });
}
