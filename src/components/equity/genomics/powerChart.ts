import * as Plot from "@observablehq/plot";
import {ancestryScale} from "../../ancestryColours.js";
import type {TableColumn} from "../../dataTable.js";
import {powerPanels, type PowerPoint} from "./publicPower.js";

const dashes = ["", "7 3", "2 3", "9 3 2 3", "5 2 1 2 1 2"];

/** Power by how common the allele is, a curve for each group with its name at the end, a panel for each level. */
export function powerChart(points: readonly PowerPoint[], width: number): Element {
  const scale = ancestryScale([...new Set(points.map(({ancestry}) => ancestry))]);
  const side = width < 700 ? "fy" : "fx";
  const panels = powerPanels.map(({words}) => words);
  const height = side === "fx" ? 320 : 560;
  return Plot.plot({
    width,
    height,
    marginLeft: 48,
    marginRight: 52,
    marginTop: 34,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, 0.5],
      label: "Frequency of the rarer allele",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 3 : 5
    },
    y: {
      domain: [0, 1],
      label: null,
      grid: true,
      tickFormat: (share: number) => `${Math.round(100 * share)} %`,
      ticks: 5
    },
    fx: {axis: null, domain: side === "fx" ? panels : undefined, padding: 0.14},
    fy: {axis: null, domain: side === "fy" ? panels : undefined, padding: 0.2},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.text(panels, {
        [side]: (panel: string) => panel,
        text: (panel: string) => panel,
        frameAnchor: "top-left",
        dy: -22,
        dx: -40,
        fontWeight: 600
      }),
      ...scale.domain.map((level, i) =>
        Plot.line(
          points.filter(({ancestry}) => ancestry === level),
          {
            [side]: "panel",
            x: "frequency",
            y: "power",
            stroke: scale.range[i],
            strokeWidth: 2.5,
            strokeDasharray: dashes[i % dashes.length]
          }
        )
      ),
      Plot.text(labelsOf(points, side === "fx" ? height - 78 : (height - 78) / 2 - 30), {
        [side]: "panel",
        x: 0.5,
        y: "at",
        text: "ancestry",
        textAnchor: "start",
        dx: 6
      })
    ]
  });
}

export const powerColumns: TableColumn<PowerPoint>[] = [
  {label: "What is to be found", cell: ({panel}) => panel},
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {label: "Frequency of the rarer allele", numeric: true, cell: ({frequency}) => frequency.toFixed(2)},
  {
    label: "Power",
    numeric: true,
    cell: ({power}) => (power < 0.001 ? "<\u202f0.1 %" : `${(100 * power).toFixed(1)} %`),
    text: ({power}) => String(power)
  }
];

/** At the ends of the curves, moved apart where they would lie on each other. */
function labelsOf(points: readonly PowerPoint[], pixels: number): (PowerPoint & {at: number})[] {
  const gap = 14 / pixels;
  return powerPanels.flatMap(({words}) => {
    const ends = points
      .filter(({panel, frequency}) => panel === words && frequency === 0.5)
      .map((point) => ({...point, at: point.power}))
      .sort((a, b) => a.at - b.at);
    ends.forEach((end, i) => {
      if (i > 0) end.at = Math.max(end.at, ends[i - 1].at + gap);
    });
    for (let i = ends.length - 1; i >= 0; i -= 1)
      ends[i].at = Math.min(ends[i].at, i === ends.length - 1 ? 1 : ends[i + 1].at - gap);
    return ends;
  });
}
