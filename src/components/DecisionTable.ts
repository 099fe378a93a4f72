import {html} from "htl";
import type {Outcome} from "../model/decision.js";
import type {LogEntry} from "../model/logEntry.js";
import type {Request} from "../model/request.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import {formatCount, shortHash} from "./formatNumber.js";
import {roleLabels} from "./roleLabels.js";

/** At most this many rows are drawn; the filters reach the others. */
const mostRows = 200;

/** A decision log as a table, newest first, to filter by words, outcome and action; each row opens to the whole answer. */
export function decisionTable(entries: readonly LogEntry[]): HTMLElement {
  const newest = [...entries].reverse();
  const search = html`<input type="search" name="search" placeholder="export, height, BRCA1 …" />` as HTMLInputElement;
  const outcome = chooser(
    "Every outcome",
    (Object.keys(outcomes) as Outcome[]).map((o) => [o, outcomes[o].label])
  );
  const action = chooser(
    "Every action",
    [...new Set(entries.map(({request}) => request.action))].map((a) => [a, a.replaceAll("_", " ")])
  );
  const body = html`<tbody></tbody>` as HTMLElement;
  const count = html`<p role="status" class="quiet"></p>` as HTMLElement;
  const element = html`<div class="decision-log">
    <form class="controls" role="search" aria-label="Decisions" onsubmit=${(e: Event) => e.preventDefault()}>
      <label class="field">Search ${search}</label>
      <label class="field">Outcome ${outcome}</label>
      <label class="field">Action ${action}</label>
    </form>
    ${count}
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
  </div>` as HTMLElement;
  element.addEventListener("input", filter);
  filter();
  return element;

  function filter(): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = newest.filter(
      (entry) =>
        (outcome.value === "" || entry.decision.outcome === outcome.value) &&
        (action.value === "" || entry.request.action === action.value) &&
        words.every((word) => searchText(entry).includes(word))
    );
    body.replaceChildren(...found.slice(0, mostRows).flatMap(logRows));
    const more = found.length > mostRows ? `; the newest ${mostRows} are shown` : "";
    count.textContent = `${formatCount(found.length)} of ${formatCount(entries.length)} decisions${more}`;
  }
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

function searchText({request, decision, at}: LogEntry): string {
  return [JSON.stringify(request), ...decision.reasons.map(({rule, sentence}) => `${rule} ${sentence}`), at]
    .join(" ")
    .toLowerCase();
}
