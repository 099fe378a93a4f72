import {html} from "htl";
import type {ReleaseManifest, TableName} from "../model/release.js";
import {provenanceFacts} from "./provenanceFacts.js";

/** Where the numbers of a figure come from and what was done to them; `tables` limits the count of withheld cells to those shown. */
export function provenanceStrip(manifest: ReleaseManifest, tables?: readonly TableName[]): HTMLElement {
  return factStrip(provenanceFacts(manifest, tables));
}

export function factStrip(facts: readonly [string, string][]): HTMLElement {
  return html`<dl class="provenance" aria-label="Provenance">
    ${facts.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`
    )}
  </dl>` as HTMLElement;
}
