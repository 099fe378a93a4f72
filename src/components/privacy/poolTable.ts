import {html} from "htl";
import type {PoolReport} from "../../model/privacy.js";
import {ancestryName} from "../ancestryColours.js";
import {dataTable} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {withheldCell} from "../WithheldCell.js";

/** The groups that public frequencies are given for, and how far the noise takes a frequency. */
export function poolTable(pools: readonly PoolReport[]): HTMLElement {
  const table = dataTable(
    "Groups with public frequencies",
    [
      {label: "Genetic ancestry group", cell: ({level, merged}) => meaning(level, merged)},
      {label: "People", numeric: true, cell: ({people}) => formatCount(people)},
      {label: "Noise of a count (SD)", numeric: true, cell: ({noiseSd}) => noise(noiseSd, formatCount)},
      {label: "A frequency is within (95 %)", numeric: true, cell: ({frequencySd}) => noise(frequencySd, plusMinus)},
      {
        label: "Shown",
        cell: ({shown}) =>
          shown
            ? "yes"
            : withheldCell(
                {rule: "panel", sentence: "The noise would leave a frequency too vague to be of use."},
                "noise too large"
              )
      }
    ],
    pools
  );
  table.classList.add("pools");
  return table;
}

/** Half the width of a 95 % interval of noise alone, in percentage points. */
export function plusMinus(frequencySd: number): string {
  const points = 196 * frequencySd;
  return `±\u202f${points < 0.1 ? points.toPrecision(1) : points.toFixed(1)} points`;
}

function meaning(level: string, merged: readonly string[]): Node {
  const others = merged.length === 0 ? "" : `; with ${merged.join(", ")}, too few people to be listed alone`;
  return html`<span><strong>${level}</strong> ${ancestryName(level)}${others}</span>` as Node;
}

function noise(sd: number, format: (sd: number) => string): string {
  return sd === 0 ? "none: exact" : format(sd);
}
