import * as Plot from "@observablehq/plot";
import type {ChangeFrequency} from "../../model/structure.js";
import {ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatFrequency} from "../formatNumber.js";
import {pointOf, type FrequencyPoint, type GroupFrequency} from "../variants/frequencyChart.js";
import {withheldCell, type WithheldBy} from "../WithheldCell.js";
import {chartLegend} from "./chartLegend.js";
import {chosenMark, residueAxis, vagueMarks} from "./confidenceChart.js";
import {isSelected, pressedResidue} from "./selected.js";
import type {Selection} from "./structureEffects.js";
import {changeName, type ResidueConfidence} from "./structureWords.js";

/** Pixels between groups at the same residue. */
const apart = 4;

type Point = FrequencyPoint & ChangeFrequency;

/**
 * How common each change is in each genetic ancestry group, at its residue, with 95 % intervals; a cross at the foot where a
 * group's count is withheld. Groups stand side by side. `choose` is called with the residue pressed.
 */
export function frequencyTrack(
  rows: readonly ChangeFrequency[],
  residues: readonly ResidueConfidence[],
  selection: Selection,
  width: number,
  choose: (residue: number) => void
): Element {
  const points = rows.map((row): Point => ({...row, ...pointOf(groupOf(row))}));
  const {domain, range} = ancestryScale([...new Set(rows.map(({ancestry}) => ancestry))]);
  const items = [
    ...domain.map((words, g) => ({words, colour: range[g]})),
    ...(points.some(({withheld}) => withheld) ? [{words: "withheld", colour: "none", sign: "cross" as const}] : [])
  ];
  const legend = chartLegend(items, "Frequency of the change", width);
  const most = Math.min(1, 1.05 * Math.max(0.01, ...points.map(({high}) => (Number.isFinite(high) ? high : 0))));
  const chart = Plot.plot({
    width,
    height: 220 + legend.height,
    marginLeft: 48,
    marginRight: 16,
    marginTop: legend.height,
    marginBottom: 42,
    ariaLabel: "Frequency of changes by residue and genetic ancestry group, with 95 % intervals",
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: residueAxis(residues),
    y: {
      type: "sqrt",
      domain: [0, most],
      label: null,
      grid: true,
      ticks: [0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1].filter(
        (tick) => tick <= most && (tick !== 0.001 || most < 0.05)
      ),
      tickFormat: (f: number) => formatFrequency(f)
    },
    marks: [
      legend.mark,
      ...vagueMarks(residues, most, width),
      ...chosenMark(selection.residue),
      Plot.ruleY([0]),
      ...domain.flatMap((group, g) => {
        const own = points.filter(({ancestry}) => ancestry === group);
        const dx = apart * (g - (domain.length - 1) / 2);
        const shown = own.filter(({af}) => Number.isFinite(af));
        return [
          Plot.ruleX(shown, {x: "position", y1: "low", y2: "high", dx, stroke: range[g], strokeWidth: 2}),
          Plot.dot(shown, {
            x: "position",
            y: "af",
            dx,
            r: (point: Point) => (isSelected(named(point), selection) ? 5 : 3),
            fill: range[g],
            stroke: "currentColor",
            strokeWidth: 0.8
          }),
          Plot.dot(
            own.filter(({withheld}) => withheld),
            {x: "position", y: 0, dx, dy: -4, r: 3, symbol: "times", stroke: range[g]}
          )
        ];
      })
    ],
    r: {type: "identity"}
  });
  chart.addEventListener("click", (event) => {
    const ends: [number, number] = [residues[0].position, residues.at(-1)!.position];
    const pressed = pressedResidue(chart, "x", event as MouseEvent, ends);
    if (pressed !== null) choose(pressed);
  });
  return chart;
}

/** As the chart of one variant's frequencies has it. */
export function groupOf({ancestry, ac, an, noiseSd}: ChangeFrequency): GroupFrequency {
  return {group: ancestry, ac, an, ...(noiseSd !== null && {noiseSd})};
}

export function frequencyTrackColumns(by?: WithheldBy): TableColumn<ChangeFrequency>[] {
  const count = (label: string, of: (row: ChangeFrequency) => number | null): TableColumn<ChangeFrequency> => ({
    label,
    numeric: true,
    cell: (row) => (of(row) === null ? withheldCell(by) : String(of(row))),
    text: (row) => String(of(row) ?? "withheld")
  });
  const frequency = (label: string, of: (point: FrequencyPoint) => number): TableColumn<ChangeFrequency> => ({
    label,
    numeric: true,
    cell: (row) => formatFrequency(of(pointOf(groupOf(row)))),
    text: (row) => (Number.isFinite(of(pointOf(groupOf(row)))) ? String(of(pointOf(groupOf(row)))) : "")
  });
  return [
    {label: "Change", cell: changeName},
    {label: "Variant", cell: ({variantId}) => variantId},
    {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
    count("AC", ({ac}) => ac),
    count("AN", ({an}) => an),
    frequency("AF", ({af}) => af),
    frequency("95 % from", ({low}) => low),
    frequency("to", ({high}) => high),
    {label: "noise_sd", numeric: true, cell: ({noiseSd}) => (noiseSd === null ? "–" : noiseSd.toFixed(1))}
  ];
}

function named({position, aminoAcid, change}: ChangeFrequency) {
  return {position, aminoAcid, change};
}
