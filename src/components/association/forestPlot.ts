import * as Plot from "@observablehq/plot";
import {metaLevel, type VariantTest} from "../../model/association.js";
import {ancestryColour} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatFrequency, formatMinusLog10P} from "../formatNumber.js";
import {effectWords, numeric, oddsWords, pWords, testColumns} from "./testColumns.js";

/** A line of a forest plot: a group, or one of the two ways to put all groups together. */
export interface ForestRow {
  label: string;
  kind: "group" | "fixed" | "random";
  ancestry: string;
  n: number | null;
  eaf: number | null;
  beta: number | null;
  se: number | null;
  minusLog10P: number | null;
}

export interface ForestOptions {
  /** `binary`: effects are drawn as odds ratios on a log axis. */
  kind: "binary" | "quantitative";
  /** Of the trait, where it is known. */
  unit?: string;
}

const z95 = 1.959963984540054;

/** Groups in alphabetical order, then the meta-analysis with fixed and with random effects. */
export function forestRows(tests: readonly VariantTest[]): ForestRow[] {
  const groups = tests
    .filter(({ancestry}) => ancestry !== metaLevel)
    .sort((a, b) => (a.ancestry < b.ancestry ? -1 : 1))
    .map((test): ForestRow => ({...test, label: test.ancestry, kind: "group"}));
  const meta = tests.find(({ancestry}) => ancestry === metaLevel);
  if (!meta) return groups;
  const random = {...meta, beta: meta.betaRandom, se: meta.seRandom, minusLog10P: null};
  return [
    ...groups,
    {...meta, label: "All (fixed)", kind: "fixed"},
    ...(meta.betaRandom === null ? [] : [{...random, label: "All (random)", kind: "random"} as ForestRow])
  ];
}

/** Effect of a variant in each group with its 95 % interval, and over all groups. */
export function forestPlot(rows: readonly ForestRow[], {kind, unit}: ForestOptions, width: number): Element {
  const shown = rows
    .filter(({beta, se}) => beta !== null && se !== null)
    .map((row) => {
      const [low, middle, high] = [row.beta! - z95 * row.se!, row.beta!, row.beta! + z95 * row.se!];
      const of = kind === "binary" ? Math.exp : (b: number) => b;
      return {...row, low: of(low), middle: of(middle), high: of(high)};
    });
  const hidden = rows.filter(({beta, se}) => beta === null || se === null);
  const narrow = width < 560;
  const words = ({beta, se}: ForestRow): string =>
    narrow ? "" : kind === "binary" ? oddsWords(beta, se) : effectWords(beta, se);
  const none = kind === "binary" ? 1 : 0;
  const ends = shown.flatMap(({low, high}) => [low, high]);
  return Plot.plot({
    width,
    height: 62 + rows.length * 34,
    marginLeft: 92,
    marginRight: narrow ? 12 : 210,
    marginBottom: 44,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: kind === "binary" ? "log" : "linear",
      domain: [Math.min(none, ...ends), Math.max(none, ...ends)],
      nice: kind !== "binary",
      label: axisWords(kind, unit, narrow),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 7,
      tickFormat: (value: number) => String(Number(value.toPrecision(3))),
      grid: true
    },
    y: {label: null, domain: rows.map(({label}) => label), tickSize: 0, padding: 0.4},
    marks: [
      Plot.ruleX([none], {strokeOpacity: 0.7}),
      Plot.link(shown, {
        x1: "low",
        x2: "high",
        y1: "label",
        y2: "label",
        stroke: (row: ForestRow) => (row.kind === "group" ? ancestryColour(row.ancestry) : "var(--text)"),
        strokeWidth: 3
      }),
      Plot.dot(shown, {
        x: "middle",
        y: "label",
        r: 5.5,
        symbol: (row: ForestRow) => (row.kind === "group" ? "square" : "diamond"),
        fill: (row: ForestRow) => (row.kind === "group" ? ancestryColour(row.ancestry) : "var(--text)"),
        stroke: "currentColor",
        strokeWidth: 1
      }),
      Plot.text(shown, {y: "label", frameAnchor: "right", textAnchor: "start", dx: 12, text: words}),
      Plot.text(hidden, {y: "label", x: () => none, dx: 8, textAnchor: "start", text: () => "withheld or not tested"})
    ]
  });
}

function axisWords(kind: ForestOptions["kind"], unit: string | undefined, narrow: boolean): string {
  if (kind === "binary") return narrow ? "Odds ratio (log scale)" : "Odds ratio per alternate allele (log scale)";
  return `${narrow ? "Effect" : "Effect per alternate allele"}${unit ? ` (${unit})` : ""}`;
}

export function forestColumns({kind}: ForestOptions): TableColumn<ForestRow>[] {
  return [
    {label: "Group", cell: ({label}) => label},
    numeric("People", ({n}) => n, formatCount),
    numeric("Frequency of alternate allele", ({eaf}) => eaf, formatFrequency),
    testColumns.beta as unknown as TableColumn<ForestRow>,
    testColumns.se as unknown as TableColumn<ForestRow>,
    ...(kind === "binary"
      ? [{label: "Odds ratio (95 % interval)", cell: ({beta, se}: ForestRow) => oddsWords(beta, se)}]
      : [{label: "Effect (95 % interval)", cell: ({beta, se}: ForestRow) => effectWords(beta, se)}]),
    {label: "p", numeric: true, cell: ({minusLog10P}) => pWords(minusLog10P)}
  ];
}

/** Whether the groups agree, by Cochran's Q and I². */
export function heterogeneitySentence(tests: readonly VariantTest[]): string {
  const meta = tests.find(({ancestry}) => ancestry === metaLevel);
  const groups = tests.filter(({ancestry, beta}) => ancestry !== metaLevel && beta !== null);
  if (!meta || groups.length < 2) return "With one group there is nothing to compare the effect with.";
  if (meta.i2 === null || meta.minusLog10PHet === null)
    return "How far the groups differ is withheld or was not computed.";
  const q = cochranQ(groups);
  const share = `${Math.round(meta.i2 * 100)}\u202f%`;
  const figures = `Cochran’s Q = ${q.toFixed(1)} with ${groups.length - 1} ${groups.length === 2 ? "degree" : "degrees"} of freedom, p = ${formatMinusLog10P(meta.minusLog10PHet)}, I² = ${share}`;
  if (meta.minusLog10PHet >= -Math.log10(0.05))
    return `The groups differ by more than chance explains (${figures}): read each group on its own before the line for all.`;
  return `The groups differ no more than chance explains (${figures}); few groups, or small ones, would hide a difference.`;
}

/** Sum of the squared distances from the fixed-effect mean, in standard errors. Cochran 1954, Biometrics 10:101. */
function cochranQ(groups: readonly VariantTest[]): number {
  const weights = groups.map(({se}) => 1 / se! ** 2);
  const mean = groups.reduce((sum, {beta}, i) => sum + weights[i] * beta!, 0) / weights.reduce((a, b) => a + b);
  return groups.reduce((sum, {beta}, i) => sum + weights[i] * (beta! - mean) ** 2, 0);
}
