import {html} from "htl";
import type {EquityDocument, RepresentationRow} from "../../../model/equity.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {figure} from "../../Figure.js";
import {syntheticWords} from "../../provenanceFacts.js";
import {participationWords as words} from "./participationWords.js";
import {representationChart, representationColumns} from "./representationChart.js";
import {representationRatios} from "./representationRatios.js";

/** The cohort beside its catchment, or what has to be written for that comparison. */
export function representationSection({representation}: EquityDocument, manifest: ReleaseManifest): HTMLElement {
  const reference = representation.find(({reference}) => reference !== null)?.reference ?? null;
  if (reference === null) return withoutCatchment(representation);
  const compared = comparedRows(representation);
  const groups = representationRatios(compared);
  const apart = representation.filter((row) => !compared.includes(row)).map(({variable}) => variable);
  return html`<div class="participation-cohort">
    ${
      manifest.cohort.synthetic.genotypes
        ? html`<p class="quiet">${words.representation.synthetic(syntheticWords(manifest))}</p>`
        : null
    }
    ${representationSentences(representation).map((sentence) => html`<p>${sentence}</p>`)}
    ${figure({
      id: "representation",
      title: words.representation.title,
      subtitle: words.representation.subtitle,
      chart: (width) => representationChart(groups, width),
      source: words.representation.source(reference),
      manifest,
      embed: true,
      tables: ["representation"],
      columns: representationColumns,
      rows: groups
    })}
    ${apart.length > 0 ? html`<p class="quiet">${words.representation.apart([...new Set(apart)])}</p>` : null}
  </div>` as HTMLElement;
}

/** Which groups are clearly less or more than their share; and how many cannot be told, or are not shown. */
export function representationSentences(representation: readonly RepresentationRow[]): string[] {
  const groups = representationRatios(comparedRows(representation));
  const claims = groups.map((group) => words.representation.sentence(group)).filter((text) => text !== null);
  const count = (test: (group: (typeof groups)[number]) => boolean): number => groups.filter(test).length;
  return [
    ...claims,
    words.representation.unclearSentence(count(({standing}) => standing === "unclear")),
    words.representation.withheldSentence(count(({n}) => n === null))
  ].filter((text) => text !== null);
}

/** Those of variables that the catchment says something about. */
function comparedRows(rows: readonly RepresentationRow[]): RepresentationRow[] {
  const known = new Set(rows.filter(({reference_share: share}) => share !== null).map(({variable}) => variable));
  return rows.filter(({variable}) => known.has(variable));
}

function withoutCatchment(representation: readonly RepresentationRow[]): HTMLElement {
  return html`<div class="participation-cohort">
    <p class="empty">${words.representation.noCatchment(representation.length > 0)}</p>
    <pre><code>${words.representation.example}</code></pre>
  </div>` as HTMLElement;
}
