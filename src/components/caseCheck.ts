import {html} from "htl";
import type {Decision} from "../model/decision.js";
import type {PolicyCase, PolicyPage} from "../model/policyPages.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import {formatCount} from "./formatNumber.js";

interface CheckedPage {
  page: Pick<PolicyPage, "cases" | "bundle">;
  decide: (request: Request) => Promise<Decision>;
}

/** How many cases each topic has, and a button that decides all of them again in this browser. */
export function caseCheck(pages: readonly CheckedPage[]): HTMLElement {
  const titles = Object.assign({}, ...pages.map(({page}) => page.bundle.topics)) as Record<string, {title: string}>;
  const all = pages.flatMap(({page, decide}) => page.cases.map((policyCase) => ({policyCase, decide})));
  const said = html`<p role="status"></p>` as HTMLElement;
  const wrong = html`<ul class="cases"></ul>` as HTMLElement;
  const button = html`<button type="button" onclick=${run}>
    Decide all ${formatCount(all.length)} cases now
  </button>` as HTMLButtonElement;
  return html`<div>
    ${countTable(
      titles,
      all.map(({policyCase}) => policyCase)
    )}
    <div class="controls">${button}</div>
    ${said} ${wrong}
  </div>` as HTMLElement;

  async function run(): Promise<void> {
    button.disabled = true;
    wrong.replaceChildren();
    let failed = 0;
    for (const [i, {policyCase, decide}] of all.entries()) {
      const decision = await decide(policyCase.request);
      if (decision.outcome !== policyCase.outcome) {
        failed++;
        wrong.append(wrongCase(policyCase, decision));
      }
      if (i % 10 > 0) continue;
      said.textContent = `${i} of ${all.length} decided …`;
      await new Promise((resume) => setTimeout(resume));
    }
    said.textContent =
      failed === 0
        ? `The rules answer all ${all.length} cases as they should, in this browser, just now.`
        : `The rules answer ${failed} of ${all.length} cases otherwise than they should:`;
    button.disabled = false;
  }
}

function countTable(titles: Record<string, {title: string}>, cases: readonly PolicyCase[]): Node {
  const expected = Object.keys(outcomes) as (keyof typeof outcomes)[];
  const count = (topic: string, outcome: string): number =>
    cases.filter((one) => one.topic === topic && one.outcome === outcome).length;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Cases by topic">
    <table class="data">
      <thead>
        <tr>
          <th scope="col">Topic</th>
          ${expected.map((outcome) => html`<th scope="col" data-numeric="true">${outcomes[outcome].label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Object.entries(titles).map(
          ([topic, {title}]) =>
            html`<tr>
              <th scope="row">${title}</th>
              ${expected.map((outcome) => html`<td data-numeric="true">${count(topic, outcome)}</td>`)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as Node;
}

function wrongCase({sentence, outcome}: PolicyCase, decision: Decision): Node {
  return html`<li>${outcomeSign(outcome)} <span>${sentence}</span> ${decisionPanel(decision)}</li>` as Node;
}
