import {html} from "htl";
import type {PrivacyReport, SettingReport} from "../../model/privacy.js";
import {ancestryScale} from "../ancestryColours.js";
import {formatCount} from "../formatNumber.js";
import {withheldCell} from "../WithheldCell.js";
import {plusMinus} from "./poolTable.js";
import {ofHundred} from "./privacyWords.js";

/** From the strictest limit to the laxest. */
export function sortedSettings({settings}: PrivacyReport): SettingReport[] {
  return [...settings].sort((a, b) => a.auc - b.auc);
}

/** Where the setting in force stands among the settings: the one whose limit is nearest. */
export function settingInForce({limits, ...report}: PrivacyReport): number {
  const settings = sortedSettings({limits, ...report});
  const distance = ({auc}: SettingReport) => Math.abs(auc - limits.auc);
  return settings.reduce((best, setting, i) => (distance(setting) < distance(settings[best]) ? i : best), 0);
}

/** What a setting allows and what it costs, in words. */
export function settingSentence({auc, tpr, groups, exactVariants}: SettingReport, fpr: number): string {
  const hidden = groups.filter(({shown}) => !shown).map(({level}) => level);
  const shown =
    hidden.length === 0
      ? "every group is shown"
      : hidden.length === groups.length
        ? "no group could be shown"
        : `${hidden.join(", ")} could not be shown`;
  return `An area under the curve of ${auc} at most: an attacker may find ${ofHundred(tpr)} participants while ${ofHundred(fpr)} others are mistaken for one; ${shown}; ${formatCount(exactVariants)} ${exactVariants === 1 ? "variant" : "variants"} could be given exactly instead.`;
}

/** A slider over limits that were worked out when the release was made; nothing is computed from the data here. */
export function settingSlider(report: PrivacyReport): HTMLElement {
  const settings = sortedSettings(report);
  const inForce = settingInForce(report);
  const ticks = settings.map(({auc}, i) => html`<option value=${i} label=${auc}></option>`);
  const range = html`<input
    type="range"
    id="setting"
    min="0"
    max=${settings.length - 1}
    step="1"
    value=${inForce}
    list="settings"
    aria-describedby="setting-said"
  />` as HTMLInputElement;
  const said = html`<p id="setting-said" class="setting-said"></p>` as HTMLElement;
  const rows = html`<tbody></tbody>` as HTMLElement;
  const back = html`<button type="button">Back to the setting in force</button>` as HTMLButtonElement;
  const show = () => {
    const i = Number(range.value);
    const setting = settings[i];
    const sentence = settingSentence(setting, report.limits.fpr);
    const state = i === inForce ? "The setting in force. " : i < inForce ? "Stricter. " : "Laxer. ";
    range.setAttribute("aria-valuetext", `${state}${sentence}`);
    said.replaceChildren(html`<strong>${state}</strong>` as Node, sentence);
    rows.replaceChildren(...groupRows(setting));
    back.disabled = i === inForce;
  };
  range.addEventListener("input", show);
  back.addEventListener("click", () => {
    range.value = String(inForce);
    show();
    range.focus();
  });
  show();
  return html`<div class="setting">
    <label for="setting">Limit of what an attacker may find</label>
    <div class="setting-range">
      <span aria-hidden="true">stricter</span>
      <div class="setting-track">
        ${range}
        <span class="setting-mark" style=${`--at: ${settings.length > 1 ? inForce / (settings.length - 1) : 0}`}
          >in force</span
        >
      </div>
      <span aria-hidden="true">laxer</span>
    </div>
    <datalist id="settings">${ticks}</datalist>
    ${said} ${back}
    <div class="table-scroll" tabindex="0" role="region" aria-label="Precision by genetic ancestry group">
      <table class="data">
        <caption class="visually-hidden">
          How precise a public frequency would be, by genetic ancestry group
        </caption>
        <thead>
          <tr>
            <th scope="col">Genetic ancestry group</th>
            <th scope="col" data-numeric="true">A frequency would be within (95 %)</th>
            <th scope="col">Shown</th>
          </tr>
        </thead>
        ${rows}
      </table>
    </div>
  </div>` as HTMLElement;
}

function groupRows({groups}: SettingReport): Node[] {
  const order = ancestryScale(groups.map(({level}) => level)).domain;
  return [...groups]
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
    .map(
      ({level, frequencySd, shown}) =>
        html`<tr>
          <th scope="row">${level}</th>
          <td data-numeric="true">${frequencySd === 0 ? "exact" : plusMinus(frequencySd)}</td>
          <td>${shown ? "yes" : withheldCell(undefined, "noise too large to show")}</td>
        </tr>` as Node
    );
}
