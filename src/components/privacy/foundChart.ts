import * as Plot from "@observablehq/plot";
import type {PrivacyReport} from "../../model/privacy.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {ruleWords, type CurveRule, type FoundAt} from "./foundCurves.js";
import {ofHundred} from "./privacyWords.js";

const lines: Record<CurveRule, {stroke: string; strokeDasharray?: string; strokeWidth: number}> = {
  exact: {stroke: "var(--text)", strokeWidth: 2.5},
  withheld: {stroke: "var(--forbid)", strokeWidth: 2, strokeDasharray: "7 4"},
  rounded: {stroke: "var(--refer)", strokeWidth: 2, strokeDasharray: "2 3"},
  noisy: {stroke: "var(--accent)", strokeWidth: 3}
};

/** Share of participants found against the number of variants (log scale), one line a rule, with guessing and the limit. */
export function foundChart(sizes: readonly FoundAt[], limits: PrivacyReport["limits"], width: number): Element {
  const narrow = width < 560;
  const points = sizes.flatMap(({variants, found}) => found.map(({rule, tpr}) => ({variants, rule, tpr})));
  const rules = [...new Set(points.map(({rule}) => rule))];
  const [first, last] = [sizes[0].variants, sizes[sizes.length - 1].variants];
  const [height, marginTop, marginBottom] = [narrow ? 340 : 400, 16, 46];
  const plotHeight = height - marginTop - marginBottom;
  const ends = spread(
    points.filter(({variants}) => variants === last).map(({rule, tpr}) => ({rule, y: tpr})),
    17 / plotHeight
  );
  return Plot.plot({
    width,
    height,
    marginTop,
    marginBottom,
    marginLeft: 54,
    marginRight: narrow ? 92 : 160,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: "log",
      domain: first < last ? [first, last] : [first, first * 10],
      label: "Variants published (log scale)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 3 : 5,
      tickFormat: (n: number) => (Number.isInteger(Math.log10(n)) ? formatCount(n) : "")
    },
    y: {
      domain: [0, 1],
      label: null,
      tickFormat: (share: number) => `${Math.round(share * 100)}\u202f%`,
      ticks: 5,
      grid: true
    },
    marks: [
      Plot.ruleY([limits.fpr], {strokeOpacity: 0.6, strokeDasharray: "3 3"}),
      Plot.ruleY([limits.tpr], {stroke: "var(--forbid)", strokeDasharray: "3 3"}),
      Plot.text([`limit, ${ofHundred(limits.tpr)}`], {
        x: [first],
        y: [limits.tpr],
        dx: 6,
        dy: -9,
        textAnchor: "start",
        fontSize: 12,
        stroke: "var(--surface)",
        strokeWidth: 5,
        fill: "currentColor"
      }),
      Plot.text([`guessing, ${ofHundred(limits.fpr)}`], {
        x: [last],
        y: [limits.fpr],
        dx: -6,
        dy: 9,
        textAnchor: "end",
        fontSize: 12,
        stroke: "var(--surface)",
        strokeWidth: 5,
        fill: "currentColor"
      }),
      ...rules.map((rule) =>
        Plot.line(
          points.filter((point) => point.rule === rule),
          {x: "variants", y: "tpr", ...lines[rule], curve: "monotone-x"}
        )
      ),
      ...rules.map((rule) =>
        Plot.text(
          ends.filter((end) => end.rule === rule),
          {
            x: () => last,
            y: "y",
            text: () => wrap(ruleWords[rule].label, narrow),
            textAnchor: "start",
            dx: 8,
            fill: lines[rule].stroke,
            fontWeight: 600,
            fontSize: narrow ? 11 : 13
          }
        )
      )
    ]
  });
}

/** The columns of the table that says the same. */
export function foundColumns(sizes: readonly FoundAt[]): TableColumn<FoundAt>[] {
  const rules = sizes[0]?.found.map(({rule}) => rule) ?? [];
  const of = (size: FoundAt, rule: CurveRule) => size.found.find((f) => f.rule === rule)!;
  return [
    {label: "Variants", numeric: true, cell: ({variants}) => formatCount(variants), text: (d) => String(d.variants)},
    ...rules.flatMap((rule): TableColumn<FoundAt>[] => [
      {
        label: `Found, ${ruleWords[rule].label}`,
        numeric: true,
        cell: (size) => formatShare(of(size, rule).tpr),
        text: (size) => String(of(size, rule).tpr)
      },
      {label: `AUC, ${ruleWords[rule].label}`, numeric: true, cell: (size) => of(size, rule).auc.toFixed(3)}
    ])
  ];
}

/** Moves labels apart that would overlap, in order of their values, without leaving 0 to 1. */
export function spread<T extends {y: number}>(labels: readonly T[], least: number): T[] {
  const sorted = [...labels].sort((a, b) => b.y - a.y).map((label) => ({...label}));
  for (let i = 1; i < sorted.length; i += 1) sorted[i].y = Math.min(sorted[i].y, sorted[i - 1].y - least);
  const below = -(sorted.at(-1)?.y ?? 0);
  if (below <= 0) return sorted;
  sorted[sorted.length - 1].y = 0;
  for (let i = sorted.length - 2; i >= 0; i -= 1) sorted[i].y = Math.max(sorted[i].y, sorted[i + 1].y + least);
  return sorted;
}

function wrap(label: string, narrow: boolean): string {
  return narrow ? label.replace("small counts ", "small ") : label;
}
