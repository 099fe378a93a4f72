import {html} from "htl";
import {actions, roles, type Request} from "../model/request.js";
import {dataTable, toCsv, type TableColumn} from "./dataTable.js";
import {decisionPanel, outcomes, outcomeSign} from "./DecisionPanel.js";
import {countFlips, flipKinds, type Flip, type FlipCounts, type FlipKind} from "./flipGroups.js";
import {formatCount} from "./formatNumber.js";
import {actionVerbs, requestWords} from "./requestWords.js";
import {roleLabels} from "./roleLabels.js";
import {saveFile} from "./saveFile.js";

interface FlipReportOptions {
  flips: readonly Flip[];
  /** How many requests of each source were decided under both versions. */
  decided: Record<Flip["source"], number>;
  complete: boolean;
  /** Hashes of the two policy sets. */
  before: string;
  after: string;
  purposes: readonly {code: string; label: string}[];
  /** Classes of the trait that a request is about, as the changed rules have them. */
  classesOf: (request: Request) => readonly string[];
  /** Lets a named case expect the new answer; left out where nothing can be changed. */
  agree?: (flip: Flip) => void;
}

/** What flips between two versions of the rules: in one sentence, by whom and what, in cases, examples and the past. */
export function flipReport(options: FlipReportOptions): HTMLElement {
  const {flips, purposes} = options;
  const space = flips.filter(({source}) => source === "space");
  const cases = flips.filter(({source}) => source === "case");
  const past = flips.filter(({source}) => source === "log");
  return html`<section class="flips" aria-label="What flips">
    ${summary(options)}
    ${
      flips.length === 0
        ? null
        : html.fragment`${downloads(options)} ${space.length > 0 ? spaceSection(space, options) : null}
          ${cases.length > 0 ? caseSection(cases, options) : null}
          ${past.length > 0 ? pastSection(past, purposes) : null}`
    }
  </section>` as HTMLElement;
}

function summary({flips, decided, complete}: FlipReportOptions): Node {
  const of = (source: Flip["source"]): FlipCounts =>
    countFlips(
      flips.filter((flip) => flip.source === source),
      () => source
    )[0] ?? {key: source, more: 0, stricter: 0, reasons: 0};
  const [space, log] = [of("space"), of("log")];
  const unmet = flips.filter(isUnmet).length;
  const stopped = complete ? "" : "Stopped before the end; this is what was found so far. ";
  if (flips.length === 0)
    return html`<p class="flip-claim" role="status">
      ${stopped}Nothing flips: ${formatCount(decided.space)} requests of the enumerated space,
      ${formatCount(decided.case)} named cases and ${formatCount(decided.log)} past requests are decided as before.
    </p>` as Node;
  return html`<div role="status">
    <p class="flip-claim">
      ${stopped}Of ${formatCount(decided.space)} requests of the enumerated space,
      ${formatCount(space.more + space.stricter)} get another answer:
      <strong>▲ ${formatCount(space.more)} more permissive</strong>,
      <strong>▼ ${formatCount(space.stricter)} stricter</strong>; ${formatCount(space.reasons)} more keep their answer
      and change its reasons or conditions.
    </p>
    <ul>
      <li>${formatCount(unmet)} of ${formatCount(decided.case)} named cases no longer answer as they should.</li>
      <li>
        ${formatCount(log.more + log.stricter)} of ${formatCount(decided.log)} past requests in the log would be
        answered otherwise: ▲ ${formatCount(log.more)} more permissively, ▼ ${formatCount(log.stricter)} more strictly.
      </li>
    </ul>
  </div>` as Node;
}

function spaceSection(flips: readonly Flip[], options: FlipReportOptions): Node {
  return html`<div>
    <h3>Who is affected</h3>
    ${heatTable(flips)}
    <details>
      <summary>By role, action, class of the trait, and where the data are</summary>
      ${dataTable("Flips by role, action, class of the trait, and where the data are", groupColumns, groups(flips, options))}
    </details>
    <h3>What kinds of requests</h3>
    ${kindList(flipKinds(flips), options.purposes)}
  </div>` as Node;
}

/** Roles by actions: numbers with ▲ and ▼, and a tint by how many. */
function heatTable(flips: readonly Flip[]): Node {
  const shown = actions.filter((action) => flips.some(({request}) => request.action === action));
  const cells = countFlips(flips, cellKey);
  const most = Math.max(1, ...cells.map(({more, stricter}) => more + stricter));
  const byLoader = flips.some(({gate}) => gate === "release");
  const rows = [
    ...roles.map((role) => [role, roleLabels[role]] as const),
    ...(byLoader ? [["loader", "Loaders"] as const] : [])
  ];
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Flips by role and action">
    <table class="data flip-heat">
      <caption>
        Requests that flip, by role and action: ▲ more permissive, ▼ stricter
      </caption>
      <thead>
        <tr>
          <th scope="col">Role</th>
          ${shown.map((action) => html`<th scope="col">${actionVerbs[action]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([role, label]) =>
            html`<tr>
              <th scope="row">${label}</th>
              ${shown.map((action) =>
                heatCell(
                  cells.find(({key}) => key === `${role} ${action}`),
                  most
                )
              )}
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as Node;
}

function cellKey({gate, request}: Flip): string {
  return `${gate === "release" ? "loader" : request.actor.role} ${request.action}`;
}

function heatCell(counts: FlipCounts | undefined, most: number): Node {
  if (!counts || counts.more + counts.stricter === 0) return html`<td class="quiet">none</td>` as Node;
  const {more, stricter} = counts;
  const hue = more >= stricter ? "var(--refer)" : "var(--permit)";
  const strength = Math.round(8 + 22 * Math.sqrt((more + stricter) / most));
  return html`<td style=${`background: color-mix(in srgb, ${hue} ${strength}%, var(--surface))`}>
    ${more > 0 ? html`<span class="nowrap">▲ ${formatCount(more)}</span> ` : null}
    ${stricter > 0 ? html`<span class="nowrap">▼ ${formatCount(stricter)}</span>` : null}
  </td>` as Node;
}

interface Group extends FlipCounts {
  role: string;
  action: string;
  trait: string;
  place: string;
}

const groupColumns: readonly TableColumn<Group>[] = [
  {label: "Role", cell: ({role}) => role},
  {label: "Action", cell: ({action}) => action},
  {label: "Class of the trait", cell: ({trait}) => trait},
  {label: "Release class, tier", cell: ({place}) => place},
  {label: "▲ more permissive", cell: ({more}) => formatCount(more), text: ({more}) => String(more), numeric: true},
  {
    label: "▼ stricter",
    cell: ({stricter}) => formatCount(stricter),
    text: ({stricter}) => String(stricter),
    numeric: true
  },
  {
    label: "other reasons",
    cell: ({reasons}) => formatCount(reasons),
    text: ({reasons}) => String(reasons),
    numeric: true
  }
];

function groups(flips: readonly Flip[], {classesOf}: FlipReportOptions): Group[] {
  const counted = countFlips(flips, ({gate, request}) =>
    JSON.stringify([
      gate === "release" ? "Loaders" : roleLabels[request.actor.role],
      actionVerbs[request.action],
      classesOf(request).join(" and ") || "no trait",
      [request.dataset.class, request.query?.tier ?? "no tier"].join(", ")
    ])
  );
  return counted
    .map((counts): Group => {
      const [role, action, trait, place] = JSON.parse(counts.key) as string[];
      return {...counts, role, action, trait, place};
    })
    .sort((a, b) => b.more + b.stricter - (a.more + a.stricter));
}

/** Kinds with another answer first and open; those that keep it below, and those beyond the first few behind a line. */
function kindList(kinds: readonly FlipKind[], purposes: FlipReportOptions["purposes"]): Node {
  const other = kinds.filter(({example}) => example.change !== "reasons");
  const same = kinds.filter(({example}) => example.change === "reasons");
  const list = (some: readonly FlipKind[]): Node =>
    html`<ol class="flip-kinds">
      ${some.map((kind) => kindItem(kind, purposes))}
    </ol>` as Node;
  return html.fragment`${other.length > 0 ? list(other.slice(0, mostKinds)) : html`<p>No answer changes, only reasons and conditions.</p>`}
    ${folded(other.slice(mostKinds), "further kinds", list)} ${folded(same, "kinds of the same answer for other reasons", list)}`;
}

const mostKinds = 8;

function folded(kinds: readonly FlipKind[], label: string, list: (kinds: readonly FlipKind[]) => Node): Node | null {
  if (kinds.length === 0) return null;
  return html`<details>
    <summary>${kinds.length} ${label}</summary>
    ${list(kinds)}
  </details>` as Node;
}

function kindItem({example, count, gone, come}: FlipKind, purposes: FlipReportOptions["purposes"]): Node {
  return html`<li>
    <p>
      ${changeSigns(example)} <span class="quiet">${formatCount(count)} ${count === 1 ? "request" : "requests"}</span>
    </p>
    ${saidLine("No longer said", gone)} ${saidLine("Newly said", come)}
    <p>For example: ${requestWords(example.request, purposes)}</p>
    ${bothDecisions(example)}
  </li>` as Node;
}

function saidLine(label: string, said: FlipKind["gone"]): Node | null {
  if (said.length === 0) return null;
  return html`<p class="quiet">
    ${label}:
    ${said.map(({rule, sentence}) => html`<span>${sentence} <a class="rule-id" href=${`./policies#${rule}`}>${rule}</a> </span>`)}
  </p>` as Node;
}

function isUnmet({expects, after}: Flip): boolean {
  return expects !== undefined && expects.outcome !== after.outcome;
}

function caseSection(flips: readonly Flip[], {purposes, agree}: FlipReportOptions): Node {
  return html`<div>
    <h3>Named cases</h3>
    <p>
      A case says how the rules have to answer. Where you want the new answer, the case has to expect it: otherwise the
      rules fail their own test.
    </p>
    <ol class="flip-kinds">
      ${[...flips].sort(answersFirst).map(
        (flip) =>
          html`<li>
            <p>${flip.name}</p>
            <p>${changeSigns(flip)}</p>
            ${agree && isUnmet(flip) ? agreement(flip, agree) : null}
            ${bothDecisions(flip, requestWords(flip.request, purposes))}
          </li>`
      )}
    </ol>
  </div>` as Node;
}

function agreement(flip: Flip, agree: (flip: Flip) => void): HTMLElement {
  const {label} = outcomes[flip.after.outcome];
  const said = html`<span role="status"></span>` as HTMLElement;
  const button = html`<button type="button">Let this case expect: ${label}</button>` as HTMLButtonElement;
  button.onclick = () => {
    agree(flip);
    button.remove();
    said.textContent = `This case now expects: ${label}.`;
  };
  return html`<p>${button}${said}</p>` as HTMLElement;
}

/** At most this many past requests are listed; the export has all. */
const mostPast = 50;

function pastSection(flips: readonly Flip[], purposes: FlipReportOptions["purposes"]): Node {
  const sorted = [...flips].sort((a, b) => answersFirst(a, b) || b.times - a.times);
  return html`<div>
    <h3>Past requests</h3>
    ${
      sorted.length > mostPast
        ? html`<p class="quiet">The ${mostPast} most frequent of ${formatCount(sorted.length)}; an export has all.</p>`
        : null
    }
    <ol class="flip-kinds">
      ${sorted.slice(0, mostPast).map(
        (flip) =>
          html`<li>
            <p>
              ${changeSigns(flip)}
              <span class="quiet">asked ${flip.times === 1 ? "once" : `${formatCount(flip.times)} times`}</span>
            </p>
            <p>${requestWords(flip.request, purposes)}</p>
            ${bothDecisions(flip)}
          </li>`
      )}
    </ol>
  </div>` as Node;
}

/** Another answer before the same answer for other reasons. */
function answersFirst(a: Flip, b: Flip): number {
  return Number(a.change === "reasons") - Number(b.change === "reasons");
}

function changeSigns({before, after, change}: Flip): Node {
  const sign = {"more permissive": "▲ more permissive", stricter: "▼ stricter", reasons: "same answer, other reasons"}[
    change
  ];
  return html`<span class="flip-change">${outcomeSign(before.outcome)} → ${outcomeSign(after.outcome)}</span>
    <strong class="flip-sign">${sign}</strong>` as Node;
}

/** Both decisions beside each other, drawn when they are first opened. */
function bothDecisions({before, after}: Flip, words = ""): HTMLElement {
  const element = html`<details class="flip-both">
    <summary>Both decisions</summary>
  </details>` as HTMLElement;
  const draw = (): void =>
    element.append(
      html.fragment`${words ? html`<p>${words}</p>` : null}
        <div class="flip-sides">
          <div>
            <p class="flip-side">In force</p>
            ${decisionPanel(before)}
          </div>
          <div>
            <p class="flip-side">With the change</p>
            ${decisionPanel(after)}
          </div>
        </div>` as Node
    );
  element.addEventListener("toggle", draw, {once: true});
  return element;
}

const exportColumns = (purposes: FlipReportOptions["purposes"]): TableColumn<Flip>[] => [
  {label: "from", cell: ({source}) => ({case: "named case", space: "enumerated space", log: "past request"})[source]},
  {label: "change", cell: ({change}) => change},
  {label: "before", cell: ({before}) => outcomes[before.outcome].label},
  {label: "after", cell: ({after}) => outcomes[after.outcome].label},
  {label: "times", cell: ({times}) => String(times)},
  {label: "request", cell: ({name, request}) => name || requestWords(request, purposes)},
  {label: "rules_before", cell: ({before}) => before.reasons.map(({rule}) => rule).join(" ")},
  {label: "rules_after", cell: ({after}) => after.reasons.map(({rule}) => rule).join(" ")},
  {label: "request_json", cell: ({request}) => JSON.stringify(request)}
];

function downloads({flips, decided, complete, before, after, purposes}: FlipReportOptions): Node {
  const facts: [string, string][] = [
    ["in force", before],
    ["with the change", after],
    [
      "decided",
      `${decided.space} requests of the enumerated space, ${decided.case} cases, ${decided.log} past requests`
    ],
    ["complete", complete ? "yes" : "no, stopped before the end"]
  ];
  return html`<div class="controls">
    <button
      type="button"
      onclick=${() => saveFile("what-flips.csv", toCsv(exportColumns(purposes), flips, facts), "text/csv")}
    >
      Export as CSV
    </button>
    <button
      type="button"
      onclick=${() =>
        saveFile(
          "what-flips.json",
          JSON.stringify({before, after, decided, complete, flips}, null, 2),
          "application/json"
        )}
    >
      Export as JSON
    </button>
  </div>` as Node;
}
