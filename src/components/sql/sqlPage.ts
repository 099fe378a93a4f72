import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {AnswerPage} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";
import type {Action, Request} from "../../model/request.js";
import {decisionPanel} from "../DecisionPanel.js";
import {provenanceStrip} from "../ProvenanceStrip.js";
import {provenanceFacts} from "../provenanceFacts.js";
import {saveFile} from "../saveFile.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {withheldCell, type WithheldBy} from "../WithheldCell.js";
import {sqlExamples} from "./sqlExamples.js";

interface Asked {
  requests: Request[];
  decision: Decision;
  answer: (AnswerPage & {cut: boolean}) | null;
}

interface Status {
  phase: string;
  step?: string;
  problem?: string;
  unlockable?: boolean;
}

interface PageOptions {
  manifest: ReleaseManifest;
  workbench: {readonly status: Status; onStatus(listener: (status: Status) => void): () => void};
  why: string;
  demoKey: string;
  withheldBy?: WithheldBy;
  effects: {
    ask(text: string, action: Action, stop: AbortSignal): Promise<Asked>;
    csv(answer: AnswerPage, facts: readonly [string, string][]): string;
    text(): string | null;
    keepText(text: string): void;
    unlock(text: string, remember: boolean): Promise<void>;
    unlockRemembered(): Promise<void>;
  };
}

/** Rows that are drawn at once; an export has all of them. */
const drawnRows = 200;

/** The editor, what the gate answered, and the answer. */
export function sqlPage({manifest, workbench, why, demoKey, withheldBy, effects}: PageOptions): HTMLElement {
  const text = html`<textarea id="sql-text" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off">
${effects.text() ?? sqlExamples[0].text}</textarea>` as HTMLTextAreaElement;
  const run = html`<button type="button" class="primary" onclick=${() => void asked()}>
    Run
  </button>` as HTMLButtonElement;
  const stop = html`<button type="button" disabled onclick=${() => stopping?.abort()}>
    Stop
  </button>` as HTMLButtonElement;
  const state = html`<p class="sql-state" role="status"></p>` as HTMLElement;
  const locked = html`<div hidden>
    ${unlockPanel({title: "Finer tables are locked", why, demoKey, folded: true, unlock: effects.unlock})}
  </div>` as HTMLElement;
  const out = html`<div class="sql-answer"></div>` as HTMLElement;
  let stopping: AbortController | null = null;
  text.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !run.disabled) void asked();
  };
  tell(workbench.status);
  workbench.onStatus(tell);
  void effects.unlockRemembered().catch(() => undefined);
  return html`<div class="sql-room">
    ${locked}
    <p class="sql-examples">
      Begin with:
      ${sqlExamples.map((example) => html`<button type="button" onclick=${() => (text.value = example.text)}>${example.label}</button>`)}
    </p>
    <label for="sql-text">Query</label>
    ${text}
    <p class="sql-buttons">${run} ${stop} <span>Ctrl-Enter runs the query.</span></p>
    ${state} ${out}
  </div>` as HTMLElement;

  function tell(status: Status): void {
    locked.hidden = !(status.phase === "locked" || status.unlockable);
    run.disabled = status.phase !== "ready";
    const words: Record<string, string> = {
      ready: "",
      locked: "The tables are locked: unlock them to ask.",
      absent: "This release has no tables about variants.",
      starting: "Starting."
    };
    state.textContent = status.problem ?? words[status.phase] ?? `${status.step ?? "Loading"}.`;
  }

  async function decided(action: Action): Promise<Asked | null> {
    stopping = new AbortController();
    run.disabled = true;
    stop.disabled = false;
    state.textContent = "Working.";
    try {
      const found = await effects.ask(text.value, action, stopping.signal);
      state.textContent = "";
      return found;
    } catch (error) {
      state.textContent = error instanceof Error ? error.message : String(error);
      return null;
    } finally {
      run.disabled = false;
      stop.disabled = true;
    }
  }

  async function asked(): Promise<void> {
    effects.keepText(text.value);
    out.replaceChildren();
    const found = await decided("view");
    if (!found) return;
    out.append(decisionPanel(found.decision), planFacts(found.requests));
    if (found.answer) out.append(answerView(found.answer, found.requests));
  }

  function answerView(answer: NonNullable<Asked["answer"]>, requests: Request[]): HTMLElement {
    const tables = manifest.tables
      .map(({name}) => name)
      .filter((name) => requests.some(({query}) => query?.table === name));
    const shownText = text.value;
    const exportHere = html`<div></div>` as HTMLElement;
    // What leaves is what is shown, if exporting it is permitted too.
    const save = async (): Promise<void> => {
      const current = text.value;
      text.value = shownText;
      const found = await decided("export");
      text.value = current;
      if (!found) return;
      exportHere.replaceChildren(decisionPanel(found.decision));
      if (found.decision.outcome !== "permit") return;
      const conditions = found.decision.obligations.map(({sentence}): [string, string] => ["Condition", sentence]);
      saveFile("answer.csv", effects.csv(answer, [...provenanceFacts(manifest, tables), ...conditions]), "text/csv");
    };
    return html`<div>
      <p>${rowWords(answer)} <button type="button" onclick=${() => void save()}>Export CSV</button></p>
      ${exportHere} ${answerTable(answer, withheldBy)} ${provenanceStrip(manifest, tables)}
    </div>` as HTMLElement;
  }
}

function rowWords({rows, cut}: {rows: number; cut: boolean}): string {
  const drawn = rows > drawnRows ? ` The first ${drawnRows} are drawn; an export has all of them.` : "";
  return `${rows} ${rows === 1 ? "row" : "rows"}${cut ? ", and more that are not worked out" : ""}.${drawn}`;
}

function answerTable({names, values, rows}: AnswerPage, by?: WithheldBy): HTMLElement {
  const cell = (value: string | number | null): Node | string => {
    if (value === null) return withheldCell(by);
    return typeof value === "number" ? (Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)))) : value;
  };
  return html`<div class="sql-table" tabindex="0" role="region" aria-label="Answer">
    <table class="data">
      <thead>
        <tr>
          ${names.map((name, i) => html`<th scope="col" data-numeric=${isNumeric(values[i]) ? "true" : null}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          {length: Math.min(rows, drawnRows)},
          (_, i) =>
            html`<tr>
              ${values.map((column) => html`<td data-numeric=${isNumeric(column) ? "true" : null}>${cell(column[i])}</td>`)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as HTMLElement;
}

/** A column of numbers, of which some may be withheld. */
function isNumeric(column: readonly (string | number | null)[]): boolean {
  return column.some((value) => typeof value === "number") && !column.some((value) => typeof value === "string");
}

/** The facts that were judged, of each table. */
function planFacts(requests: Request[]): HTMLElement {
  const facts = requests.flatMap(({query}) => query ?? []);
  return html`<details class="sql-plan">
    <summary>What the plan says</summary>
    ${
      facts.length === 0
        ? html`<p>The query was refused before it had a plan.</p>`
        : facts.map(
            (fact) =>
              html`<p>
                Table <code>${fact.table}</code>: reads ${fact.columns.join(", ") || "no column by name"};
                ${fact.group_by.length > 0 ? `groups people by ${fact.group_by.join(", ")}` : "does not name groups of people"};
                ${fact.variants === null ? "spans the whole table" : "chooses some of its rows"}.
              </p>`
          )
    }
  </details>` as HTMLElement;
}
