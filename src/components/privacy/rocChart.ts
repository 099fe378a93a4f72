import * as Plot from "@observablehq/plot";
import type {Finding, MembershipFigures, PrivacyReport} from "../../model/privacy.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {attackWords} from "./attackWords.js";
import {outcomeWords, poolWords} from "./findingsTable.js";
import {tableTitle} from "./privacyWords.js";

/** An attack on membership, with its curve. */
export type CurvedFinding = Finding & {figures: MembershipFigures};

/** The attacks that tell members from others, those that must fail first. */
export function curvedFindings({audit}: PrivacyReport): CurvedFinding[] {
  return audit
    .filter((finding): finding is CurvedFinding => finding.figures.kind === "membership")
    .sort((a, b) => Number(a.standing === "reported") - Number(b.standing === "reported"));
}

/** One small chart an attack: the share of members found against the share of others mistaken; the diagonal is guessing. */
export function rocChart(findings: readonly CurvedFinding[], width: number): Element {
  const columns = Math.max(1, Math.min(findings.length, Math.floor(width / (width < 560 ? 140 : 230))));
  const rows = Math.ceil(findings.length / columns);
  const [marginLeft, marginRight, marginTop, marginBottom] = [58, 12, 44, 48];
  const narrow = width < 560;
  const [gapX, gapY] = [narrow ? 20 : 34, 62];
  const panel = Math.min(260, (width - marginLeft - marginRight - gapX * (columns - 1)) / columns);
  const facet = (i: number) => ({fx: i % columns, fy: Math.floor(i / columns)});
  const panels = findings.map((finding, i) => ({...facet(i), finding}));
  const curves = findings.flatMap(({figures, withstood}, i) =>
    figures.curve.map(([fpr, tpr]) => ({...facet(i), i, fpr, tpr, withstood}))
  );
  const line = (dy: number, text: (d: (typeof panels)[number]) => string, options: Plot.TextOptions = {}) =>
    Plot.text(panels, {fx: "fx", fy: "fy", text, frameAnchor: "top-left", dy, ...options});
  const letters = Math.floor(panel / 5.6);
  return Plot.plot({
    width: marginLeft + marginRight + columns * panel + gapX * (columns - 1),
    height: marginTop + marginBottom + rows * panel + gapY * (rows - 1),
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    style: {fontSize: "12px", background: "none"},
    x: {
      domain: [0, 1],
      label: "Others mistaken for participants (%)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: [0, 0.5, 1],
      tickFormat: axisShare
    },
    y: {
      domain: [0, 1],
      label: "Participants found (%)",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: [0, 0.5, 1],
      tickFormat: axisShare
    },
    fx: {axis: null, paddingInner: gapX / (panel + gapX), paddingOuter: 0, round: false, domain: range(columns)},
    fy: {axis: null, paddingInner: gapY / (panel + gapY), paddingOuter: 0, round: false, domain: range(rows)},
    marks: [
      Plot.frame({strokeOpacity: 0.25}),
      line(-28, ({finding}) => attackWords[finding.attack].short, {fontWeight: 600, fontSize: narrow ? 11 : 13}),
      line(-12, ({finding}) => shorten(placeWords(finding), letters), {fillOpacity: 0.8, fontSize: 11}),
      Plot.link([0], {x1: 0, y1: 0, x2: 1, y2: 1, strokeOpacity: 0.55, strokeDasharray: "3 3"}),
      Plot.text(panels.slice(0, 1), {
        fx: "fx",
        fy: "fy",
        x: 0.66,
        y: 0.66,
        text: () => "guessing",
        rotate: -45,
        dy: 11,
        fillOpacity: 0.8,
        fontSize: 11
      }),
      Plot.line(curves, {
        fx: "fx",
        fy: "fy",
        x: "fpr",
        y: "tpr",
        z: "i",
        stroke: (d: {withstood: boolean}) => (d.withstood ? "var(--accent)" : "var(--forbid)"),
        strokeWidth: 2.2
      }),
      Plot.text(panels, {
        fx: "fx",
        fy: "fy",
        frameAnchor: "bottom-right",
        dx: -6,
        dy: -6,
        lineAnchor: "bottom",
        textAnchor: "end",
        text: ({finding}) => outcomeText(finding),
        fontVariant: "tabular-nums",
        lineHeight: 1.3
      })
    ]
  });
}

/** The columns of the table that says the same. */
export function rocColumns(limits: PrivacyReport["limits"]): TableColumn<CurvedFinding>[] {
  const figure = (label: string, of: (figures: MembershipFigures) => string): TableColumn<CurvedFinding> => ({
    label,
    numeric: true,
    cell: ({figures}) => of(figures)
  });
  return [
    {label: "Attack", cell: ({attack}) => attackWords[attack].title},
    {label: "On", cell: ({table}) => tableTitle(table)},
    {label: "Best among", cell: ({pool}) => poolWords(pool)},
    {label: "Standing", cell: ({standing}) => standing},
    figure("Participants attacked", ({people}) => formatCount(people)),
    figure("Simulated others", ({nonMembers}) => formatCount(nonMembers)),
    figure("Area under the curve", ({auc}) => auc.toFixed(3)),
    figure("Standard error", ({aucSe}) => aucSe.toFixed(3)),
    figure(`Found, at ${formatShare(limits.fpr)} mistaken`, ({tpr}) => formatShare(tpr)),
    figure("Standard error of it", ({tprSe}) => formatShare(tprSe)),
    figure("Beyond 99.9 % of others", ({beyond}) => (beyond === null ? "not measured" : formatShare(beyond)))
  ];
}

function placeWords({table, pool}: Finding): string {
  const title = tableTitle(table).split(",")[0];
  return pool === "all" ? title : `${title}, ${pool}`;
}

function outcomeText(finding: CurvedFinding): string {
  const {icon, words} = outcomeWords(finding);
  const reported = finding.standing === "reported" ? ", reported" : "";
  return `AUC ${finding.figures.auc.toFixed(3)}\n${icon} ${words.toLowerCase()}${reported}`;
}

function shorten(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

function axisShare(share: number): string {
  return String(share * 100);
}

function range(n: number): number[] {
  return Array.from({length: n}, (_, i) => i);
}
