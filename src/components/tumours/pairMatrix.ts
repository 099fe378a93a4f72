import * as Plot from "@observablehq/plot";
import type {CooccurrenceRow} from "../../model/tumours.js";
import {hatchPattern} from "../hatchPattern.js";
import {labelWidth} from "../labelWidth.js";
import {pairFinding, type PairFinding} from "./tumourWords.js";

const fills: Record<PairFinding, string> = {
  together: "#E69F00",
  apart: "#56B4E9",
  "apart, not adjusted": "#cfe6f7",
  unclear: "none",
  withheld: "none"
};

/** A sign of each, so that colour is not needed. */
export const pairSigns: Record<PairFinding, string> = {
  together: "+",
  apart: "−",
  "apart, not adjusted": "(−)",
  unclear: "·",
  withheld: ""
};

/** Genes by genes: whether the same tumours have both mutated. */
export function pairMatrix(rows: readonly CooccurrenceRow[], width: number): SVGSVGElement {
  const genes = [...new Set(rows.flatMap(({geneA, geneB}) => [geneA, geneB]))].sort();
  const cells = rows.map((row) => ({x: row.geneA, y: row.geneB, finding: pairFinding(row)}));
  const left = labelWidth(genes);
  const cell = Math.min(46, (width - left - 10) / Math.max(1, genes.length - 1));
  const hatch = `withheld-genes-${width}-${genes.length}`;
  return Plot.plot({
    width: left + 10 + cell * (genes.length - 1),
    height: 90 + cell * (genes.length - 1),
    marginLeft: left,
    marginRight: 10,
    marginTop: 8,
    marginBottom: 82,
    style: {fontSize: "13px", background: "none"},
    x: {domain: genes.slice(0, -1), label: null, tickSize: 0, tickRotate: -90},
    y: {domain: genes.slice(1), label: null, tickSize: 0},
    marks: [
      () => hatchPattern(hatch),
      Plot.cell(
        cells.filter(({finding}) => finding !== "withheld" && finding !== "unclear"),
        {x: "x", y: "y", fill: ({finding}) => fills[finding as PairFinding], inset: 1}
      ),
      Plot.cell(
        cells.filter(({finding}) => finding === "withheld"),
        {x: "x", y: "y", fill: `url(#${hatch})`, stroke: "currentColor", strokeOpacity: 0.3, inset: 1}
      ),
      Plot.cell(
        cells.filter(({finding}) => finding === "unclear"),
        {x: "x", y: "y", fill: "none", stroke: "currentColor", strokeOpacity: 0.25, inset: 1}
      ),
      Plot.text(cells, {
        x: "x",
        y: "y",
        text: ({finding}) => pairSigns[finding as PairFinding],
        fill: ({finding}) => (finding === "unclear" ? "currentColor" : "#111"),
        fontWeight: 700,
        fontSize: cell < 28 ? 11 : 14
      })
    ]
  }) as SVGSVGElement;
}
