import {html} from "htl";
import {fileStem, type ReleasedTable, type ReleaseManifest} from "../model/release.js";
import {inferredSentence} from "./ancestryWords.js";
import {formatCount} from "./formatNumber.js";
import {stratumLabel} from "./PeopleChart.js";
import {classSentences, syntheticWords} from "./provenanceFacts.js";
import {columnWords, fileWords} from "./tableWords.js";

const typeWords = {string: "text", int32: "whole number", float64: "number"};

/** What is known about a cohort: origin, licence, consent, groups, traits. What is not given says so. */
export function cohortFacts(manifest: ReleaseManifest): HTMLElement {
  const {cohort, strata, traits, recipients, dataDate} = manifest;
  const facts: [string, string | Node][] = [
    ["Name", `${cohort.title} (${cohort.id})`],
    ["Synthetic or real", syntheticWords(manifest)],
    ["Source", cohort.source ?? "not given"],
    ["Licence", cohort.licence ?? "not given"],
    ["Please cite", cohort.citation ?? "not given"],
    ["Genome build", cohort.build],
    ["Consent", cohort.consent.length > 0 ? cohort.consent.join(", ") : "none given: nothing may be asked"],
    ["Release class", `${cohort.class}. ${classSentences[cohort.class]}`],
    ["Named readers", formatCount(recipients.registered.length)],
    ["Date of the data", dataDate],
    [
      "Groups",
      html.fragment`<ul>
          ${strata.map(({name, levels}) => html`<li>${stratumLabel(name)}: ${levels.join(", ")}</li>`)}
        </ul>
        ${inferredSentence(manifest)}` as Node
    ],
    [
      "Traits",
      traits.length === 0
        ? "none"
        : (html`<ul>
            ${traits.map(({id, label, kind}) => html`<li>${label} <span class="quiet">${id}, ${kind}</span></li>`)}
          </ul>` as Node)
    ]
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([term, value]) =>
        html.fragment`<dt>${term}</dt>
          <dd>${value}</dd>`
    )}
  </dl>` as HTMLElement;
}

/** Each released table with its columns and what they mean. */
export function releasedColumns({tables}: ReleaseManifest): HTMLElement {
  return html`<div>${tables.map((table) => tableElement(table, tables))}</div>` as HTMLElement;
}

function tableElement(table: ReleasedTable, tables: readonly ReleasedTable[]): HTMLElement {
  const {tier, rows, columns} = table;
  const {title, sentence} = fileWords(table, tables);
  return html`<section id=${`table-${tier}-${fileStem(table)}`}>
    <h3>${title}</h3>
    <p>${sentence} ${formatCount(rows)} rows.</p>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${`Columns of ${title}`}>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          ${columns.map(
            ({name, type}) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                <td class="nowrap">${typeWords[type]}</td>
                <td>${columnWords[name] ?? "A group of people, as the cohort names it"}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </div>
  </section>` as HTMLElement;
}
