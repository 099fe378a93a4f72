import {html} from "htl";
import type {Outcome} from "../model/decision.js";
import type {LogEntry} from "../model/logEntry.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import {decisionChart, type ChartBy} from "./decisionChart.js";
import {filterDecisions, rulesOf, type DecisionFilter} from "./decisionFilter.js";
import {formatCount, shortHash} from "./formatNumber.js";
import {roleLabels} from "./roleLabels.js";

/** Rows of one page of the table; filters and page buttons reach the others. */
const rowsOfPage = 100;

/** Search words are looked for once the reader rests: in a long log it takes half a second. */
const rest = 200;

/** A decision log: filters, a chart over time, and a table, newest first, whose rows open to the whole answer. */
export function decisionTable(entries: readonly LogEntry[]): HTMLElement {
  const newest = [...entries].reverse();
  const fields = {
    words: html`<input type="search" name="search" placeholder="export, height, BRCA1 …" />` as HTMLInputElement,
    outcome: chooser(
      "Every outcome",
      (Object.keys(outcomes) as Outcome[]).map((o) => [o, outcomes[o].label])
    ),
    role: chooser(
      "Every role",
      distinct(entries.map(({request}) => request.actor.role)).map((r) => [r, roleLabels[r] ?? r])
    ),
    action: chooser(
      "Every action",
      distinct(entries.map(({request}) => request.action)).map((a) => [a, a.replaceAll("_", " ")])
    ),
    rule: chooser(
      "Every rule",
      distinct(entries.flatMap(rulesOf))
        .sort()
        .map((rule) => [rule, rule])
    ),
    from: html`<input type="date" name="from" />` as HTMLInputElement,
    to: html`<input type="date" name="to" />` as HTMLInputElement
  };
  const by = chooser("", [
    ["outcome", "Outcome"],
    ["role", "Role"],
    ["rule", "Rule"]
  ]);
  by.options[0].remove();
  const body = html`<tbody></tbody>` as HTMLElement;
  const count = html`<p role="status" class="quiet"></p>` as HTMLElement;
  const chart = html`<div></div>` as HTMLElement;
  const newer = html`<button type="button" onclick=${() => turn(-1)}>Newer</button>` as HTMLButtonElement;
  const older = html`<button type="button" onclick=${() => turn(1)}>Older</button>` as HTMLButtonElement;
  const element = html`<div class="decision-log">
    <form class="controls" role="search" aria-label="Decisions" onsubmit=${(e: Event) => e.preventDefault()}>
      <label class="field">Search ${fields.words}</label>
      <label class="field">Outcome ${fields.outcome}</label>
      <label class="field">Role ${fields.role}</label>
      <label class="field">Action ${fields.action}</label>
      <label class="field">Rule ${fields.rule}</label>
      <label class="field">From ${fields.from}</label>
      <label class="field">To ${fields.to}</label>
      <label class="field">Chart by ${by}</label>
    </form>
    ${count} ${chart}
    <div class="table-scroll" tabindex="0" role="region" aria-label="Decision log">
      <table class="data log">
        <caption class="visually-hidden">
          Decisions, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col" data-numeric="true">No.</th>
            <th scope="col">When (UTC)</th>
            <th scope="col">Who asked</th>
            <th scope="col">What for</th>
            <th scope="col">What</th>
            <th scope="col">Answer, hash</th>
            <th scope="col"><span class="visually-hidden">Details</span></th>
          </tr>
        </thead>
        ${body}
      </table>
    </div>
    <div class="controls" role="group" aria-label="Pages of the table">${newer} ${older}</div>
  </div>` as HTMLElement;
  let found = newest;
  let page = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  element.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target !== fields.words || entries.length <= quickEntries) filter();
    else waiting = setTimeout(filter, rest);
  });
  filter();
  return element;

  function filter(): void {
    const wanted = Object.fromEntries(Object.entries(fields).map(([name, {value}]) => [name, value]));
    found = filterDecisions(newest, wanted as unknown as DecisionFilter);
    page = 0;
    chart.replaceChildren(...(found.length === 0 ? [] : [decisionChart(found, by.value as ChartBy)]));
    show();
  }

  function turn(pages: number): void {
    page += pages;
    show();
  }

  function show(): void {
    const first = page * rowsOfPage;
    const last = Math.min(found.length, first + rowsOfPage);
    body.replaceChildren(...found.slice(first, last).flatMap(logRows));
    const part = found.length > rowsOfPage ? `; ${formatCount(first + 1)} to ${formatCount(last)} are shown` : "";
    count.textContent = `${formatCount(found.length)} of ${formatCount(entries.length)} decisions${part}`;
    newer.disabled = page === 0;
    older.disabled = last === found.length;
    newer.parentElement!.hidden = found.length <= rowsOfPage;
  }
}

/** Up to this many entries are searched at each key. */
const quickEntries = 2000;

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function chooser(every: string, options: readonly [string, string][]): HTMLSelectElement {
  return html`<select>
    <option value="">${every}</option>
    ${options.map(([value, label]) => html`<option value=${value}>${label}</option>`)}
  </select>` as HTMLSelectElement;
}

/** The row of an entry, and below it, when it is asked for, a row with the whole answer and question. */
function logRows(entry: LogEntry): HTMLElement[] {
  const {seq, at, request, decision, hash} = entry;
  const below = html`<tr hidden>
    <td colspan="7"></td>
  </tr>` as HTMLTableRowElement;
  const button = html`<button type="button" aria-expanded="false" aria-label=${`Details of decision ${seq}`}>
    Details
  </button>` as HTMLButtonElement;
  button.onclick = () => {
    // Built when it is first asked for: a log may have thousands of rows.
    if (!below.cells[0].hasChildNodes()) below.cells[0].append(...wholeEntry(entry));
    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
  };
  const row = html`<tr>
    <td data-numeric="true">${seq}</td>
    <td class="nowrap">
      ${at.slice(0, 10)}
      <div class="quiet">${at.slice(11, 19)}</div>
    </td>
    <td>
      ${roleLabels[request.actor.role] ?? request.actor.role}
      <div class="quiet nowrap">${request.actor.id}</div>
    </td>
    <td>
      ${request.purpose.statement || "no purpose"}
      <div class="quiet">${request.purpose.code}</div>
    </td>
    <td>${request.action.replaceAll("_", " ")} ${subject(request)}</td>
    <td>
      ${outcomeSign(decision.outcome)}
      <div class="quiet"><code title=${hash}>${shortHash(hash)}</code></div>
    </td>
    <td>${button}</td>
  </tr>` as HTMLElement;
  return [row, below];
}

function wholeEntry({request, decision, hash, previous}: LogEntry): Node[] {
  return [
    decisionPanel(decision),
    html`<p class="quiet">
      Hash <code class="hash">${hash}</code>, after <code class="hash">${previous}</code>
    </p>` as Node,
    html`<pre tabindex="0" aria-label="The question"><code>${JSON.stringify(request, null, 2)}</code></pre>` as Node
  ];
}

function subject({trait, query}: Request): string {
  return [query?.table.replaceAll("_", " "), ...(query?.filters ?? []), trait?.label].filter(Boolean).join(", ");
}
