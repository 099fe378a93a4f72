import {html} from "htl";
import type {FlowStep, ReleaseManifest, Tier} from "../model/release.js";
import {formatBytes, formatCount} from "./formatNumber.js";
import {withheldCell} from "./WithheldCell.js";

const lanes: {units: FlowStep["unit"][]; title: string}[] = [
  {units: ["people"], title: "People"},
  {units: ["variants"], title: "Variants"},
  {units: ["cells"], title: "Cells of the tables"},
  {units: ["tables", "bytes"], title: "Files"}
];

/** What happened between the input files and this release, with the real count of each step. */
export function flowChart(manifest: ReleaseManifest): HTMLElement {
  const shown = lanes
    .map((lane) => ({...lane, steps: lane.units.flatMap((unit) => stepsOf(manifest, unit))}))
    .filter((l) => l.steps.length > 0);
  return html`<ol class="flow" aria-label="From the input files to this release">
    ${shown.map(
      ({title, steps}) =>
        html`<li class="flow-lane">
          <h3>${title}</h3>
          <ul>
            ${steps.map(
              (step) =>
                html`<li>
                  <span class="flow-count">${countOf(step)}</span> <span class="flow-label">${step.label}</span>
                </li>`
            )}
          </ul>
        </li>`
    )}
  </ol>` as HTMLElement;
}

/** Cells and files are counted from the tables themselves where the manifest has no step for them. */
function stepsOf(manifest: ReleaseManifest, unit: FlowStep["unit"]): FlowStep[] {
  const given = manifest.flow.filter((step) => step.unit === unit);
  if (unit === "cells" && given.length === 0) return withheldSteps(manifest);
  if (unit === "bytes" && given.length === 0) return fileSteps(manifest);
  return given;
}

function withheldSteps({withheld, tables}: ReleaseManifest): FlowStep[] {
  const written = tables.reduce((sum, {rows, columns}) => sum + rows * columns.length, 0);
  const byRule = new Map<string, FlowStep>();
  for (const {rule, sentence, cells} of withheld) {
    const before = byRule.get(rule)?.count ?? 0;
    byRule.set(rule, {id: rule, label: `withheld. ${sentence}`, unit: "cells", count: before + cells});
  }
  return [{id: "cells", label: "written, in all tables", unit: "cells", count: written}, ...byRule.values()];
}

function fileSteps({tables}: ReleaseManifest): FlowStep[] {
  const sum = (tier: Tier) => tables.filter((t) => t.tier === tier).reduce((bytes, t) => bytes + t.bytes, 0);
  const files = (tier: Tier) => tables.filter((t) => t.tier === tier).length;
  const words = {public: "open to everybody", registered: "encrypted to named readers"};
  return (["public", "registered"] as const)
    .filter((tier) => files(tier) > 0)
    .map((tier) => ({
      id: tier,
      label: `${words[tier]}, in ${files(tier)} ${files(tier) === 1 ? "file" : "files"}`,
      unit: "bytes",
      count: sum(tier)
    }));
}

function countOf({unit, count, words}: FlowStep): Node | string {
  if (count === null) return withheldCell(undefined, words ?? "≤\u200920");
  return unit === "bytes" ? formatBytes(count) : formatCount(count);
}
