import {html} from "htl";
import type {ReleasedTable, ReleaseManifest} from "../model/release.js";
import {outcomeSign} from "./DecisionPanel.js";
import {formatBytes, formatCount} from "./formatNumber.js";
import {fileWords, tableWords, tierWords} from "./tableWords.js";

const openTo = {public: "Everybody", registered: "Named readers, with their key"};

/** The files of a release: what each holds, who can open it, its size and hash, and a link to fetch it. */
export function releasedFiles({tables}: ReleaseManifest, resolve: (file: string) => string): HTMLElement {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Files of this release">
    <table class="data files">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">What it holds</th>
          <th scope="col">Open to</th>
          <th scope="col" data-numeric="true">Rows</th>
          <th scope="col" data-numeric="true">Size</th>
        </tr>
      </thead>
      <tbody>
        ${tables.map((table) => fileRow(table, fileWords(table, tables).sentence, resolve(table.file)))}
      </tbody>
    </table>
  </div>` as HTMLElement;
}

function fileRow({tier, file, rows, bytes, sha256}: ReleasedTable, sentence: string, href: string): Node {
  return html`<tr>
    <th scope="row">
      <a href=${href} download=${file.split("/").at(-1)}>${file}</a>
      <div class="hash">SHA-256 <code>${sha256}</code></div>
    </th>
    <td>${sentence}</td>
    <td>${openTo[tier]}</td>
    <td data-numeric="true">${formatCount(rows)}</td>
    <td data-numeric="true">${formatBytes(bytes)}</td>
  </tr>` as Node;
}

/** What the release rules kept back as a whole, and why. Null when every table was released. */
export function refusedTables({refused}: ReleaseManifest): HTMLElement | null {
  if (refused.length === 0) return null;
  return html`<ul class="refused">
    ${refused.map(
      ({name, tier, reasons}) =>
        html`<li>
          <strong>${tableWords[name]?.title ?? name}</strong>, ${tierWords[tier]}: ${outcomeSign("forbid")}.
          ${reasons.map(
            ({sentence, remedy}) =>
              html`${sentence} ${remedy ? html`<span class="quiet">${remedy.sentence}</span> ` : null}`
          )}
        </li>`
    )}
  </ul>` as HTMLElement;
}
