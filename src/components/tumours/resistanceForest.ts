import * as Plot from "@observablehq/plot";
import type {EvidenceRow, ResistanceRow} from "../../model/tumours.js";
import {formatMinusLog10P} from "../formatNumber.js";
import {nameInside} from "./gainedLost.js";
import {hatchPattern} from "../hatchPattern.js";
import {labelWidth} from "../labelWidth.js";
import {directionOf, evidenceWords, featureName, ratioWords, type Direction} from "./tumourWords.js";

const colours: Record<Direction, string> = {
  resistant: "#D55E00",
  sensitive: "#0072B2",
  unclear: "#888888",
  withheld: "#888888"
};

/** Ends of the scale; what lies beyond is drawn as an arrow. */
const [least, most] = [0.05, 30];

/** A mutation a row: the odds of resistance with its interval, an arrow where one end is not known, a hatch where nothing is. */
export function resistanceForest(
  rows: readonly ResistanceRow[],
  evidence: readonly EvidenceRow[],
  width: number
): SVGSVGElement {
  const names = rows.map(featureName);
  const drawn = rows.map((row) => ({
    name: featureName(row),
    colour: colours[directionOf(row)],
    ratio: row.oddsRatio,
    low: clamp(row.oddsRatioLow ?? (row.oddsRatioHigh === null ? 1 : least)),
    high: clamp(row.oddsRatioHigh ?? (row.oddsRatioLow === null ? 1 : most)),
    isOpenLow: isOpen(row.oddsRatioLow, (low) => low < least) && directionOf(row) !== "withheld",
    isOpenHigh: isOpen(row.oddsRatioHigh, (high) => high > most) && directionOf(row) !== "withheld",
    isWithheld: row.minusLog10Q === null,
    words: rowWords(row, evidence, width)
  }));
  const shown = drawn.filter(({isWithheld}) => !isWithheld);
  const isNarrow = width < 560;
  const hatch = `withheld-odds-${width}-${rows.length}`;
  return Plot.plot({
    width,
    height: 70 + rows.length * (isNarrow ? 60 : 40),
    marginLeft: isNarrow ? 12 : labelWidth(names),
    marginRight: 20,
    marginTop: 28,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {
      type: "log",
      domain: [least, most],
      grid: true,
      ticks: [0.1, 1, 10],
      tickFormat: (tick: number) => String(tick),
      label: isNarrow
        ? "← sensitive · odds ratio (log) · resistant →"
        : "← sensitive more often · odds ratio (log scale) · resistant more often →",
      labelAnchor: "center",
      labelArrow: "none"
    },
    y: {label: null, domain: names, tickSize: 0, axis: isNarrow ? null : "left"},
    marks: [
      () => hatchPattern(hatch),
      Plot.ruleX([1], {stroke: "currentColor", strokeOpacity: 0.6}),
      Plot.barX(
        drawn.filter(({isWithheld}) => isWithheld),
        {
          y: "name",
          x1: 0.5,
          x2: 2,
          fill: `url(#${hatch})`,
          insetTop: isNarrow ? 20 : 9,
          insetBottom: isNarrow ? 20 : 15
        }
      ),
      Plot.link(shown, {
        x1: "low",
        x2: "high",
        y1: "name",
        y2: "name",
        stroke: "colour",
        strokeWidth: 3,
        dy: -4
      }),
      Plot.dot(
        shown.filter(({ratio}) => ratio !== null),
        {x: ({ratio}) => clamp(ratio!), y: "name", r: 5, fill: "colour", stroke: "currentColor", dy: -4}
      ),
      arrows(
        shown.filter(({isOpenHigh}) => isOpenHigh),
        most,
        "▶"
      ),
      arrows(
        shown.filter(({isOpenLow}) => isOpenLow),
        least,
        "◀"
      ),
      ...(isNarrow ? [nameInside(rows, least)] : []),
      Plot.text(drawn, {
        x: least,
        y: "name",
        text: "words",
        textAnchor: "start",
        dy: isNarrow ? 16 : 12,
        dx: 2,
        fontSize: 12,
        fill: "currentColor",
        fillOpacity: 0.85
      })
    ]
  }) as SVGSVGElement;
}

function arrows(rows: readonly {name: string; colour: string}[], x: number, text: string): Plot.Markish {
  return Plot.text(rows, {x, y: "name", text: () => text, fill: "colour", dy: -4, fontSize: 14});
}

function rowWords(row: ResistanceRow, evidence: readonly EvidenceRow[], width: number): string {
  if (row.minusLog10Q === null) return "withheld: few people";
  const found = [ratioWords(row), `FDR ${formatMinusLog10P(row.minusLog10Q)}`];
  const published = evidenceWords(evidence, row);
  return [...found, ...(published && width >= 560 ? [published] : [])].join("; ");
}

function clamp(ratio: number): number {
  return Math.min(most, Math.max(least, ratio));
}

function isOpen(end: number | null, isBeyond: (end: number) => boolean): boolean {
  return end === null || isBeyond(end);
}
