import * as Plot from "@observablehq/plot";
import {metaLevel, type VariantTest} from "../../model/association.js";
import {ancestryScale} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {groupLabel} from "./regionalPlot.js";
import {effectWords, testColumns} from "./testColumns.js";

/** A variant in one group, with the name that it has in the comparison: a locus, or a trait. */
export interface ComparedTest extends VariantTest {
  label: string;
}

const z95 = 1.959963984540054;

/** The same variants compared across genetic ancestry groups: effects with 95 % intervals, side by side. */
export function effectsPlot(tests: readonly ComparedTest[], unit: string, width: number): Element {
  const labels = [...new Set(tests.map(({label}) => label))];
  const groups = tests.filter(({ancestry, beta, se}) => ancestry !== metaLevel && beta !== null && se !== null);
  const scale = ancestryScale([...new Set(groups.map(({ancestry}) => ancestry))]);
  const shown = groups.map((test) => ({...test, low: test.beta! - z95 * test.se!, high: test.beta! + z95 * test.se!}));
  const each = 14 * scale.domain.length + 12;
  return Plot.plot({
    width,
    height: 40 + labels.length * (each + 20) + 30,
    marginLeft: 56,
    marginRight: 20,
    marginTop: 34,
    marginBottom: 44,
    style: {fontSize: "12px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      label: `Effect per alternate allele (${unit})`,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      nice: true,
      ticks: width < 560 ? 4 : 8
    },
    y: {label: null, domain: scale.domain, tickSize: 0},
    fy: {label: null, axis: null, domain: labels, padding: 0.22},
    color: {...scale, type: "categorical"},
    marks: [
      Plot.text(labels, {
        fy: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: "top-left",
        dy: -15,
        dx: -50,
        fontWeight: 600
      }),
      Plot.ruleX([0], {strokeOpacity: 0.6}),
      Plot.link(shown, {
        fy: "label",
        x1: "low",
        x2: "high",
        y1: "ancestry",
        y2: "ancestry",
        stroke: "ancestry",
        strokeWidth: 3
      }),
      Plot.dot(shown, {
        fy: "label",
        x: "beta",
        y: "ancestry",
        r: 4,
        fill: "ancestry",
        stroke: "currentColor",
        strokeWidth: 0.8
      })
    ]
  });
}

export const comparedColumns: TableColumn<ComparedTest>[] = [
  {label: "Compared", cell: ({label}) => label},
  {label: "Variant", cell: ({variantId}) => variantId},
  {label: "Group", cell: ({ancestry}) => groupLabel(ancestry), text: ({ancestry}) => ancestry},
  {label: "Effect (95 % interval)", cell: ({beta, se}) => effectWords(beta, se)},
  testColumns.beta,
  testColumns.se,
  testColumns.p,
  testColumns.eaf,
  testColumns.n
];
