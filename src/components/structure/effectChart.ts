import * as Plot from "@observablehq/plot";
import {missenseClass, type StructureResidue} from "../../model/structure.js";
import {chosenColour, classColours} from "./changeColours.js";
import {chartLegend} from "./chartLegend.js";
import {chosenMark, residueAxis, vagueMarks} from "./confidenceChart.js";
import {isSelected, pressedResidue} from "./selected.js";
import type {Selection} from "./structureEffects.js";
import {changeName, type ResidueConfidence} from "./structureWords.js";

/** A change with a predicted effect, at a residue that the model has. */
export type PlacedChange = StructureResidue & {score: number; plddt: number; change: string};

export function placedChanges(rows: readonly StructureResidue[]): PlacedChange[] {
  return rows.filter((row): row is PlacedChange => row.score !== null && row.plddt !== null && row.change !== null);
}

/**
 * A stem for each change, as high as its predicted effect: filled where the model may be interpreted, hollow where not.
 * `choose` is called with the change whose head is pressed, or with the residue beside.
 */
export function effectChart(
  changes: readonly PlacedChange[],
  residues: readonly ResidueConfidence[],
  selection: Selection,
  width: number,
  choose: (selection: Selection) => void
): Element {
  const isChosen = (change: PlacedChange): boolean => isSelected(change, selection);
  const colourOf = (change: PlacedChange): string =>
    isChosen(change) ? chosenColour : classColours[missenseClass(change.score)];
  const items = [
    ...Object.entries(classColours).map(([words, colour]) => ({colour, words})),
    {colour: "none", words: "must not be read", sign: "circle" as const}
  ];
  const legend = chartLegend(items, "Predicted effect (0 benign – 1 pathogenic)", width);
  const top = legend.height;
  const chart = Plot.plot({
    width,
    height: 220 + top,
    marginLeft: 48,
    marginRight: 16,
    marginTop: top,
    marginBottom: 42,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: residueAxis(residues),
    y: {domain: [0, 1], label: null, grid: true},
    marks: [
      legend.mark,
      ...vagueMarks(residues, 1, width),
      ...chosenMark(selection.residue, changes.some(isChosen)),
      Plot.ruleX(changes, {x: "position", y1: 0, y2: "score", stroke: colourOf, strokeOpacity: 0.6}),
      Plot.ruleY([0]),
      Plot.dot(changes, {
        x: "position",
        y: "score",
        r: (change: PlacedChange) => (isChosen(change) ? 7 : 4),
        fill: (change: PlacedChange) => (change.interpretable ? colourOf(change) : "var(--surface)"),
        stroke: colourOf,
        strokeWidth: 1.6,
        title: (change: PlacedChange) => `${changeName(change)}, predicted effect ${change.score.toFixed(3)}`
      }),
      Plot.text(changes.filter(isChosen), {x: "position", y: "score", text: changeName, dy: -14, fontWeight: "bold"})
    ],
    r: {type: "identity"}
  });
  chart.addEventListener("click", (event) => {
    const head = (event.target as Element).closest("circle");
    const name = head?.querySelector("title")?.textContent?.split(",")[0];
    const change = changes.find((one) => changeName(one) === name);
    const ends: [number, number] = [residues[0].position, residues.at(-1)!.position];
    const residue = change?.position ?? pressedResidue(chart, "x", event as MouseEvent, ends);
    if (residue !== null) choose({residue, change: change ? changeName(change) : null});
  });
  return chart;
}
