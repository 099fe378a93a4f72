import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import {shortHash} from "../formatNumber.js";
import {classSentences, syntheticWords} from "../provenanceFacts.js";
import type {EquityWords} from "./words/en.js";

/** What stands at the top of the report, and on its first printed page: cohort, class, synthetic or real, date. */
export function reportFacts(manifest: ReleaseManifest, words: EquityWords): HTMLElement {
  const {cohort, dataDate, hashes} = manifest;
  const {facts, othersWords} = words.report;
  const shown: [string, string][] = [
    [facts.cohort, cohort.title],
    [facts.data, syntheticWords(manifest)],
    [facts.date, dataDate],
    [facts.others, othersWords],
    [facts.releaseClass, `${cohort.class}. ${classSentences[cohort.class]}`],
    [facts.policy, shortHash(hashes.policy)]
  ];
  return html`<dl class="report-facts">
    ${shown.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`
    )}
  </dl>` as HTMLElement;
}
