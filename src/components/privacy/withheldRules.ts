import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import {formatCount} from "../formatNumber.js";
import {tableTitle} from "./privacyWords.js";

/** What each rule kept back in each table; empty tables and open releases say so. */
export function withheldRules({withheld, cohort}: ReleaseManifest): HTMLElement {
  const rows = withheld.filter(({cells}) => cells > 0);
  if (rows.length === 0)
    return html`<p class="empty">
      ${
        cohort.class === "open"
          ? "Nothing is withheld: the tables of an open release are exact."
          : "No rule had anything to withhold in this release."
      }
    </p>` as HTMLElement;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="What each rule withheld">
    <table class="data withheld-rules">
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col">Rule</th>
          <th scope="col" data-numeric="true">Cells withheld</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({table, tier, trait, rule, sentence, cells}) =>
            html`<tr>
              <th scope="row">${tableTitle(`${tier}/${table}`)}${trait === undefined ? "" : `: ${trait}`}</th>
              <td>${sentence} <code class="rule-id">${rule}</code></td>
              <td data-numeric="true">${formatCount(cells)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}
