import * as Plot from "@observablehq/plot";
import {svg} from "htl";
import {lowConfidenceRegions, type ErrorSquare} from "../../model/structure.js";
import type {TableColumn} from "../dataTable.js";
import {chosenColour} from "./changeColours.js";
import {chartLegend, type LegendItem} from "./chartLegend.js";
import {pressedResidue} from "./selected.js";
import type {Selection} from "./structureEffects.js";
import type {ResidueConfidence} from "./structureWords.js";

/** Steps of the expected error, in ångström, each up to `below`; one hue from dark to light, as AlphaFold DB has it. */
const steps = [
  {below: 5, colour: "#00441b"},
  {below: 10, colour: "#1b7837"},
  {below: 15, colour: "#5aae61"},
  {below: 20, colour: "#a6dba0"},
  {below: 25, colour: "#d9f0d3"},
  {below: Infinity, colour: "#f7f7f7"}
] as const;

const left = 48;

/**
 * A square for each pair of stretches, the darker the surer the model is of their places to each other. Runs that must not
 * be read have a bar along both axes; the chosen residue is crossed. `choose` is called with the residue pressed.
 */
export function errorChart(
  squares: readonly ErrorSquare[],
  residues: readonly ResidueConfidence[],
  {residue}: Selection,
  width: number,
  choose: (residue: number) => void
): Element {
  const size = Math.min(width, 560);
  const items = legendItems(squares);
  const legend = chartLegend(items, "Aligned residue", size);
  const domain: [number, number] = [residues[0].position, residues.at(-1)!.position];
  const vague = lowConfidenceRegions(residues);
  const scale = {domain: [domain[0] - 0.5, domain[1] + 0.5], labelAnchor: "center", labelArrow: "none"} as const;
  const whole = (position: number): string => (Number.isInteger(position) ? String(position) : "");
  const chart = Plot.plot({
    width: size,
    height: size - left - 16 + legend.height + 46,
    marginLeft: left,
    marginRight: 16,
    marginTop: legend.height,
    marginBottom: 46,
    ariaLabel: "Expected error between stretches of the protein, in ångström",
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {...scale, label: "Scored residue", tickFormat: whole},
    y: {...scale, label: null, tickFormat: whole, reverse: true},
    marks: [
      legend.mark,
      ...steps.map(({colour}, step) => squaresMark(squares, step, colour)),
      Plot.rect(vague, {
        x1: ({start}) => start - 0.5,
        x2: ({end}) => end + 0.5,
        y1: domain[0] - 0.5,
        y2: domain[0] - 0.5 + (domain[1] - domain[0]) / 60,
        fill: "#FF7D45"
      }),
      Plot.rect(vague, {
        y1: ({start}) => start - 0.5,
        y2: ({end}) => end + 0.5,
        x1: domain[0] - 0.5,
        x2: domain[0] - 0.5 + (domain[1] - domain[0]) / 60,
        fill: "#FF7D45"
      }),
      ...(residue === null
        ? []
        : [
            Plot.ruleX([residue], {stroke: chosenColour, strokeWidth: 1.5}),
            Plot.ruleY([residue], {stroke: chosenColour, strokeWidth: 1.5})
          ]),
      Plot.rect([domain], {
        x1: ([from]) => from - 0.5,
        x2: ([, to]) => to + 0.5,
        y1: ([from]) => from - 0.5,
        y2: ([, to]) => to + 0.5,
        fill: "none",
        stroke: "currentColor",
        strokeOpacity: 0.4
      })
    ]
  });
  chart.addEventListener("click", (event) => {
    const pressed = pressedResidue(chart, "x", event as MouseEvent, domain);
    if (pressed !== null) choose(pressed);
  });
  return chart;
}

export const errorColumns: TableColumn<ErrorSquare>[] = [
  {label: "Aligned residues", cell: ({aligned}) => stretchWords(aligned)},
  {label: "Scored residues", cell: ({scored}) => stretchWords(scored)},
  {
    label: "Expected error (Å)",
    numeric: true,
    cell: ({error}) => error.toFixed(1),
    text: ({error}) => String(error)
  },
  {label: "Largest that can be given (Å)", numeric: true, cell: ({most}) => String(most)}
];

/** Squares that a table shows: those of the chosen residue, else the first. */
export function shownSquares(squares: readonly ErrorSquare[], {residue}: Selection): ErrorSquare[] {
  return residue === null
    ? squares.slice(0, mostRows)
    : squares.filter(({aligned: [from, to]}) => from <= residue && residue <= to);
}

const mostRows = 200;

function legendItems(squares: readonly ErrorSquare[]): LegendItem[] {
  const most = squares[0].most;
  return [
    ...steps
      .filter((_, i) => (steps[i - 1]?.below ?? 0) < most)
      .map(({below, colour}, i) => ({
        colour,
        words: `${steps[i - 1]?.below ?? 0}–${Math.min(below, Math.round(most))} Å`
      })),
    {colour: "#FF7D45", words: "edge: must not be read"}
  ];
}

/** All squares of a step as one shape: thousands of elements would be slow to draw and to save. */
function squaresMark(squares: readonly ErrorSquare[], step: number, colour: string): Plot.RenderFunction {
  const own = squares.filter(({error}) => steps.findIndex(({below}) => error < below) === step);
  return (_, {x, y}) => {
    const path = own.map(({aligned, scored}) => {
      const [x1, x2] = [x!(scored[0] - 0.5), x!(scored[1] + 0.5)];
      const [y1, y2] = [y!(aligned[0] - 0.5), y!(aligned[1] + 0.5)];
      return `M${x1.toFixed(1)},${y1.toFixed(1)}H${x2.toFixed(1)}V${y2.toFixed(1)}H${x1.toFixed(1)}Z`;
    });
    return svg`<path d=${path.join("")} fill=${colour} shape-rendering="crispEdges" />` as SVGElement;
  };
}

function stretchWords([from, to]: [number, number]): string {
  return from === to ? String(from) : `${from}–${to}`;
}
