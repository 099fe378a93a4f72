import * as Plot from "@observablehq/plot";
import type {VariantTest} from "../../model/association.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {positionOf} from "./regionalPlot.js";
import {numeric, testColumns} from "./testColumns.js";
import {fitText} from "./fitText.js";

/** A variant of a gene tested for a trait. */
export interface GeneTest extends VariantTest {
  label: string;
}

/**
 * All variants of a gene (along it) over traits (a line each): triangles show the direction, their area −log10 p; those
 * beyond 5 × 10⁻⁸ are filled.
 */
export function geneView(tests: readonly GeneTest[], labels: readonly string[], width: number): Element {
  const narrow = width < 560;
  const marginLeft = Math.min(narrow ? 150 : 240, 20 + 7.2 * Math.max(8, ...labels.map((label) => label.length)));
  const letters = Math.floor((marginLeft - 14) / 7.2);
  const shown = tests
    .filter(({minusLog10P}) => minusLog10P !== null)
    .map((test) => ({...test, mb: positionOf(test.variantId) / 1e6}));
  const strong = ({minusLog10P}: VariantTest): boolean => minusLog10P! >= -Math.log10(5e-8);
  return Plot.plot({
    width,
    height: 66 + labels.length * 34,
    marginLeft,
    marginRight: 16,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      label: `Position${shown.length > 0 ? ` on chromosome ${shown[0].variantId.split("-")[0]}` : ""} (Mb)`,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 3 : 6,
      inset: 10
    },
    y: {label: null, domain: labels, tickSize: 0, tickFormat: (label: string) => fitText(label, letters)},
    r: {range: [1.5, 9], domain: [0, Math.max(8, ...shown.map(({minusLog10P}) => minusLog10P!))]},
    marks: [
      Plot.ruleY(labels, {y: (d: string) => d, strokeOpacity: 0.15}),
      Plot.dot(shown, {
        x: "mb",
        y: "label",
        r: "minusLog10P",
        symbol: "triangle",
        rotate: ({beta}: VariantTest) => ((beta ?? 0) >= 0 ? 0 : 180),
        fill: (test: VariantTest) => (strong(test) ? "var(--point-high)" : "none"),
        stroke: (test: VariantTest) => (strong(test) ? "var(--surface)" : "currentColor"),
        strokeOpacity: 0.8
      })
    ]
  });
}

export const geneColumns: TableColumn<GeneTest>[] = [
  {label: "Trait", cell: ({label}) => label},
  {label: "Variant", cell: ({variantId}) => variantId},
  numeric("Position", ({variantId}) => positionOf(variantId), formatCount),
  testColumns.p,
  testColumns.minusLog10P,
  testColumns.beta,
  testColumns.se,
  testColumns.eaf,
  testColumns.n
];
