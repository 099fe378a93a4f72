import {html} from "htl";
import type {ReleaseManifest, TableName} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {mutationClasses, type EvidenceRow, type MutationClass, type ShownTumours} from "../../model/tumours.js";
import type {AssociationEffects} from "../association/associationEffects.js";
import {followTables} from "../association/followTables.js";
import {guardExport} from "../association/guardExport.js";
import {dataTable} from "../dataTable.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import {absentTumours} from "./absentTumours.js";
import {gainedLost} from "./gainedLost.js";
import {pairMatrix} from "./pairMatrix.js";
import {resistanceForest} from "./resistanceForest.js";
import {shareMatrix} from "./shareMatrix.js";
import {evidenceColumns, pairColumns, resistanceColumns, shareColumns, togetherColumns} from "./tumourColumns.js";
import {askEvidence, askPairs, askResistance, askShares, askTogether, type AskTumours} from "./tumourQuestions.js";
import {pairFinding, strongestSentence, tumourProtection} from "./tumourWords.js";

export interface TumourEffects
  extends
    AskTumours,
    Pick<AssociationEffects, "status" | "onStatus" | "onAskerChange" | "unlock" | "unlockRemembered"> {
  onView(treatment: string): void;
}

interface PageOptions {
  manifest: ReleaseManifest;
  /** Null = the first treatment. */
  treatment: string | null;
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  effects: TumourEffects;
}

type Answers = ShownTumours & {evidence: EvidenceRow[]};

/** Mutations of tumours, treatments and what is known of them, once a key opens the tables and the rules permit it. */
export function tumoursPage({manifest: release, treatment, why, demoKey, effects}: PageOptions): HTMLElement {
  const manifest = tierView(release, "registered");
  const source = `${release.cohort.source ?? release.cohort.title}; ${release.tumours?.source ?? "no tumours"}`;
  let chosen = treatment;
  let serial = 0;
  const stage = html`<div class="tumours-stage"></div>` as HTMLElement;
  const locked = unlockPanel({
    title: "The tables of tumours of this cohort are locked",
    why,
    demoKey,
    unlock: effects.unlock
  });

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready") return;
    const mine = (serial += 1);
    stage.replaceChildren(loadingView("Asking about tumours", 0));
    try {
      const resistance = await askResistance(effects, "view");
      const pairs = await askPairs(effects, "view");
      const together = await askTogether(effects, "view");
      const shares = await askShares(effects, "view");
      const evidence = release.tumours?.evidence ? await askEvidence(effects, "view") : null;
      if (mine !== serial) return;
      const refused = [resistance, pairs, together, shares, evidence].find((asked) => asked && asked.value === null);
      if (refused) return stage.replaceChildren(decisionPanel(refused.decision));
      const answers: Answers = {
        resistance: resistance.value!,
        pairs: pairs.value!,
        cooccurrence: together.value!,
        oncoprint: shares.value!,
        evidence: evidence?.value ?? []
      };
      stage.replaceChildren(
        decisionPanel(resistance.decision),
        treatmentSection(answers),
        groupSection(answers),
        togetherSection(answers)
      );
    } catch (error) {
      if (mine !== serial) return;
      const problem = error instanceof Error ? error.message : String(error);
      stage.replaceChildren(
        html`<div class="association-empty" role="alert">
          <p><strong>The tables of tumours could not be read:</strong> ${problem}.</p>
          <p><button type="button" onclick=${() => void open()}>Try again</button></p>
        </div>` as HTMLElement
      );
    }
  }

  function treatmentSection(answers: Answers): Node {
    const treatments = [...new Set([...answers.resistance, ...answers.pairs].map(({treatment}) => treatment))].sort();
    if (treatments.length === 0)
      return html`<p class="empty">No mutation is common enough under any treatment to be named.</p>` as Node;
    let now = chosen !== null && treatments.includes(chosen) ? chosen : treatments[0];
    const body = html`<div></div>` as HTMLElement;
    const draw = (): void => body.replaceChildren(...treatmentFigures(now, answers));
    const onchange = (event: Event): void => {
      now = chosen = (event.target as HTMLSelectElement).value;
      effects.onView(now);
      draw();
    };
    draw();
    return html`<section aria-labelledby="one-treatment">
      <h2 id="one-treatment">One treatment</h2>
      <div class="carry-bar">
        <label
          >Treatment
          <select onchange=${onchange}>
            ${treatments.map((name) => html`<option value=${name} selected=${name === now}>${name}</option>`)}
          </select></label
        >
      </div>
      ${body}
    </section>` as Node;
  }

  function treatmentFigures(now: string, {resistance, pairs, evidence}: Answers): Node[] {
    const tested = resistance
      .filter((row) => row.treatment === now)
      .sort((a, b) => (b.minusLog10Q ?? -1) - (a.minusLog10Q ?? -1));
    const paired = pairs.filter((row) => row.treatment === now);
    const telling = paired.filter((row) => row.minusLog10Q !== null).sort((a, b) => b.minusLog10Q! - a.minusLog10Q!);
    const beside = evidence.filter((row) => row.treatment === now);
    return [
      html`<p>
        ${strongestSentence(now, tested, release.cohort.synthetic.phenotypes ? "simulated tumours" : "tumours")}
      </p>` as Node,
      figureOf({
        id: "resistance",
        title: `${now}: mutations and resistance`,
        subtitle:
          "Odds that a tumour with the mutation was resistant, over those of tumours without it, with 95 % intervals; FDR: false discovery rate over all treatments and mutations. An arrow: this end of the interval is not known.",
        chart: (width) => resistanceForest(tested, beside, width),
        tables: ["tumour_resistance"],
        columns: resistanceColumns,
        rows: tested,
        ask: askResistance
      }),
      html`<p>${tumourProtection(tested)}</p>` as Node,
      evidenceSection(now, beside),
      ...(telling.length > 0
        ? [
            figureOf({
              id: "pairs",
              title: `${now}: mutations that came and went between two tumours`,
              subtitle:
                "People with a sequenced tumour from before and another from after treatment, with 95 % intervals. Hatched: withheld.",
              chart: (width) => gainedLost(telling, width),
              tables: ["tumour_pairs"],
              columns: pairColumns,
              rows: paired,
              ask: askPairs
            })
          ]
        : []),
      html`<p>${pairsSentence(now, paired.length, telling.length)}</p>` as Node
    ];
  }

  function evidenceSection(now: string, beside: readonly EvidenceRow[]): Node {
    if (!release.tumours?.evidence)
      return html`<p class="quiet">
        No table of evidence is named in the manifest, so nothing is shown beside these findings.
      </p>` as Node;
    if (beside.length === 0)
      return html`<p>The table of evidence says nothing of these mutations and ${now}.</p>` as Node;
    const exact = beside.filter((row) => row.exact);
    const others = beside.filter((row) => !row.exact);
    return html`<div class="tumours-evidence">
      <h3>What others have published about these mutations and ${now}</h3>
      ${
        exact.length === 0
          ? html`<p>Nothing about these very mutations.</p>`
          : dataTable(`Evidence about these mutations and ${now}`, evidenceColumns, exact)
      }
      ${
        others.length === 0
          ? null
          : html`<details>
              <summary>${others.length} more about other mutations of the same genes</summary>
              ${dataTable(`Evidence about other mutations of these genes and ${now}`, evidenceColumns, others)}
            </details>`
      }
    </div>` as Node;
  }

  function groupSection({oncoprint}: Answers): Node {
    let now: MutationClass | "any" = "any";
    const body = html`<div></div>` as HTMLElement;
    const draw = (): void => {
      const rows = oncoprint.filter(({mutationClass}) => (mutationClass ?? "any") === now);
      body.replaceChildren(
        figureOf({
          id: "groups",
          title: now === "any" ? "Mutated genes by group" : `Genes with mutations of class ${now}, by group`,
          subtitle:
            "Share of people with a sequenced tumour from before treatment whose gene is mutated, with the 95 % interval, in each genetic ancestry group. Hatched: withheld.",
          chart: (width) => shareMatrix(rows, width),
          tables: ["tumour_oncoprint"],
          columns: shareColumns,
          rows,
          ask: askShares
        })
      );
    };
    draw();
    return html`<section aria-labelledby="by-group">
      <h2 id="by-group">Groups of people</h2>
      <div class="carry-bar">
        <label
          >Mutation
          <select
            onchange=${(event: Event) => {
              now = (event.target as HTMLSelectElement).value as typeof now;
              draw();
            }}
          >
            ${["any", ...mutationClasses].map((name) => html`<option value=${name}>${name}</option>`)}
          </select></label
        >
      </div>
      ${body}
      <p class="quiet">
        A person is in one class per gene; with mutations of two classes, in “multiple”. A difference between groups may
        come from kinds of tumours, care and who was sequenced as well as from biology.
      </p>
    </section>` as Node;
  }

  function togetherSection({cooccurrence}: Answers): Node {
    const found = cooccurrence.filter((row) => pairFinding(row) === "together");
    const names = found.map(({geneA, geneB}) => `${geneA} and ${geneB}`);
    return html`<section aria-labelledby="together">
      <h2 id="together">Genes mutated together</h2>
      <p>
        ${
          names.length === 0
            ? "No two genes are found mutated in the same tumours more often than their kinds and numbers of mutations explain."
            : `Found in the same tumours more often than their kinds and numbers of mutations explain: ${names.join("; ")}.`
        }
      </p>
      ${figureOf({
        id: "together-matrix",
        title: "Which genes are mutated in the same tumours",
        subtitle:
          "+ together, − apart, adjusted for covariates, treatment and how many other genes are mutated; (−) apart, not adjusted, as for genes of different kinds of tumours; · nothing found at a false discovery rate of 5 %; hatched: withheld. The table has odds ratios and intervals.",
        chart: (width) => pairMatrix(cooccurrence, width),
        tables: ["tumour_cooccurrence"],
        columns: togetherColumns,
        rows: cooccurrence,
        ask: askTogether
      })}
    </section>` as Node;
  }

  function figureOf<Row>({
    ask,
    tables,
    ...options
  }: Pick<Parameters<typeof figure<Row>>[0], "id" | "title" | "subtitle" | "chart" | "columns" | "rows"> & {
    tables: TableName[];
    ask: typeof askResistance | typeof askPairs | typeof askTogether | typeof askShares;
  }): HTMLElement {
    return guardExport(
      figure({...options, source, manifest, tables}),
      async () => (await ask(effects, "export")).decision
    );
  }

  followTables(effects, release, {stage, locked, open, absent: absentTumours});
  return html`<div class="tumours-page">${stage}</div>` as HTMLElement;
}

function pairsSentence(treatment: string, rows: number, telling: number): string {
  if (rows === 0) return `Nobody treated with ${treatment} has sequenced tumours from before and after, or too few.`;
  const hidden = rows - telling;
  if (hidden === 0) return "Nothing of these pairs is withheld.";
  const which = telling === 0 ? `Of the ${rows} mutations` : `Of ${hidden} more mutations`;
  return `${which} in tumours from before and after ${treatment}, few people or nobody gained or lost it, so that this is withheld.`;
}
