import {html} from "htl";
import type {PolygenicScoreRow, ReleasedScore, ScoreMeasure} from "../../model/polygenicScores.js";
import type {ReleaseManifest} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {followTables} from "../association/followTables.js";
import {guardExport} from "../association/guardExport.js";
import type {TableColumn} from "../dataTable.js";
import {decisionPanel} from "../DecisionPanel.js";
import {fixed, plain} from "../equity/genomics/fstMatrix.js";
import {groupIntervals} from "../equity/genomics/groupIntervals.js";
import {figure} from "../Figure.js";
import {formatCount, formatShare} from "../formatNumber.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import {matchBars, type MatchFate} from "./matchBars.js";
import {scoreDensity, type ScoreStretch} from "./scoreDensity.js";
import {askScore, type ScoreEffects} from "./scoreQuestions.js";
import {notEvaluatedSentence, portabilitySentence, rowsOf} from "./scoreWords.js";

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
      if (mine !== serial) return;
      stage.replaceChildren(bar, decisionPanel(decision), ...(value ? sections(asked, value) : []), modelCard(asked));
    } catch (error) {
      if (mine === serial)
        stage.replaceChildren(
          bar,
          problemOf(error, () => void open())
        );
    }
  }

  function sections(asked: ReleasedScore, rows: readonly PolygenicScoreRow[]): Node[] {
    const mayTake = async () => (await askScore(effects, asked, "export")).decision;
    const binary = asked.evaluatedAgainst?.kind === "binary";
    const intervals = (
      measure: ScoreMeasure,
      title: string,
      subtitle: string,
      marks: {none: number; noneWords: string; label: string}
    ): Node[] => {
      const known = rowsOf(rows, measure).filter(({estimate}) => estimate !== null);
      if (known.length === 0) return [];
      const drawn = known.map((row) => ({
        ancestry: row.ancestry!,
        estimate: row.estimate!,
        low: row.low,
        high: row.high,
        words: `${fixed(row.estimate, 3)} (${fixed(row.low, 3)} to ${fixed(row.high, 3)})${peopleWords(rows, row.ancestry!)}`
      }));
      return [
        guardExport(
          figure({
            id: measure,
            title,
            subtitle,
            chart: (width) => groupIntervals(drawn, marks, width),
            ...place,
            columns: intervalColumns,
            rows: known
          }),
          mayTake
        )
      ];
    };
    if (asked.refused !== null)
      return [
        html`<p class="empty">The cohort cannot be scored: ${asked.refused}.</p>` as Node,
        ...matchSection(rows, mayTake)
      ];
    if (asked.evaluatedIn.length === 0)
      return [
        html`<p class="empty">
          Nothing is said of how this score does or spreads, because it was evaluated in no group
          ${asked.evaluatedAgainst ? "(too few people)" : "(the cohort names no trait for it)"}.
        </p>` as Node,
        ...matchSection(rows, mayTake)
      ];
    const trait = asked.evaluatedAgainst!.label;
    const stretches = stretchesOf(rows);
    return [
      html`<h2>How well does it do in each group?</h2>` as Node,
      html`<p>
        ${portabilitySentence(rows, asked.reference)} ${notEvaluatedSentence(groups, asked)} Accuracy is beyond what
        ${asked.adjustedFor.join(", ") || "no covariates"} tell.
      </p>` as Node,
      ...(binary
        ? intervals(
            "auc",
            `${trait}: how often a case has a higher score than a control`,
            "Area under the curve of the score alone, with 95 % intervals (DeLong): 0.5 is guessing.",
            {none: 0.5, noneWords: "guessing", label: "Area under the curve"}
          )
        : []),
      ...intervals(
        "r2",
        `${trait}: how much of its variance the score explains`,
        `Beyond the covariates, within each group, with 95 % intervals${binary ? "; cases and controls taken as 1 and 0" : ""}.`,
        {none: 0, noneWords: "nothing", label: "Share of variance (R²)"}
      ),
      ...intervals(
        "portability",
        `What is left of the accuracy that it has in ${asked.reference}`,
        `R² in the group over R² in ${asked.reference}, the group with the most people evaluated, with 95 % intervals (delta method on the logarithm).`,
        {none: 1, noneWords: "as accurate", label: `R² relative to ${asked.reference}`}
      ),
      ...(binary
        ? intervals(
            "odds-ratio",
            "Odds of being a case, for one standard deviation of the score",
            `The standard deviation is that in ${asked.reference}; adjusted for the covariates; 95 % intervals.`,
            {none: 1, noneWords: "no difference", label: "Odds ratio"}
          )
        : []),
      ...intervals(
        "calibration-slope",
        `Do predictions made in ${asked.reference} fit elsewhere?`,
        `Slope of what happened on what the model of ${asked.reference} predicts: at 1 predictions are spread as widely as they should be, below 1 they are too extreme. 95 % intervals.`,
        {none: 1, noneWords: "calibrated", label: "Calibration slope"}
      ),
      html`<h2>How are its values spread?</h2>` as Node,
      guardExport(
        figure({
          id: "spread",
          title: `${asked.label}: share of people by their score`,
          subtitle:
            "Of the people of each group who were evaluated. Stretches with fewer than 25 people are left out, the others counted down to a multiple of 25 where counts are protected.",
          chart: (width) => scoreDensity(stretches, "Score, in units of its weights", width),
          ...place,
          columns: stretchColumns,
          rows: stretches
        }),
        mayTake
      ),
      html`<p>
        A group whose scores lie higher is not a group at higher risk: averages differ because frequencies do and
        because the weights were made in one group. Scores are never compared between groups here.
      </p>` as Node,
      ...matchSection(rows, mayTake)
    ];
  }

  function matchSection(
    rows: readonly PolygenicScoreRow[],
    mayTake: () => Promise<Awaited<ReturnType<typeof askScore>>["decision"]>
  ): Node[] {
    const fates = rowsOf(rows, "variants").flatMap(({bin, nVariants}): MatchFate[] =>
      bin === null || nVariants === null || (nVariants === 0 && bin !== "matched")
        ? []
        : [{fate: bin, variants: nVariants}]
    );
    const share = rowsOf(rows, "weight-share")[0]?.estimate ?? null;
    return [
      html`<h2>Which of its variants does the cohort have?</h2>` as Node,
      guardExport(
        figure({
          id: "match",
          title: "What became of the rows of the scoring file",
          subtitle: `${share === null ? "" : `Matched variants carry ${formatShare(share)} of the score’s weight. `}Palindromic variants (A/T, C/G) that are about as common on either strand are left out, because the strand cannot be told.`,
          chart: (width) => matchBars(fates, width),
          ...place,
          columns: fateColumns,
          rows: fates
        }),
        mayTake
      )
    ];
  }

  followTables(effects, release, {stage, locked, open, absent: absentScores});
  return html`<div class="carry-page">${stage}</div>` as HTMLElement;
}

/** What the score is, and what it is not for; it is told to everybody. */
function modelCard({
  card,
  id,
  label,
  traits,
  reference,
  evaluatedIn,
  evaluatedAgainst,
  adjustedFor
}: ReleasedScore): Node {
  const said = (text: string): string => text || "not said";
  const facts: [string, string][] = [
    ["Score", `${label} (${id})`],
    ["Name", said(card.name)],
    ["About", traits.map((trait) => `${trait.label} (${trait.id})`).join("; ")],
    ["Variants", formatCount(card.variants)],
    ["Weights", said(card.weightType)],
    ["Format", `PGS Catalog ${said(card.formatVersion)}${card.harmonised ? ", harmonised positions" : ""}`],
    ["Citation", said(card.citation)],
    ["Licence", said(card.licence)],
    ["Evaluated against", evaluatedAgainst?.label ?? "no trait of the cohort"],
    ["Evaluated in", evaluatedIn.length > 0 ? evaluatedIn.join(", ") : "no group"],
    ["Compared with", reference ?? "no group"],
    ["Adjusted for", adjustedFor.join(", ") || "nothing"],
    ["Missing genotypes", "the mean of the cohort"],
    ["Not for", "advice to a person, choosing people or embryos, or comparing averages between groups"]
  ];
  return html`<section aria-labelledby="model-card">
    <h2 id="model-card">Model card</h2>
    <dl class="facts">${facts.flatMap(([name, value]) => [html`<dt>${name}</dt>`, html`<dd>${value}</dd>`])}</dl>
  </section>` as Node;
}

function stretchesOf(rows: readonly PolygenicScoreRow[]): ScoreStretch[] {
  const all = new Map(
    rowsOf(rows, "people").flatMap(({ancestry, bin, n}) => (bin === null && n !== null ? [[ancestry, n]] : []))
  );
  return rowsOf(rows, "density").map(({ancestry, x0, x1, n}) => ({
    ancestry: ancestry!,
    x0: x0!,
    x1: x1!,
    people: n!,
    share: n! / all.get(ancestry)!
  }));
}

function peopleWords(rows: readonly PolygenicScoreRow[], group: string): string {
  const of = (bin: string | null): number | null =>
    rowsOf(rows, "people").find((row) => row.ancestry === group && row.bin === bin)?.n ?? null;
  const [all, cases] = [of(null), of("cases")];
  if (all === null) return "";
  return `, ${formatCount(all)} people${cases === null ? "" : `, ${formatCount(cases)} cases`}`;
}

function absentScores(): HTMLElement {
  return html`<div class="association-empty">
    <p><strong>This release holds no polygenic scores.</strong></p>
    <p class="quiet">
      The manifest of a cohort names them, as <code>scores: [{file, label, trait}]</code>. What this release holds is on
      the page <a href="./data">Data and provenance</a>.
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

const intervalColumns: TableColumn<PolygenicScoreRow>[] = [
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry ?? ""},
  {label: "Estimate", numeric: true, cell: (d) => fixed(d.estimate, 4), text: (d) => plain(d.estimate)},
  {label: "95 % from", numeric: true, cell: ({low}) => fixed(low, 4), text: ({low}) => plain(low)},
  {label: "to", numeric: true, cell: ({high}) => fixed(high, 4), text: ({high}) => plain(high)}
];

const stretchColumns: TableColumn<ScoreStretch>[] = [
  {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
  {label: "Score from", numeric: true, cell: ({x0}) => String(x0)},
  {label: "up to", numeric: true, cell: ({x1}) => String(x1)},
  {label: "People", numeric: true, cell: ({people}) => formatCount(people), text: ({people}) => String(people)},
  {label: "Share", numeric: true, cell: ({share}) => formatShare(share), text: ({share}) => String(share)}
];

const fateColumns: TableColumn<MatchFate>[] = [
  {label: "Rows of the file", cell: ({fate}) => fate},
  {label: "Number", numeric: true, cell: ({variants}) => String(variants)}
];
