import {html} from "htl";
import type {Finding, PrivacyReport} from "../../model/privacy.js";
import {formatCount} from "../formatNumber.js";
import {attackWords} from "./attackWords.js";
import {citationLinks} from "./citationLinks.js";
import {ofHundred, tableTitle} from "./privacyWords.js";

const standings = {
  enforced: "Must fail: a release that does not withstand these is not made",
  reported: "Reported: what readers of open or encrypted tables could do"
};

/** Every attack that was made, what it found, and the limit it is held to; choosing one explains it. */
export function findingsTable({audit, limits}: PrivacyReport): HTMLElement {
  if (audit.length === 0) return html`<p class="empty">No attack is reported for this release.</p>` as HTMLElement;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Attacks and what they found">
    <table class="data findings">
      <thead>
        <tr>
          <th scope="col">Attack</th>
          <th scope="col">Outcome</th>
          <th scope="col">Found</th>
          <th scope="col">Limit</th>
          <th scope="col">On</th>
          <th scope="col">Best among</th>
        </tr>
      </thead>
      ${(["enforced", "reported"] as const).map((standing) => {
        const findings = audit.filter((finding) => finding.standing === standing);
        if (findings.length === 0) return null;
        return html`<tbody>
          <tr>
            <th scope="rowgroup" colspan="6" class="findings-standing"><span>${standings[standing]}</span></th>
          </tr>
          ${findings.map((finding) => row(finding, limits))}
        </tbody>`;
      })}
    </table>
  </div>` as HTMLElement;
}

/** What an attack came to, in one line. */
export function foundWords({figures}: Finding): string {
  if (figures.kind === "membership")
    return `AUC\u00a0${figures.auc.toFixed(3)}\u00a0±\u00a0${(1.96 * figures.aucSe).toFixed(3)}; finds ${ofHundred(figures.tpr)}`;
  const {recovered, hidden, narrowest} = figures;
  if (hidden === 0) return recovered === 0 ? "nothing" : `${formatCount(recovered)} found`;
  const range = narrowest === null ? "" : `; narrowest range ${formatCount(narrowest)} wide`;
  return `${formatCount(recovered)} of ${formatCount(hidden)} hidden numbers${range}`;
}

/** What a finding is held to. */
export function limitWords({figures}: Finding, limits: PrivacyReport["limits"]): string {
  if (figures.kind === "membership") return `AUC\u00a0${limits.auc}; ${ofHundred(limits.tpr)}`;
  return figures.narrowest === null ? "none" : `none; each range ${formatCount(figures.least)} wide`;
}

/** Outcome in a word and an icon; a reported attack may succeed. */
export function outcomeWords({withstood, standing}: Finding): {icon: string; words: string} {
  if (withstood) return {icon: "✓", words: "Withstood"};
  return {icon: "✕", words: standing === "reported" ? "Succeeds" : "Not withstood"};
}

function row(finding: Finding, limits: PrivacyReport["limits"]): Node | null {
  const {title, sentences, citations} = attackWords[finding.attack];
  const {icon, words} = outcomeWords(finding);
  const outcome = finding.withstood ? "permit" : finding.standing === "reported" ? "refer" : "forbid";
  return html`<tr>
    <th scope="row">
      <details class="attack">
        <summary>${title}</summary>
        <p>${sentences.join(" ")}</p>
        <p class="quiet">${citationLinks(citations)}</p>
      </details>
    </th>
    <td>
      <span class="outcome" data-outcome=${outcome}
        ><span class="outcome-icon" aria-hidden="true">${icon}</span> ${words}</span
      >
    </td>
    <td>${foundWords(finding)}</td>
    <td>${limitWords(finding, limits)}</td>
    <td>${tableTitle(finding.table)}</td>
    <td class="nowrap">${poolWords(finding.pool)}</td>
  </tr>`;
}

export function poolWords(pool: string): string {
  return pool === "all" ? "everybody" : pool;
}
