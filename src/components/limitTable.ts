import {html} from "htl";
import type {ReleaseManifest} from "../model/release.js";
import {formatCount} from "./formatNumber.js";

/** The limits of disclosure control in force in a release, with their sources. */
export function limitTable({rules, cohort}: ReleaseManifest): HTMLElement {
  if (rules.length === 0) {
    return html`<p class="empty">
      This release is of class ${cohort.class} and has no limits: its tables are exact.
    </p>` as HTMLElement;
  }
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Limits in force">
    <table class="data">
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col" data-numeric="true">Value</th>
          <th scope="col">Says</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        ${rules.map(
          ({id, sentence, value, source}) =>
            html`<tr>
              <th scope="row"><code>${id}</code></th>
              <td data-numeric="true">${typeof value === "number" && value >= 1000 ? formatCount(value) : value}</td>
              <td>${sentence}</td>
              <td>${source}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}
