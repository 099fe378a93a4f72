import * as Plot from "@observablehq/plot";
import {confidenceBand, confidenceBands, isInterpretable, lowConfidenceRegions} from "../../model/structure.js";
import type {TableColumn} from "../dataTable.js";
import {chosenColour} from "./changeColours.js";
import {chartLegend} from "./chartLegend.js";
import {pressedResidue} from "./selected.js";
import type {Selection} from "./structureEffects.js";
import type {ResidueConfidence} from "./structureWords.js";

/**
 * A bar for each residue, as high as its pLDDT and in the colour of its band; what must not be read is shaded, and the
 * chosen residue marked. `choose` is called with the residue pressed.
 */
export function confidenceChart(
  residues: readonly ResidueConfidence[],
  {residue}: Selection,
  width: number,
  choose: (residue: number) => void
): Element {
  const items = confidenceBands.map(({band, above, colour}) => ({
    colour,
    words: above < 70 ? `${band}: must not be read` : band
  }));
  const legend = chartLegend(items, "pLDDT (0–100)", width);
  const colours = new Map(confidenceBands.map(({band, colour}) => [band, colour]));
  const chart = Plot.plot({
    width,
    height: 180 + legend.height,
    marginLeft: 48,
    marginRight: 16,
    marginTop: legend.height,
    marginBottom: 42,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: residueAxis(residues),
    y: {domain: [0, 100], label: null, ticks: [0, 50, 70, 90, 100], grid: true},
    marks: [
      legend.mark,
      ...vagueMarks(residues, 100, width),
      Plot.rectY(residues, {
        x1: ({position}: ResidueConfidence) => position - 0.5,
        x2: ({position}: ResidueConfidence) => position + 0.5,
        y: "plddt",
        inset: 0,
        fill: ({plddt}: ResidueConfidence) => colours.get(confidenceBand(plddt))
      }),
      Plot.ruleY([70], {stroke: "currentColor", strokeDasharray: "4 3"}),
      Plot.ruleY([0]),
      ...chosenMark(residue)
    ]
  });
  chart.addEventListener("click", (event) => {
    const ends: [number, number] = [residues[0].position, residues.at(-1)!.position];
    const pressed = pressedResidue(chart, "x", event as MouseEvent, ends);
    if (pressed !== null) choose(pressed);
  });
  return chart;
}

/** A line through the chosen residue with its number above, in every track; `named`: the number stands there already. */
export function chosenMark(residue: number | null, named = false): Plot.Markish[] {
  if (residue === null) return [];
  return [
    Plot.ruleX([residue], {stroke: "var(--surface)", strokeWidth: 4}),
    Plot.ruleX([residue], {stroke: chosenColour, strokeWidth: 2}),
    Plot.text(named ? [] : [residue], {
      x: (at: number) => at,
      frameAnchor: "top",
      dy: -9,
      text: String,
      fontWeight: "bold"
    })
  ];
}

/** The axis that all tracks of a protein share. */
export function residueAxis(residues: readonly ResidueConfidence[]): Plot.ScaleOptions {
  return {
    domain: [residues[0].position - 0.5, residues.at(-1)!.position + 0.5],
    label: "Residue of the reference sequence",
    labelAnchor: "center",
    labelArrow: "none",
    tickFormat: (position: number) => (Number.isInteger(position) ? String(position) : "")
  };
}

/** Of the words below, in CSS pixels. */
const wordsWidth = 64;

/** `most`: the upper end of the vertical axis, from 0. Shades the runs of residues that are not interpretable, and says so in those that are long enough for words. */
export function vagueMarks(residues: readonly ResidueConfidence[], most: number, width: number): Plot.Markish[] {
  const regions = lowConfidenceRegions(residues);
  const wide = regions.filter(({start, end}) => ((end - start + 1) / residues.length) * (width - 64) >= wordsWidth);
  return [
    Plot.rect(regions, {
      x1: ({start}) => start - 0.5,
      x2: ({end}) => end + 0.5,
      y1: 0,
      y2: most,
      fill: "currentColor",
      fillOpacity: 0.09
    }),
    Plot.text(wide, {
      x: ({start, end}) => (start + end) / 2,
      y: 0.85 * most,
      text: () => "must not\nbe read"
    })
  ];
}

export const confidenceColumns: TableColumn<ResidueConfidence>[] = [
  {label: "Residue", numeric: true, cell: ({position}) => String(position)},
  {label: "Amino acid", cell: ({aminoAcid}) => aminoAcid},
  {label: "pLDDT", numeric: true, cell: ({plddt}) => String(plddt)},
  {label: "Confidence", cell: ({plddt}) => confidenceBand(plddt)},
  {label: "May the place be interpreted?", cell: ({plddt}) => (isInterpretable(plddt) ? "yes" : "no")}
];
