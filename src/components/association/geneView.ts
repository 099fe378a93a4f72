import * as Plot from "@observablehq/plot";
import {genomeWide, type Region, type VariantTest} from "../../model/association.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {positionOf} from "./regionalPlot.js";
import {pScale} from "./pScale.js";
import {numeric, testColumns} from "./testColumns.js";

/** A trait of the chart: what the rules say against it, or null. */
export interface GeneStrip {
  label: string;
  refused: string | null;
}

/** A variant of a gene tested for a trait. */
export interface GeneTest extends VariantTest {
  label: string;
}

/**
 * All variants of a gene, along it, over traits, a strip each on one scale: triangles show the direction of the alternate
 * allele; those beyond 5 × 10⁻⁸ are filled.
 */
export function geneView(
  tests: readonly GeneTest[],
  strips: readonly GeneStrip[],
  {chrom, start, end}: Region,
  width: number
): Element {
  const labels = strips.map(({label}) => label);
  const refused = strips.filter(({refused}) => refused !== null);
  const shown = tests
    .filter(({minusLog10P}) => minusLog10P !== null)
    .map((test) => ({...test, mb: positionOf(test.variantId) / 1e6}));
  const level = -Math.log10(genomeWide);
  const scale = pScale(Math.max(level, ...shown.map(({minusLog10P}) => minusLog10P!)));
  const ticks = [0, 5, 10, 50, 100, 500].filter((tick) => scale.share(tick) <= 1);
  const strong = ({minusLog10P}: VariantTest): boolean => minusLog10P! >= level;
  return Plot.plot({
    width,
    height: 66 + labels.length * 92,
    marginLeft: 46,
    marginRight: 10,
    marginTop: 26,
    marginBottom: 44,
    style: {fontSize: "12px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [start / 1e6, end / 1e6],
      label: `Position on chromosome ${chrom} (Mb)`,
      tickFormat: (mb: number) => String(Number(mb.toFixed(4))),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: width < 560 ? 3 : 6,
      inset: 8
    },
    y: {
      domain: [0, 1],
      label: `−log₁₀ p${scale.bend === null ? "" : `, log scale above ${scale.bend}`}`,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: ticks.map(scale.share),
      tickFormat: (_: number, i: number) => String(ticks[i])
    },
    fy: {domain: labels, axis: null, padding: 0.28},
    marks: [
      Plot.ruleY([0], {strokeOpacity: 0.5}),
      Plot.ruleY([scale.share(level)], {stroke: "var(--forbid)", strokeDasharray: "5 3"}),
      Plot.text(labels, {
        fy: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: "top-left",
        dy: -16,
        fontWeight: 600
      }),
      Plot.text(refused, {
        fy: "label",
        frameAnchor: "middle",
        text: ({refused}: GeneStrip) => refused!,
        fill: "var(--forbid)",
        fontWeight: 600,
        stroke: "var(--surface)",
        strokeWidth: 4
      }),
      Plot.dot(shown, {
        fy: "label",
        x: "mb",
        y: ({minusLog10P}: VariantTest) => scale.share(minusLog10P!),
        r: 4,
        symbol: "triangle",
        rotate: ({beta}: VariantTest) => ((beta ?? 0) >= 0 ? 0 : 180),
        fill: (test: VariantTest) => (strong(test) ? "var(--point-high)" : "var(--surface)"),
        stroke: (test: VariantTest) => (strong(test) ? "var(--point-high)" : "currentColor"),
        strokeOpacity: 0.85
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
