import * as Plot from "@observablehq/plot";
import type {TableColumn} from "../dataTable.js";
import {formatMinusLog10P} from "../formatNumber.js";
import {hatchPattern} from "../WithheldCell.js";
import {pScale} from "./pScale.js";
import {askedColumns, askedMethod, effectWords, oddsWords, type AskedTest} from "./testColumns.js";
import {fitText} from "./fitText.js";

/** A trait of a PheWAS: with a result, or why there is none. */
export interface PhewasRow extends AskedTest {
  trait: string;
  label: string;
  kind: "binary" | "quantitative";
}

let hatches = 0;

/**
 * One variant over all traits, each trait a line: the triangle points up where the alternate allele goes with more of the
 * trait. A trait that the rules refuse keeps its line, and says so.
 */
export function phewasPlot(rows: readonly PhewasRow[], width: number): Element {
  const narrow = width < 560;
  const marginLeft = Math.min(narrow ? 150 : 270, 16 + 6.9 * Math.max(8, ...rows.map(({label}) => label.length)));
  const letters = Math.floor((marginLeft - 12) / 6.9);
  const tested = rows.flatMap((row) => (row.test?.minusLog10P == null ? [] : [{...row, p: row.test.minusLog10P}]));
  const refused = rows.filter((row) => row.refused !== null);
  const untested = rows.filter((row) => row.refused === null && row.test?.minusLog10P == null);
  const level = bonferroni(tested.length);
  const scale = pScale(Math.max(level, ...tested.map(({p}) => p)));
  // Below 10 every other tick, where the axis is bent.
  const ticks = scale.ticks.filter((tick) => scale.bend === null || !narrow || tick === 0 || tick >= 10);
  const hatch = `hatch-phewas-${(hatches += 1)}`;
  const up = ({test}: PhewasRow): boolean => (test?.beta ?? 0) >= 0;
  return Plot.plot({
    width,
    height: 58 + rows.length * 28,
    marginLeft,
    marginRight: narrow ? 16 : 190,
    marginTop: 24,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      domain: [0, 1],
      label: `−log₁₀ p${scale.bend === null ? "" : `, log scale above ${scale.bend}`}`,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: ticks.map(scale.share),
      tickFormat: (_: number, i: number) => String(ticks[i]),
      grid: true
    },
    y: {
      label: null,
      domain: rows.map(({trait}) => trait),
      tickSize: 0,
      tickFormat: (trait: string) => fitText(rows.find((row) => row.trait === trait)!.label, letters)
    },
    marks: [
      () => hatchPattern(hatch),
      Plot.barX(refused, {
        y: "trait",
        x1: 0,
        x2: 1,
        fill: `url(#${hatch})`,
        fillOpacity: 0.5,
        insetTop: 4,
        insetBottom: 4
      }),
      Plot.text(refused, {
        y: "trait",
        x: 0,
        dx: 6,
        textAnchor: "start",
        text: (row: PhewasRow) => row.refused!.sign,
        fill: "var(--forbid)",
        stroke: "var(--surface)",
        strokeWidth: 5,
        fontWeight: 600
      }),
      Plot.text(untested, {
        y: "trait",
        x: 0,
        dx: 6,
        textAnchor: "start",
        text: () => "not tested or withheld",
        fillOpacity: 0.8
      }),
      Plot.ruleX([scale.share(level)], {strokeDasharray: "5 3", stroke: "var(--forbid)"}),
      Plot.text([scale.share(level)], {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -14,
        text: () => `0.05 / ${tested.length}`,
        fontSize: 11
      }),
      Plot.ruleX([0], {strokeOpacity: 0.5}),
      Plot.ruleY(tested, {y: "trait", x1: 0, x2: ({p}: {p: number}) => scale.share(p), strokeOpacity: 0.35}),
      Plot.dot(tested, {
        y: "trait",
        x: ({p}: {p: number}) => scale.share(p),
        symbol: "triangle",
        rotate: (row: PhewasRow) => (up(row) ? 0 : 180),
        r: 6,
        fill: (row: {p: number}) => (row.p >= level ? "var(--point-high)" : "var(--surface)"),
        stroke: (row: {p: number}) => (row.p >= level ? "var(--point-high)" : "currentColor"),
        strokeWidth: 1.4
      }),
      Plot.text(narrow ? [] : tested, {
        y: "trait",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: (row: PhewasRow) => rowWords(row)
      })
    ]
  });
}

export const phewasColumns: TableColumn<PhewasRow>[] = [
  {label: "Trait", cell: ({label}) => label},
  {label: "Id", cell: ({trait}) => trait},
  ...askedColumns,
  {label: "Group", cell: ({test}) => test?.ancestry ?? ""},
  ...askedMethod
];

/** How many tests were made at once, and what that means for the level that counts. */
export function multipleTestingSentence(tested: number, refused: number): string {
  if (tested === 0) return "No trait was tested.";
  const level = formatMinusLog10P(bonferroni(tested));
  const kept =
    refused === 0
      ? ""
      : ` ${refused === 1 ? "One trait is" : `${refused} traits are`} kept back by the rules and ${refused === 1 ? "is" : "are"} not counted.`;
  return `${tested === 1 ? "One trait is" : `${tested} traits are`} looked at here at once, so the line is at 0.05 / ${tested} = ${level} (Bonferroni). A variant that was picked because it is strong for one trait has passed a stricter level there: 5 × 10⁻⁸.${kept}`;
}

function bonferroni(tests: number): number {
  return -Math.log10(0.05 / Math.max(1, tests));
}

function rowWords({test, kind}: PhewasRow): string {
  if (!test) return "";
  return kind === "binary" ? `OR ${oddsWords(test.beta, test.se)}` : effectWords(test.beta, test.se);
}
