import * as Plot from "@observablehq/plot";
import type {AnalysisChoice, Comparison, CountAnalysis} from "../../kernels/countAnalysis.js";
import type {OddsRatio} from "../../kernels/oddsRatio.js";
import type {ChiSquared} from "../../kernels/pearson.js";
import {ancestryColour} from "../ancestryColours.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatMinusLog10P} from "../formatNumber.js";
import {withheldCell, type WithheldBy} from "../WithheldCell.js";
import {numberWords, stratumName} from "./countWords.js";

/** A line of the chart and of its table. */
export interface ForestLine {
  /** Unique: group, and contrast where there are two. */
  label: string;
  kind: "stratum" | "crude" | "adjusted";
  /** The first level of a stratum, which has a colour where it is an ancestry. */
  level: string;
  /** Null where a count of the group is withheld, and for the adjusted line. */
  compared: Comparison | null;
  withheld: boolean;
  odds: OddsRatio | null;
  test: ChiSquared | null;
  /** Of the controls; NaN where unknown. */
  hardyWeinberg: number;
}

/** Groups as the release orders them, then everybody together, then adjusted where groups are adjusted for. */
export function forestLines(analysis: CountAnalysis, choice: AnalysisChoice): ForestLine[] {
  const {contrasts, strata, crude, adjusted} = analysis;
  const many = contrasts.length > 1;
  return contrasts.flatMap((_, i) => {
    const suffix = many ? ` · ${i + 1} ${i === 0 ? "copy" : "copies"}` : "";
    const groups = strata.map((stratum): ForestLine => ({
      label: `${stratumName(stratum, choice)}${suffix}`,
      kind: "stratum",
      level: stratum.levels[0] ?? "",
      compared: stratum.compared,
      withheld: stratum.compared === null,
      odds: stratum.compared?.oddsRatios[i] ?? null,
      test: stratum.compared?.test ?? null,
      hardyWeinberg: stratum.controlsHardyWeinberg
    }));
    if (choice.adjustFor.length === 0) return groups;
    const whole = {level: "", withheld: false, hardyWeinberg: NaN};
    return [
      ...groups,
      {
        ...whole,
        label: `Not adjusted${suffix}`,
        kind: "crude",
        compared: crude,
        odds: crude.oddsRatios[i],
        test: crude.test
      },
      {
        ...whole,
        label: `Adjusted${suffix}`,
        kind: "adjusted",
        compared: null,
        odds: adjusted.oddsRatios[i],
        test: adjusted.test
      }
    ] as ForestLine[];
  });
}

/** Odds ratios with their 95 % intervals on a logarithmic axis; what is unknown says so in its place. */
export function forestChart(lines: readonly ForestLine[], width: number): Element {
  const narrow = width < 560;
  const shown = lines.flatMap((line) => {
    const {odds} = line;
    if (!odds || !Number.isFinite(odds.se) || !(odds.oddsRatio > 0)) return [];
    return [{...line, low: odds.interval[0], middle: odds.oddsRatio, high: odds.interval[1]}];
  });
  const others = lines.filter(({label}) => !shown.some((line) => line.label === label));
  // A group of few people must not squeeze all others.
  const ends = shown.map(({middle}) => middle);
  const [least, most] = [Math.min(0.5, ...ends) / 2, Math.max(2, ...ends) * 2];
  const inside = (value: number): number => Math.min(most, Math.max(least, value));
  return Plot.plot({
    width,
    height: 62 + lines.length * 32,
    marginLeft: Math.min(width / 2, 16 + 7.5 * Math.max(...lines.map(({label}) => label.length))),
    marginRight: narrow ? 52 : 170,
    marginBottom: 42,
    ariaLabel: "Odds ratio by group with 95 % intervals",
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: "log",
      domain: [least, most],
      label: "Odds ratio (logarithmic scale)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 3 : 6,
      tickFormat: (value: number) => String(Number(value.toPrecision(3))),
      grid: true
    },
    y: {label: null, domain: lines.map(({label}) => label), tickSize: 0, padding: 0.4},
    marks: [
      Plot.ruleX([1], {strokeOpacity: 0.7}),
      Plot.link(shown, {
        x1: ({low}) => inside(low),
        x2: ({high}) => inside(high),
        y1: "label",
        y2: "label",
        stroke: colourOf,
        strokeWidth: 3
      }),
      Plot.dot(shown, {
        x: "middle",
        y: "label",
        r: 5.5,
        symbol: ({kind}: ForestLine) => (kind === "stratum" ? "square" : "diamond"),
        fill: ({kind, level}: ForestLine) => (kind === "crude" ? "var(--surface)" : colourOf({kind, level})),
        stroke: "currentColor",
        strokeWidth: 1
      }),
      Plot.text(shown, {
        y: "label",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        text: ({middle, low, high}) =>
          narrow ? middle.toFixed(2) : `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
      }),
      Plot.text(others, {
        y: "label",
        x: () => 1,
        dx: 8,
        textAnchor: "start",
        text: ({withheld}: ForestLine) => (withheld ? "withheld" : "no estimate")
      })
    ]
  });
}

/** The columns of the table that says the same. */
export function forestColumns(by?: WithheldBy): TableColumn<ForestLine>[] {
  const people = (side: "cases" | "controls", i: number, label: string): TableColumn<ForestLine> => ({
    label,
    numeric: true,
    cell: ({compared, withheld}) =>
      withheld ? withheldCell(by, "withheld") : compared ? formatCount(compared.genotypes[side][i]) : "–",
    text: ({compared, withheld}) => (withheld ? "withheld" : compared ? String(compared.genotypes[side][i]) : "")
  });
  return [
    {label: "Group", cell: ({label}) => label},
    ...["no copy", "one", "two"].map((copies, i) => people("cases", i, `Cases, ${copies}`)),
    ...["no copy", "one", "two"].map((copies, i) => people("controls", i, `Controls, ${copies}`)),
    number("Odds ratio", ({odds}) => odds?.oddsRatio),
    number("95 % from", ({odds}) => odds?.interval[0]),
    number("to", ({odds}) => odds?.interval[1]),
    number("χ²", ({test}) => test?.chiSquared),
    number("df", ({test}) => test?.df),
    pValue("p", ({test}) => test?.minusLog10P),
    number("−log10 p", ({test}) => test?.minusLog10P),
    pValue("Exact p", ({compared}) => compared?.exactMinusLog10P),
    pValue("Controls’ Hardy–Weinberg p", ({hardyWeinberg}) => hardyWeinberg)
  ];
}

function number(label: string, of: (line: ForestLine) => number | null | undefined): TableColumn<ForestLine> {
  return {
    label,
    numeric: true,
    cell: (line) => numberWords(of(line) ?? NaN),
    text: (line) => exportWords(of(line))
  };
}

function pValue(label: string, of: (line: ForestLine) => number | null | undefined): TableColumn<ForestLine> {
  return {
    label,
    numeric: true,
    cell: (line) => formatMinusLog10P(of(line) ?? NaN),
    text: (line) => exportWords(10 ** -(of(line) ?? NaN))
  };
}

function exportWords(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? "" : String(value);
}

function colourOf({kind, level}: Pick<ForestLine, "kind" | "level">): string {
  return kind === "stratum" ? ancestryColour(level) : "var(--text)";
}
