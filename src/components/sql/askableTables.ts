import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import {formatCount} from "../formatNumber.js";
import {columnWords, tableWords} from "../tableWords.js";

const askable: readonly string[] = ["variants", "allele_counts", "genotype_counts"];

/** The tables that can be asked on the side of the release that is open, with the meaning of their columns. */
export function askableTables({tables}: ReleaseManifest): HTMLElement {
  return html`<div class="sql-tables">
    ${tables
      .filter(({name}) => askable.includes(name))
      .map(
        ({name, rows, columns}) =>
          html`<details>
            <summary><code>${name}</code> ${formatCount(rows)} rows. ${tableWords[name].sentence}</summary>
            <dl class="facts">
              ${columns.map(
                (column) =>
                  html.fragment`<dt><code>${column.name}</code></dt>
                    <dd>${columnWords[column.name] ?? "A group of people, as the cohort names it"}</dd>`
              )}
            </dl>
          </details>`
      )}
  </div>` as HTMLElement;
}
