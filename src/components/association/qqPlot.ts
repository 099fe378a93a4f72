import * as Plot from "@observablehq/plot";
import {orderStatisticInterval} from "../../kernels/orderStatisticInterval.js";
import type {QqPoint} from "../../model/association.js";
import type {TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {pScale} from "./pScale.js";
import {numeric} from "./testColumns.js";

/** A point of the band that 95 of 100 quantiles lie in when nothing is associated. */
interface BandPoint {
  mafStratum: string;
  expected: number;
  high: number;
  low: number;
}

/**
 * Observed against expected −log10 p, a panel for each stratum of minor allele frequency: the diagonal and its 95 % band
 * are what chance alone gives; λ says how much the middle of the distribution is inflated.
 */
export function qqPlot(points: readonly QqPoint[], width: number): Element {
  const strata = [...new Set(points.map(({mafStratum}) => mafStratum))];
  const columns = Math.max(1, Math.min(strata.length, Math.floor((width - 50) / (width < 560 ? 150 : 200))));
  const rows = Math.ceil(strata.length / columns);
  const place = (mafStratum: string) => ({
    fx: strata.indexOf(mafStratum) % columns,
    fy: Math.floor(strata.indexOf(mafStratum) / columns)
  });
  const [marginLeft, marginBottom, gapY] = [46, 44, 52];
  const panel = Math.min(280, (width - marginLeft - 8) / columns - 16);
  const shown = points.map((point) => ({...point, ...place(point.mafStratum)}));
  const band = strata.flatMap((stratum) => nullBand(stratum, points)).map((p) => ({...p, ...place(p.mafStratum)}));
  const most = Math.max(1, ...points.map(({expected}) => expected));
  const scale = pScale(Math.max(...points.map(({observed}) => observed)));
  const heads = strata.map((stratum) => ({
    ...points.find(({mafStratum}) => mafStratum === stratum)!,
    ...place(stratum)
  }));
  return Plot.plot({
    width,
    height: 44 + marginBottom + rows * panel + (rows - 1) * gapY,
    marginLeft,
    marginBottom,
    marginTop: 44,
    marginRight: width - marginLeft - columns * panel - (columns - 1) * 16,
    style: {fontSize: "12px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {domain: [0, most], label: "Expected −log₁₀ p", labelAnchor: "center", labelArrow: "none", ticks: 4},
    y: {
      domain: [0, 1],
      label: `Observed −log₁₀ p${scale.bend === null ? "" : `, log scale above ${scale.bend}`}`,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: scale.ticks.map(scale.share),
      tickFormat: (_: number, i: number) => String(scale.ticks[i])
    },
    fx: {axis: null, domain: range(columns), paddingInner: 16 / (panel + 16), paddingOuter: 0, round: false},
    fy: {axis: null, domain: range(rows), paddingInner: gapY / (panel + gapY), paddingOuter: 0, round: false},
    marks: [
      Plot.frame({strokeOpacity: 0.25}),
      Plot.areaY(band, {
        fx: "fx",
        fy: "fy",
        x: "expected",
        y1: ({low}: BandPoint) => scale.share(low),
        y2: ({high}: BandPoint) => scale.share(high),
        z: "mafStratum",
        fill: "currentColor",
        fillOpacity: 0.14
      }),
      Plot.link([0], {
        x1: 0,
        y1: 0,
        x2: most,
        y2: scale.share(most),
        strokeOpacity: 0.5,
        strokeDasharray: "3 3"
      }),
      Plot.dot(shown, {
        fx: "fx",
        fy: "fy",
        x: "expected",
        y: ({observed}: QqPoint) => scale.share(observed),
        r: 2.2,
        fill: "var(--accent)"
      }),
      Plot.text(heads, {
        fx: "fx",
        fy: "fy",
        frameAnchor: "top-left",
        dy: -28,
        fontWeight: 600,
        text: ({mafStratum}: QqPoint) => `MAF ${mafStratum}`
      }),
      Plot.text(heads, {
        fx: "fx",
        fy: "fy",
        frameAnchor: "top-left",
        dy: -13,
        text: ({lambda, variants}: QqPoint) => `λ = ${lambda.toFixed(2)}, ${formatCount(variants)} variants`
      })
    ]
  });
}

/** λ of every stratum in a sentence, and whether it is what chance gives. */
export function lambdaSentence(points: readonly QqPoint[]): string {
  const strata = [...new Map(points.map((point) => [point.mafStratum, point])).values()];
  if (strata.length === 0) return "There are too few variants to say whether the statistics are inflated.";
  const far = strata.filter((stratum) => Math.abs(stratum.lambda - 1) > chanceOfLambda(stratum));
  const values = strata.map(({mafStratum, lambda}) => `${lambda.toFixed(2)} (MAF ${mafStratum})`).join(", ");
  if (far.length === 0)
    return `λ is ${values}: no further from 1 than chance takes it with so many variants, as when few are associated and nothing confounds.`;
  const worst = far.reduce((a, b) => (Math.abs(b.lambda - 1) > Math.abs(a.lambda - 1) ? b : a));
  const verdict =
    worst.lambda > 1
      ? "above 1: many small effects, or people who differ in more than the trait"
      : "below 1: the tests are cautious, as they are with few cases or rare alleles";
  return `λ is ${values}: for MAF ${worst.mafStratum} ${verdict}.`;
}

/**
 * How far λ of independent variants strays from 1 in 95 of 100 cases, at least 0.03: the median of n χ² statistics has the
 * standard error 1 / (2 f √n), f being the density at it. Linked variants stray further.
 */
function chanceOfLambda({variants}: QqPoint): number {
  const median = 0.454936423119572;
  const density = Math.exp(-median / 2) / Math.sqrt(2 * Math.PI * median);
  return Math.max(0.03, 1.96 / (2 * density * median * Math.sqrt(variants)));
}

export const qqColumns: TableColumn<QqPoint>[] = [
  {label: "Minor allele frequency", cell: ({mafStratum}) => mafStratum},
  numeric(
    "Expected −log10 p",
    ({expected}) => expected,
    (p) => p.toFixed(3)
  ),
  numeric(
    "Observed −log10 p",
    ({observed}) => observed,
    (p) => p.toFixed(3)
  ),
  numeric("Variants of the stratum", ({variants}) => variants, formatCount),
  numeric(
    "λ of the stratum",
    ({lambda}) => lambda,
    (lambda) => lambda.toFixed(3)
  )
];

/** The band at the ranks whose expected value is drawn, up to the smallest of all. */
function nullBand(mafStratum: string, points: readonly QqPoint[]): BandPoint[] {
  const own = points.filter((point) => point.mafStratum === mafStratum);
  const n = own[0].variants;
  const last = Math.log10(n + 1);
  return Array.from({length: 41}, (_, i) => {
    const k = Math.min(n, Math.max(1, Math.round((n + 1) * 10 ** ((-last * i) / 40))));
    const [high, low] = orderStatisticInterval(k, n);
    return {mafStratum, expected: -Math.log10(k / (n + 1)), high, low};
  });
}

function range(n: number): number[] {
  return Array.from({length: n}, (_, i) => i);
}
