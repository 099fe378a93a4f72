import * as Plot from "@observablehq/plot";
import {genomeWide, type Locus, type VariantTest} from "../../../model/association.js";
import {ancestryScale} from "../../ancestryColours.js";
import type {TableColumn} from "../../dataTable.js";
import {plain} from "./fstMatrix.js";

/** A variant that leads a locus in one group, with its effect there and in the group that is looked at. */
export interface ComparedLead {
  variantId: string;
  gene: string | null;
  discovery: string;
  target: string;
  found: {beta: number; se: number};
  here: {beta: number; se: number};
}

const z95 = 1.959963984540054;

/** Leads of genome-wide significance of all groups but the target, with both effects as the tests have them. */
export function comparedLeads(loci: readonly Locus[], tests: readonly VariantTest[], target: string): ComparedLead[] {
  const testOf = (variantId: string, ancestry: string): {beta: number; se: number} | null => {
    const test = tests.find((one) => one.variantId === variantId && one.ancestry === ancestry);
    return test && test.beta !== null && test.se !== null ? {beta: test.beta, se: test.se} : null;
  };
  return loci.flatMap(({variantId, ancestry, gene, minusLog10P}) => {
    if (ancestry === target || minusLog10P <= -Math.log10(genomeWide)) return [];
    const [found, here] = [testOf(variantId, ancestry), testOf(variantId, target)];
    return found && here ? [{variantId, gene, discovery: ancestry, target, found, here}] : [];
  });
}

/** Each lead as a cross of two intervals; on the diagonal both groups have one effect. */
export function effectScatter(leads: readonly ComparedLead[], unit: string, width: number): Element {
  const scale = ancestryScale([...new Set(leads.map(({discovery}) => discovery))]);
  const size = Math.min(width, 560);
  const ends = leads.flatMap(({found, here}) =>
    [found, here].flatMap(({beta, se}) => [beta - z95 * se, beta + z95 * se])
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const [{target}] = leads;
  const axis = {labelAnchor: "center", labelArrow: "none", domain: [low, high], nice: true, grid: true} as const;
  const shown = leads.map((lead) => ({
    ...lead,
    x: lead.found.beta,
    x1: lead.found.beta - z95 * lead.found.se,
    x2: lead.found.beta + z95 * lead.found.se,
    y: lead.here.beta,
    y1: lead.here.beta - z95 * lead.here.se,
    y2: lead.here.beta + z95 * lead.here.se
  }));
  return Plot.plot({
    width: size,
    height: size,
    marginLeft: 62,
    marginRight: 64,
    marginTop: 20,
    marginBottom: 48,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      ...axis,
      label: size < 480 ? "Effect where it was found" : `Effect where it was found (${unit})`,
      ticks: size < 480 ? 4 : 7
    },
    y: {
      ...axis,
      label: size < 480 ? `Effect in ${target}` : `Effect in ${target} (${unit})`,
      ticks: size < 480 ? 4 : 7
    },
    color: {...scale, type: "categorical"},
    marks: [
      Plot.ruleX([0], {strokeOpacity: 0.5}),
      Plot.ruleY([0], {strokeOpacity: 0.5}),
      Plot.link([[low, high]], {
        x1: (d: number[]) => d[0],
        y1: (d: number[]) => d[0],
        x2: (d: number[]) => d[1],
        y2: (d: number[]) => d[1],
        strokeDasharray: "4 3"
      }),
      Plot.text(["the same effect"], {
        x: low,
        y: low,
        text: (words: string) => words,
        textAnchor: "start",
        dx: 30,
        dy: -12
      }),
      Plot.link(shown, {x1: "x1", x2: "x2", y1: "y", y2: "y", stroke: "discovery", strokeWidth: 2}),
      Plot.link(shown, {x1: "x", x2: "x", y1: "y1", y2: "y2", stroke: "discovery", strokeWidth: 2}),
      Plot.dot(shown, {x: "x", y: "y", r: 4.5, fill: "discovery", stroke: "currentColor", strokeWidth: 0.8}),
      Plot.text(labelled(shown, (size - 126) / (high - low)), {
        x: "x",
        y: "y",
        text: ({gene, discovery}: ComparedLead) => `${gene ?? ""} ${discovery}`.trim(),
        textAnchor: "start",
        dx: 7,
        dy: -8,
        fontSize: 11,
        stroke: "var(--surface)",
        strokeWidth: 3,
        fill: "currentColor"
      })
    ]
  });
}

/**
 * Leads that have room for a label, those furthest from the diagonal first; the others are in the table. `scale`: pixels
 * per unit of effect.
 */
function labelled<Lead extends {x: number; y: number}>(leads: readonly Lead[], scale: number): Lead[] {
  const placed: Lead[] = [];
  for (const lead of leads.toSorted((a, b) => Math.abs(b.x - b.y) - Math.abs(a.x - a.y))) {
    const isFree = placed.every(
      ({x, y}) => Math.abs(x - lead.x) * scale > 80 || Math.abs(y - lead.y) * scale > labelHeight
    );
    if (isFree) placed.push(lead);
  }
  return placed;
}

const labelHeight = 14;

export const leadColumns: TableColumn<ComparedLead>[] = [
  {label: "Variant", cell: ({variantId}) => variantId},
  {label: "Nearest gene", cell: ({gene}) => gene ?? ""},
  {label: "Found in", cell: ({discovery}) => discovery},
  {label: "Effect there", numeric: true, cell: (d) => figures(d.found.beta), text: (d) => plain(d.found.beta)},
  {label: "Standard error", numeric: true, cell: (d) => figures(d.found.se), text: (d) => plain(d.found.se)},
  {label: "Looked at in", cell: ({target}) => target},
  {label: "Effect here", numeric: true, cell: (d) => figures(d.here.beta), text: (d) => plain(d.here.beta)},
  {label: "Standard error here", numeric: true, cell: (d) => figures(d.here.se), text: (d) => plain(d.here.se)}
];

function figures(value: number): string {
  return value.toPrecision(3);
}
