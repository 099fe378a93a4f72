import * as Plot from "@observablehq/plot";
import type {OncoprintRow} from "../../model/tumours.js";
import {formatShare} from "../formatNumber.js";
import {hatchPattern} from "../hatchPattern.js";
import {labelWidth} from "../labelWidth.js";
import {groupOrder} from "../medicines/medicineWords.js";

/** Genes by groups: the share of people whose tumour has the gene mutated, with its interval; hatched where withheld. */
export function shareMatrix(rows: readonly OncoprintRow[], width: number): SVGSVGElement {
  const genes = [...new Set(rows.map(({gene}) => gene))];
  const groups = groupOrder(rows.map(({group}) => group));
  const shown = rows.filter(({share}) => share !== null);
  const withheld = rows.filter(({share}) => share === null);
  const hatch = `withheld-genes-by-group-${width}-${rows.length}`;
  // Cells stay light enough for dark words in either theme.
  const most = Math.max(0.1, ...shown.map(({share}) => share!)) * 1.8;
  return Plot.plot({
    width,
    height: 50 + genes.length * 38,
    marginLeft: labelWidth(genes),
    marginRight: 10,
    marginTop: 30,
    style: {fontSize: "13px", background: "none", fontVariantNumeric: "tabular-nums"},
    x: {domain: groups, label: null, axis: "top", tickSize: 0, padding: 0.03},
    y: {domain: genes, label: null, tickSize: 0, padding: 0.03},
    color: {type: "linear", domain: [0, most], range: ["#ffffff", "#0072B2"]},
    marks: [
      () => hatchPattern(hatch),
      Plot.cell(shown, {x: "group", y: "gene", fill: "share", inset: 1}),
      Plot.cell(withheld, {
        x: "group",
        y: "gene",
        fill: `url(#${hatch})`,
        stroke: "currentColor",
        strokeOpacity: 0.3,
        inset: 1
      }),
      Plot.text(shown, {
        x: "group",
        y: "gene",
        text: ({share}) => formatShare(share!),
        fill: "#111",
        fontWeight: 600,
        fontSize: width < 560 ? 12 : 13,
        dy: -7
      }),
      Plot.text(shown, {
        x: "group",
        y: "gene",
        text: ({shareLow, shareHigh}: OncoprintRow) =>
          width >= 760 ? `${formatShare(shareLow!)} to ${formatShare(shareHigh!)}` : perCents(shareLow!, shareHigh!),
        fill: "#111",
        fontSize: width < 560 ? 10 : 11,
        dy: 9
      })
    ]
  }) as SVGSVGElement;
}

/** `9–14`, where there is no room for more. */
function perCents(low: number, high: number): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)}`;
}
