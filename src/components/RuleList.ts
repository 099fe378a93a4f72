import {html} from "htl";
import type {Decision} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import {formatCount} from "./formatNumber.js";
import {markdownText} from "./markdownText.js";
import type {PolicyCase, PolicyPage, RulePage} from "../model/policyPages.js";

const effectWords: Record<RulePage["outcome"], string> = {
  permit: outcomes.permit.label,
  refer: outcomes.refer.label,
  forbid: outcomes.forbid.label,
  oblige: "Adds a condition"
};

type Decide = (request: Request) => Promise<Decision>;

/**
 * Every rule of the given policies by topic, to search and to filter; its cases can be decided again on the spot.
 * `today`, ISO 8601, tells which rules should have been looked at again.
 */
export function ruleList(pages: readonly {page: PolicyPage; decide: Decide}[], today: string): HTMLElement {
  const titles = Object.assign({}, ...pages.map(({page}) => page.bundle.topics)) as Record<string, {title: string}>;
  const rationales = Object.assign({}, ...pages.map(({page}) => page.rationales)) as Record<string, string>;
  const rules = pages.flatMap(({page, decide}) =>
    page.rules.map((rule) => ({
      rule,
      element: ruleElement(rule, page, decide, today),
      text: searchText(rule, titles[rule.topic].title)
    }))
  );
  const topics = Object.keys(titles);
  const sections = topics.map((topic) => ({
    topic,
    element: html`<section class="rule-topic">
      <h3>${titles[topic].title}</h3>
      ${rationales[topic] ? rationaleElement(rationales[topic], titles[topic].title) : null}
      ${rules.filter(({rule}) => rule.topic === topic).map(({element}) => element)}
    </section>` as HTMLElement
  }));
  const search = html`<input type="search" name="search" placeholder="small, export, height …" />` as HTMLInputElement;
  const topic = chooser("Every topic", topics, (t) => titles[t].title);
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
    ${count} ${none} ${sections.map(({element}) => element)}
  </div>` as HTMLElement;
  element.addEventListener("input", filter);
  addEventListener("hashchange", () => openLinked(rules.map(({element}) => element)));
  queueMicrotask(() => openLinked(rules.map(({element}) => element)));
  filter();
  return element;

  function filter(): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = rules.filter(({rule, element, text}) => {
      element.hidden = !(
        words.every((word) => text.includes(word)) &&
        (topic.value === "" || rule.topic === topic.value) &&
        (effect.value === "" || rule.outcome === effect.value)
      );
      return !element.hidden;
    });
    for (const section of sections) section.element.hidden = !shown.some(({rule}) => rule.topic === section.topic);
    none.hidden = shown.length > 0;
    count.textContent = `${shown.length} of ${rules.length} rules`;
  }

  function clear(): void {
    search.value = topic.value = effect.value = "";
    filter();
    search.focus();
  }
}

/** A link to a rule, from a decision for example, opens it. */
function openLinked(rules: readonly HTMLDetailsElement[]): void {
  const linked = rules.find(({id}) => id === decodeURIComponent(location.hash.slice(1)));
  if (!linked) return;
  linked.open = true;
  linked.scrollIntoView();
}

function chooser(every: string, values: readonly string[], label: (value: string) => string): HTMLSelectElement {
  return html`<select>
    <option value="">${every}</option>
    ${values.map((value) => html`<option value=${value}>${label(value)}</option>`)}
  </select>` as HTMLSelectElement;
}

/** Why a topic has the rules that it has, in the board's own words. */
function rationaleElement(text: string, title: string): HTMLElement {
  return html`<details class="rationale-place">
    <summary>Why these rules<span class="visually-hidden">: ${title}</span></summary>
    ${markdownText(text, 4)}
  </details>` as HTMLElement;
}

/** A line that opens to why the rule is there, where it comes from, how it is run and the cases that it decides. */
function ruleElement(rule: RulePage, page: PolicyPage, decide: Decide, today: string): HTMLDetailsElement {
  const {
    id,
    outcome,
    sentence,
    why,
    remedy,
    source,
    also = [],
    polar,
    file,
    line,
    owner,
    inForceSince,
    reviewBy
  } = rule;
  const isOverdue = reviewBy < today;
  const {limits} = page.bundle.tables;
  const element = html`<details class="rule" id=${id}>
    <summary>
      ${outcome === "oblige" ? html`<span class="outcome">${conditionSign()}</span>` : outcomeSign(outcome)}
      <span class="rule-sentence"
        >${withSlots(sentence, limits)}${isOverdue ? html` <span class="overdue">review overdue</span>` : null}</span
      >
    </summary>
  </details>` as HTMLDetailsElement;
  // Dozens of rules with hundreds of cases: what is inside is built when it is first opened.
  element.addEventListener("toggle", () => element.append(...ruleBody()), {once: true});
  return element;

  function ruleBody(): Node[] {
    return [
      html`<p>${why}</p>`,
      remedy ? html`<p><strong>What would be permitted:</strong> ${withSlots(remedy.sentence, limits)}</p>` : null,
      html`<p class="quiet">
        ${also.length > 0 ? "Sources: " : "Source: "}${[source, ...also].map(
          ({url, title}, i) => html`${i > 0 ? "; " : ""}<a href=${url} rel="noopener noreferrer">${title}</a>`
        )}
      </p>`,
      html`<p class="quiet">
        Answered for by: ${owner}. In force since <time datetime=${inForceSince}>${formatDay(inForceSince)}</time>, to
        be reviewed by
        <time datetime=${reviewBy}>${formatDay(reviewBy)}</time
        >${isOverdue ? html` <strong class="overdue">(overdue)</strong>` : ""}.
      </p>`,
      html`<pre tabindex="0" aria-label="The rule as it is run"><code>${polar}</code></pre>`,
      html`<p class="quiet">
        <a href=${`#${id}`} class="rule-id">${id}</a>, the text that decides, in Oso Polar: <code>${file}</code>, line
        ${line}
      </p>`,
      rule.cases.length > 0
        ? html`<ul class="cases" aria-label="Cases that this rule decides">
            ${rule.cases.map((i) => caseElement(page.cases[i], decide))}
          </ul>`
        : null
    ].filter((node) => node !== null);
  }
}

function conditionSign(): Node {
  return html`<span class="outcome-icon" aria-hidden="true">+</span> ${effectWords.oblige}` as Node;
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

/** `24 November 2026` */
function formatDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
}

/** Limits are filled in; the other slots are filled from the question when the rule fires. */
function withSlots(sentence: string, limits: Record<string, number>): (Node | string | null)[] {
  return sentence.split(/(\{[\w.]+\})/).map((part) => {
    if (!/^\{.*\}$/.test(part)) return part;
    const slot = part.slice(1, -1);
    return slot in limits ? formatCount(limits[slot]) : html`<var>${slot.replaceAll(/[_.]/g, " ")}</var>`;
  });
}

function searchText({id, sentence, why, source, polar}: RulePage, topic: string): string {
  return [id, sentence, why, source.title, topic, polar].join(" ").toLowerCase();
}
