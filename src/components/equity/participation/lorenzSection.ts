import {html} from "htl";
import type {ParticipationDocument} from "../../../model/equity.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {figure} from "../../Figure.js";
import {countryLorenz, participantsOfLeast} from "./countryLorenz.js";
import {countryShares} from "./countryShares.js";
import {lorenzChart, lorenzColumns} from "./lorenzChart.js";
import {participationWords as words} from "./participationWords.js";
import {sourceFacts, sourceLine, sourceOf} from "./sourceFacts.js";

/** How unevenly participation is spread over the people of all countries. */
export function lorenzSection(data: ParticipationDocument, manifest: ReleaseManifest): HTMLElement {
  const source = sourceOf(data.sources, "countries");
  const lorenz = countryLorenz(countryShares(data.countries));
  const sentence = lorenzSentence(data);
  return html`<div class="participation-lorenz">
    ${sentence === null ? null : html`<p>${sentence}</p>`}
    ${figure({
      id: "lorenz",
      title: words.lorenz.title,
      subtitle: words.lorenz.subtitle,
      chart: (width) => lorenzChart(lorenz, width),
      source: sourceLine(source),
      manifest,
      embed: true,
      facts: sourceFacts(source),
      columns: lorenzColumns,
      rows: lorenz?.points ?? []
    })}
  </div>` as HTMLElement;
}

/** What the curve says; null where too little is known for one. */
export function lorenzSentence({countries}: ParticipationDocument): string | null {
  const lorenz = countryLorenz(countryShares(countries));
  return lorenz && words.lorenz.sentence(participantsOfLeast(lorenz, 0.5), lorenz.gini);
}
