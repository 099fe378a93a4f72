import {html} from "htl";
import type {PublicAssociation} from "../../model/association.js";
import type {ReleaseManifest} from "../../model/release.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {formatCount} from "../formatNumber.js";
import {hitsSentence} from "../privacy/privacyWords.js";
import {numeric} from "./testColumns.js";

/** What everybody sees of a trait in a `public-safe` release: the strongest associations that fit into its budget. */
export function publicHits(trait: string, hits: readonly PublicAssociation[], manifest: ReleaseManifest): HTMLElement {
  return html`<section class="public-hits" aria-labelledby="public-hits-title">
    <h2 id="public-hits-title">Open to everybody: ${trait}</h2>
    ${
      hits.length === 0
        ? html`<p>No association with this trait is public.</p>`
        : dataTable(`Public associations with ${trait}`, hitColumns, hits)
    }
    <p class="quiet">${hitsSentence(manifest.privacy)}</p>
  </section>` as HTMLElement;
}

const hitColumns: TableColumn<PublicAssociation>[] = [
  {label: "Variant", cell: ({variantId}) => variantId},
  numeric(
    "Odds ratio, without its direction",
    ({oddsRatio}) => oddsRatio,
    (or) => or.toPrecision(2)
  ),
  {label: "p", cell: ({pBin}) => pBin.replace("e-8", " × 10⁻⁸").replace("<", "< ")},
  numeric("Cases", ({nCase}) => nCase, formatCount),
  numeric("Controls", ({nControl}) => nControl, formatCount),
  {label: "Method", cell: ({method}) => method}
];
