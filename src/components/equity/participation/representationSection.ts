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
  const variables = new Set(
    representation.filter(({reference_share: share}) => share !== null).map(({variable}) => variable)
  );
  const groups = representationRatios(representation.filter(({variable}) => variables.has(variable)));
  const apart = representation.filter(({variable}) => !variables.has(variable)).map(({variable}) => variable);
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
      tables: ["people_margins"],
      columns: representationColumns,
      rows: groups
    })}
    ${apart.length > 0 ? html`<p class="quiet">${words.representation.apart([...new Set(apart)])}</p>` : null}
  </div>` as HTMLElement;
}

/** Which groups are clearly less or more than their share; and how many cannot be told, or are not shown. */
export function representationSentences(representation: readonly RepresentationRow[]): string[] {
  const groups = representationRatios(representation);
  const claims = groups.map((group) => words.representation.sentence(group)).filter((text) => text !== null);
  const count = (test: (group: (typeof groups)[number]) => boolean): number => groups.filter(test).length;
  return [
    ...claims,
    words.representation.unclearSentence(count(({standing}) => standing === "unclear")),
    words.representation.withheldSentence(count(({n}) => n === null))
  ].filter((text) => text !== null);
}

function withoutCatchment(representation: readonly RepresentationRow[]): HTMLElement {
  return html`<div class="participation-cohort">
    <p class="empty">${words.representation.noCatchment(representation.length > 0)}</p>
    <pre><code>${words.representation.example}</code></pre>
  </div>` as HTMLElement;
}
