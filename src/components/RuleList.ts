import {html} from "htl";
import type {Decision} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import type {PolicyCase, PolicyPage, RulePage} from "./policyPages.js";

/** Names of the policy files in words; a file without a name here is shown under its own. */
const topicWords: Record<string, string> = {
  release: "What may leave",
  role: "Who may do what",
  purpose: "Purpose and consent",
  enhancement: "Enhancement and appearance",
  reidentification: "Finding a person",
  obligations: "Conditions of an answer"
};

const effectWords: Record<RulePage["outcome"], string> = {
  permit: outcomes.permit.label,
  refer: outcomes.refer.label,
  forbid: outcomes.forbid.label,
  oblige: "Adds a condition"
};

type Decide = (request: Request) => Promise<Decision>;

/** Every rule of the given policies, to search and to filter; its cases can be decided again on the spot. */
export function ruleList(pages: readonly {page: PolicyPage; decide: Decide}[]): HTMLElement {
  const rules = pages.flatMap(({page, decide}) =>
    page.rules.map((rule) => ({rule, element: ruleElement(rule, page, decide), text: searchText(rule)}))
  );
  const topics = [...new Set(rules.map(({rule}) => rule.topic))];
  const search = html`<input type="search" name="search" placeholder="small, export, height …" />` as HTMLInputElement;
  const topic = chooser("Every topic", topics, (t) => topicWords[t] ?? t);
  const effect = chooser("Every effect", Object.keys(effectWords), (e) => effectWords[e as RulePage["outcome"]]);
  const count = html`<p role="status" class="quiet"></p>` as HTMLElement;
  const none = html`<p class="empty" hidden>
    No rule has these words. Try fewer of them, or another topic.
    <button type="button" onclick=${clear}>Show every rule</button>
  </p>` as HTMLElement;
  const element = html`<div class="rules">
    <form class="controls" role="search" aria-label="Rules" onsubmit=${(e: Event) => e.preventDefault()}>
      <label class="field">Search ${search}</label>
      <label class="field">Topic ${topic}</label>
      <label class="field">Effect ${effect}</label>
    </form>
    ${count} ${none} ${rules.map(({element}) => element)}
  </div>` as HTMLElement;
  element.addEventListener("input", filter);
  filter();
  return element;

  function filter(): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const {rule, element, text} of rules) {
      const matches =
        words.every((word) => text.includes(word)) &&
        (topic.value === "" || rule.topic === topic.value) &&
        (effect.value === "" || rule.outcome === effect.value);
      element.hidden = !matches;
      shown += Number(matches);
    }
    none.hidden = shown > 0;
    count.textContent = `${shown} of ${rules.length} rules`;
  }

  function clear(): void {
    search.value = topic.value = effect.value = "";
    filter();
    search.focus();
  }
}

function chooser(every: string, values: readonly string[], label: (value: string) => string): HTMLSelectElement {
  return html`<select>
    <option value="">${every}</option>
    ${values.map((value) => html`<option value=${value}>${label(value)}</option>`)}
  </select>` as HTMLSelectElement;
}

function ruleElement(rule: RulePage, page: PolicyPage, decide: Decide): HTMLElement {
  return html`<article class="rule" id=${rule.id} aria-labelledby=${`${rule.id}-sentence`}>
    <p class="rule-head">
      ${rule.outcome === "oblige" ? html`<span class="outcome">＋ ${effectWords.oblige}</span>` : outcomeSign(rule.outcome)}
      <span class="quiet">${topicWords[rule.topic] ?? rule.topic}</span>
      <a href=${`#${rule.id}`} class="rule-id">${rule.id}</a>
    </p>
    <h3 id=${`${rule.id}-sentence`}>${withSlots(rule.sentence)}</h3>
    <p>${rule.why}</p>
    ${rule.remedy ? html`<p><strong>What would be permitted:</strong> ${withSlots(rule.remedy.sentence)}</p>` : null}
    <p class="quiet">Source: <a href=${rule.source.url} rel="noopener noreferrer">${rule.source.title}</a></p>
    <details>
      <summary>The rule as it is run</summary>
      <pre tabindex="0"><code>${rule.polar}</code></pre>
      <p class="quiet">Oso Polar, <code>${rule.file}</code>, line ${rule.line}</p>
    </details>
    ${
      rule.cases.length > 0
        ? html`<details>
            <summary>
              ${rule.cases.length === 1 ? "1 case" : `${rule.cases.length} cases`} that this rule decides
            </summary>
            <ul class="cases">
              ${rule.cases.map((i) => caseElement(page.cases[i], decide))}
            </ul>
          </details>`
        : null
    }
  </article>` as HTMLElement;
}

function caseElement(policyCase: PolicyCase, decide: Decide): HTMLElement {
  const {outcome, sentence, request} = policyCase;
  const answer = html`<div class="case-answer"></div>` as HTMLElement;
  const run = async () => {
    const decision = await decide(request);
    answer.replaceChildren(
      html`<p class="quiet">
        ${decision.outcome === outcome ? "The rules answer as the case expects." : "The rules do not answer as the case expects."}
      </p>` as HTMLElement,
      decisionPanel(decision)
    );
  };
  return html`<li>
    ${outcomeSign(outcome)} <span>${sentence}</span>
    <button type="button" onclick=${run}>Decide now</button>
    ${answer}
    <details class="case-request">
      <summary>The request</summary>
      <pre tabindex="0"><code>${JSON.stringify(request, null, 2)}</code></pre>
    </details>
  </li>` as HTMLElement;
}

/** Slots are filled from the question when the rule fires. */
function withSlots(sentence: string): (Node | string | null)[] {
  return sentence
    .split(/(\{\w+\})/)
    .map((part) => (/^\{\w+\}$/.test(part) ? html`<var>${part.slice(1, -1).replaceAll("_", " ")}</var>` : part));
}

function searchText({id, sentence, why, source, topic, polar}: RulePage): string {
  return [id, sentence, why, source.title, topicWords[topic] ?? topic, polar].join(" ").toLowerCase();
}
