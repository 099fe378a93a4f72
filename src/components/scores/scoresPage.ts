import {html} from "htl";
import type {PolygenicScoreRow, ReleasedScore} from "../../model/polygenicScores.js";
import type {ReleaseManifest} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {followTables} from "../association/followTables.js";
import {decisionPanel} from "../DecisionPanel.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import {accuracySections} from "./accuracySections.js";
import {modelCard} from "./modelCard.js";
import type {ShownScore} from "./scoreFigure.js";
import {askScore, type ScoreEffects} from "./scoreQuestions.js";
import {matchSection, spreadSections} from "./spreadSections.js";

interface PageOptions {
  manifest: ReleaseManifest;
  /** The score that is shown first, by its id; null = the first of the release. */
  chosen: string | null;
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  effects: ScoreEffects;
}

/** What a cohort's tables say of a polygenic score, once a key opens them and the rules permit it. Nobody is shown. */
export function scoresPage({manifest: release, chosen, why, demoKey, effects}: PageOptions): HTMLElement {
  const manifest = tierView(release, "registered");
  const scores = release.scores ?? [];
  const groups = (manifest.strata.find(({name}) => name === "ancestry")?.levels ?? []).slice().sort();
  const source = release.cohort.source ?? release.cohort.title;
  const place = {manifest, source, tables: ["polygenic_scores"] as const};
  let score = scores.find(({id}) => id === chosen) ?? scores[0];
  let serial = 0;
  const stage = html`<div class="carry-stage"></div>` as HTMLElement;
  const locked = unlockPanel({title: "The scores of this cohort are locked", why, demoKey, unlock: effects.unlock});

  const select = html`<select
    onchange=${(event: Event) => {
      score = scores.find(({id}) => id === (event.target as HTMLSelectElement).value)!;
      effects.onView(score.id);
      void open();
    }}
  >
    ${scores.map(({id, label}) => html`<option value=${id} selected=${id === score?.id}>${label}</option>`)}
  </select>` as HTMLSelectElement;
  const bar = html`<div class="carry-bar"><label>Score ${select}</label></div>` as HTMLElement;

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready" || score === undefined) return;
    const mine = (serial += 1);
    const asked = score;
    stage.replaceChildren(bar, loadingView(`Asking about ${asked.label}`, 0));
    try {
      const {decision, value} = await askScore(effects, asked, "view");
      const others = value ? await askOthers(asked) : [];
      if (mine !== serial) return;
      const mayTake = async () => (await askScore(effects, asked, "export")).decision;
      stage.replaceChildren(
        bar,
        decisionPanel(decision),
        ...(value ? sections({asked, rows: value, groups, others, place, mayTake}) : []),
        modelCard(asked, value)
      );
    } catch (error) {
      if (mine === serial)
        stage.replaceChildren(
          bar,
          problemOf(error, () => void open())
        );
    }
  }

  /** Other scores of the same trait with their rows, of those that the rules permit to be seen. */
  async function askOthers(
    asked: ReleasedScore
  ): Promise<{score: ReleasedScore; rows: readonly PolygenicScoreRow[]}[]> {
    const same = scores.filter(
      ({id, evaluatedAgainst, evaluatedIn}) =>
        id !== asked.id && evaluatedIn.length > 0 && evaluatedAgainst?.id === asked.evaluatedAgainst?.id
    );
    const found = await Promise.all(
      same.map(async (score) => ({score, rows: (await askScore(effects, score, "view")).value}))
    );
    return found.flatMap(({score, rows}) => (rows ? [{score, rows}] : []));
  }

  followTables(effects, release, {stage, locked, open, absent: absentScores});
  return html`<div class="carry-page">${stage}</div>` as HTMLElement;
}

function sections(shown: ShownScore): Node[] {
  const {refused, evaluatedIn, evaluatedAgainst, training} = shown.asked;
  if (refused !== null)
    return [
      html`<p class="empty">
        ${training ? "Nothing was learned" : "The cohort cannot be scored"}: ${refused}.
      </p>` as Node,
      ...matchSection(shown)
    ];
  if (evaluatedIn.length === 0)
    return [
      html`<p class="empty">
        Nothing is said of how this score does or spreads, because it was evaluated in no group
        ${evaluatedAgainst ? "(too few people)" : "(the cohort names no trait for it)"}.
      </p>` as Node,
      ...matchSection(shown)
    ];
  return [...accuracySections(shown), ...spreadSections(shown), ...matchSection(shown)];
}

function absentScores(): HTMLElement {
  return html`<div class="association-empty">
    <p><strong>This release holds no polygenic scores.</strong></p>
    <p class="quiet">
      The manifest of a cohort names them, as <code>scores: [{file, label, trait}, {train, in}]</code>. What this
      release holds is on the page <a href="./data">Data and provenance</a>.
    </p>
  </div>` as HTMLElement;
}

function problemOf(error: unknown, again: () => void): HTMLElement {
  const problem = error instanceof Error ? error.message : String(error);
  return html`<div class="association-empty" role="alert">
    <p><strong>The scores could not be read:</strong> ${problem}.</p>
    <p><button type="button" onclick=${again}>Try again</button></p>
  </div>` as HTMLElement;
}
