import {html} from "htl";
import type {ReleaseManifest, Tier} from "../../model/release.js";
import type {SqlAsked} from "../../model/sqlAnswer.js";
import {tierView} from "../../model/tierView.js";
import {withheldBy, withheldWords} from "../cohortWords.js";
import {toCsv} from "../dataTable.js";
import {decisionPanel} from "../DecisionPanel.js";
import {provenanceFacts} from "../provenanceFacts.js";
import {provenanceStrip} from "../ProvenanceStrip.js";
import {saveFile} from "../saveFile.js";
import {tellUnlock, unlockPanel, type UnlockProgress} from "../variants/unlockPanel.js";
import {hiddenBy, publicPart} from "../variants/variantWords.js";
import {absentView, failedView, loadingView, moveLoading} from "../variants/workbenchView.js";
import {askableTables} from "./askableTables.js";
import {planList} from "./planList.js";
import {sqlAnswerTable, sqlTableColumns} from "./sqlAnswerTable.js";
import {sqlEditor} from "./sqlEditor.js";

/** How far the tables are; the same as the workbench says. */
type Status =
  | {phase: "starting" | "absent"}
  | {phase: "locked"; problem?: string}
  | {phase: "loading"; step: string; share: number}
  | ({phase: "ready"; tier: Tier; unlockable: boolean} & UnlockProgress)
  | {phase: "failed"; problem: string};

interface SqlPageOptions {
  manifest: ReleaseManifest;
  workbench: {
    readonly status: Status;
    onStatus(listener: (status: Status) => void): () => void;
    askSql(text: string, action: "analyse" | "export"): Promise<SqlAsked>;
  };
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  /** The query of the address, or empty. */
  asked: string;
  effects: {
    unlock(text: string, remember: boolean): Promise<void>;
    unlockRemembered(): Promise<void>;
    onAskerChange(listener: () => void): () => void;
    /** Puts the query into the address of the page, and gives that address. */
    link(text: string): string;
  };
}

/** A place to write a query, whatever stands between the reader and the tables, and the answer with its decision. */
export function sqlPage({manifest, workbench, why, demoKey, asked, effects}: SqlPageOptions): HTMLElement {
  const part = publicPart(manifest);
  const locked = unlockPanel({
    title: part ? "Named readers ask the tables without noise with their key" : undefined,
    why,
    demoKey,
    folded: part !== null,
    unlock: effects.unlock
  });
  let tier: Tier = part || manifest.cohort.class === "open" ? "public" : "registered";
  let waiting = asked !== "";
  /** Of the question under way: an answer to an earlier one, or to one that was stopped, is not shown. */
  let turn = 0;
  const stage = html`<div class="sql-stage"></div>` as HTMLElement;
  // Where some tables are open to everybody, the others wait beside them.
  const key = part ? (html`<div>${locked}</div>` as HTMLElement) : null;
  const tables = html`<div></div>` as HTMLElement;
  const result = html`<div class="sql-result" aria-live="polite"></div>` as HTMLElement;
  const editor = sqlEditor(asked, {run, stop, link: () => effects.link(editor.text())});
  const element = html`<div class="sql-page">
    ${key} ${stage} ${editor.element} ${result}
    <h2>What can be asked</h2>
    ${tables}
  </div>` as HTMLElement;

  async function run(): Promise<void> {
    if (workbench.status.phase !== "ready") {
      result.replaceChildren(html`<p class="quiet">The tables are not open yet.</p>` as Node);
      return;
    }
    const mine = (turn += 1);
    effects.link(editor.text());
    editor.running(true);
    result.replaceChildren(html`<p class="quiet" role="status">Reading the plan, and asking …</p>` as Node);
    try {
      const made = await workbench.askSql(editor.text(), "analyse");
      if (mine === turn) showAnswer(made, editor.text());
    } catch (error) {
      if (mine === turn) result.replaceChildren(problemView(error));
    } finally {
      if (mine === turn) editor.running(false);
    }
  }

  function stop(): void {
    turn += 1;
    editor.running(false);
    result.replaceChildren(
      html`<p role="status">Stopped: the answer will not be shown. The engine may need a moment to finish.</p>` as Node
    );
  }

  function showAnswer(made: SqlAsked, text: string): void {
    const visible = tierView(manifest, tier);
    const words = {by: hiddenBy(visible) ?? withheldBy(visible), words: withheldWords(visible)};
    const read = made.plan?.tables.filter((name) => visible.tables.some((table) => table.name === name)) ?? [];
    const names = visible.tables.filter(({name}) => read.includes(name)).map(({name}) => name);
    const exported = html`<div class="sql-exported"></div>` as HTMLElement;
    const save = html`<button type="button" onclick=${() => exportCsv(text, exported)}>Export CSV</button>`;
    result.replaceChildren(
      html`<div>
        ${decisionPanel(made.decision)} ${planList(made)}
        ${
          made.answer
            ? html`<div>
                ${sqlAnswerTable(made.answer, words)}
                <p>${save}</p>
                ${exported} ${provenanceStrip(visible, names)}
              </div>`
            : null
        }
      </div>` as Node
    );
  }

  async function exportCsv(text: string, place: HTMLElement): Promise<void> {
    try {
      const made = await workbench.askSql(text, "export");
      place.replaceChildren(decisionPanel(made.decision));
      if (!made.answer) return;
      const visible = tierView(manifest, tier);
      const names = visible.tables.filter(({name}) => made.plan!.tables.includes(name)).map(({name}) => name);
      const columns = sqlTableColumns(made.answer, {words: withheldWords(visible)});
      const rows = Array.from({length: made.answer.rows}, (_, row) => row);
      const conditions = made.decision.obligations.map(({sentence}): [string, string] => ["Condition", sentence]);
      const facts: [string, string][] = [...provenanceFacts(visible, names), ...conditions, ["Query", text]];
      saveFile(`${manifest.cohort.id}-query.csv`, toCsv(columns, rows, facts), "text/csv");
    } catch (error) {
      place.replaceChildren(problemView(error));
    }
  }

  function show(status: Status): void {
    editor.open(status.phase === "ready");
    switch (status.phase) {
      case "starting":
        return stage.replaceChildren(loadingView("Starting", 0));
      case "locked":
        tellUnlock(locked, status);
        return stage.contains(locked) ? undefined : stage.replaceChildren(locked);
      case "loading":
        if (!moveLoading(stage, status.step, status.share))
          stage.replaceChildren(loadingView(status.step, status.share));
        return;
      case "absent":
        return stage.replaceChildren(absentView(manifest));
      case "failed":
        return stage.replaceChildren(failedView(status.problem));
      case "ready":
        tellUnlock(locked, status);
        if (tier !== status.tier || !tables.hasChildNodes()) showTables(status.tier);
        if (key?.contains(locked) && !status.unlockable) {
          // The editor below stays where it is.
          key.style.minHeight = `${key.offsetHeight}px`;
          key.replaceChildren(openView(status.tier));
        }
        if (status.tier === "registered" && key) stage.replaceChildren();
        else if (!stage.querySelector(".sql-open")) stage.replaceChildren(openView(status.tier));
        if (waiting) void run();
        waiting = false;
    }
  }

  function showTables(open: Tier): void {
    tier = open;
    tables.replaceChildren(askableTables(tierView(manifest, open)));
  }

  showTables(tier);
  workbench.onStatus(show);
  show(workbench.status);
  effects.onAskerChange(() => void (result.querySelector(".decision") && run()));
  if (part || workbench.status.phase === "locked") void effects.unlockRemembered().catch(() => undefined);
  return element;
}

function openView(tier: Tier): HTMLElement {
  return html`<p class="sql-open" role="status">
    <span aria-hidden="true">✓</span>
    ${tier === "registered" ? "The tables are open with your key." : "The public tables are open."}
  </p>` as HTMLElement;
}

function problemView(error: unknown): Node {
  const message = error instanceof Error ? error.message : String(error);
  return html`<p role="alert"><strong>The question could not be asked.</strong> ${message}.</p>` as Node;
}
