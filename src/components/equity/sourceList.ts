import {html} from "htl";
import type {FigureSource} from "../../model/equity.js";
import type {ReleaseManifest} from "../../model/release.js";
import type {EquityWords} from "./words/en.js";

/** Each source once, with its date and what has to be said beside it; the cohort last. */
export function sourceList(
  sources: readonly FigureSource[],
  manifest: ReleaseManifest,
  words: EquityWords
): HTMLElement {
  const once = sources.filter(({id}, i) => sources.findIndex((other) => other.id === id) === i);
  const {cohort, dataDate} = manifest;
  return html`<dl class="sources">
    ${once.map(
      ({title, citation, url, date, caveat}) =>
        html`<div>
          <dt>${title} (${date})</dt>
          <dd>${url === null ? citation : html`<a href=${url}>${citation}</a>`}. ${caveat}</dd>
        </div>`
    )}
    <div>
      <dt>${cohort.title} (${dataDate})</dt>
      <dd>${cohort.citation ?? cohort.source ?? words.report.noSource}</dd>
    </div>
  </dl>` as HTMLElement;
}
