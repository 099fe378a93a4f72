import {html} from "htl";
import {metaLevel, type GeneInterval, type PhewasView, type VariantTest} from "../../model/association.js";
import type {Decision} from "../../model/decision.js";
import type {ReleaseManifest} from "../../model/release.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {absentAssociations, followTables} from "./followTables.js";
import {exportOfTraits} from "./exportQuestions.js";
import {geneColumns, geneView} from "./geneView.js";
import {guardExport} from "./guardExport.js";
import {multipleTestingSentence, phewasColumns, phewasPlot, type PhewasRow} from "./phewasPlot.js";
import {refusedSign} from "./refusedSign.js";
import {groupLabel, positionOf} from "./regionalPlot.js";
import {inGroup} from "./regionSection.js";
import {aboutTests, readTests} from "./traitQuestions.js";

interface PageOptions {
  manifest: ReleaseManifest;
  view: PhewasView;
  why: string;
  demoKey: string;
  effects: AssociationEffects;
}

/** What was asked for: one variant, or the variants of a gene. */
type Subject = {kind: "variant"; id: string} | {kind: "gene"; gene: GeneInterval};

/** A name in dbSNP, or of the simulation. */
const rsid = /^(rs|syn)\d+$/i;

/** A trait with its answer: tests, or a decision against it. */
interface Answered {
  trait: Trait;
  decision: Decision;
  tests: VariantTest[] | null;
}

/** One variant, or one gene, over all traits: each trait is a question of its own to the rules. */
export function phewasPage({manifest, view, why, demoKey, effects}: PageOptions): HTMLElement {
  let chosen = view;
  let serial = 0;
  const stage = html`<div class="association-stage" aria-live="polite"></div>` as HTMLElement;
  const locked = unlockPanel({title: "Associations are locked", why, demoKey, unlock: effects.unlock});
  const input = html`<input
    id="phewas-subject"
    type="search"
    autocomplete="off"
    spellcheck="false"
    value=${view.variant ?? view.gene ?? ""}
    placeholder="Variant or gene"
  />` as HTMLInputElement;
  const groupChoice = html`<select
    onchange=${(event: Event) => choose({ancestry: (event.target as HTMLSelectElement).value})}
  >
    ${[metaLevel, ...ancestriesOf(manifest)].map(
      (group) => html`<option value=${group} selected=${group === chosen.ancestry}>${groupLabel(group)}</option>`
    )}
  </select>` as HTMLSelectElement;
  const element = html`<div class="association-page">
    <form
      class="association-bar"
      onsubmit=${(event: Event) => {
        event.preventDefault();
        const text = input.value.trim();
        choose(isVariant(text) ? {variant: text, gene: null} : {variant: null, gene: text === "" ? null : text});
      }}
    >
      <label for="phewas-subject">Variant or gene ${input}</label>
      <label>Genetic ancestry group ${groupChoice}</label>
      <button type="submit" class="primary">Ask</button>
    </form>
    ${stage}
  </div>` as HTMLElement;

  function choose(next: Partial<PhewasView>): void {
    chosen = {...chosen, ...next};
    input.value = chosen.variant ?? chosen.gene ?? "";
    effects.onView({...chosen, trait: null, region: null});
    void open();
  }

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready") return;
    if (!effects.status.whole)
      return stage.replaceChildren(effects.status.unlockable ? locked : absentAssociations(manifest));
    const mine = (serial += 1);
    if (chosen.variant === null && chosen.gene === null) return stage.replaceChildren(await welcome());
    stage.replaceChildren(loadingView("Asking about every trait", 0));
    try {
      const shown = await answer(mine);
      if (mine === serial) stage.replaceChildren(...shown);
    } catch (error) {
      if (mine !== serial) return;
      const problem = error instanceof Error ? error.message : String(error);
      stage.replaceChildren(
        html`<p class="association-empty" role="alert">The associations could not be read: ${problem}.</p>` as Node
      );
    }
  }

  async function answer(mine: number): Promise<Node[]> {
    const subject = await findSubject();
    if (subject === null)
      return [
        html`<p class="association-empty">
          This release knows no gene or variant ${chosen.gene}. A variant is written as its name, such as rs429358, or
          as chromosome, position, reference and alternate allele, such as 19-44908684-T-C.
        </p>` as Node
      ];
    const where =
      subject.kind === "variant"
        ? {variants: [subject.id]}
        : {chrom: subject.gene.chrom, start: subject.gene.start + 1, end: subject.gene.end};
    const answers: Answered[] = [];
    for (const trait of manifest.traits) {
      const {decision, value} = await effects.ask(
        trait,
        "view",
        aboutTests(where, false),
        readTests(trait.id, where, false)
      );
      if (mine !== serial) return [];
      answers.push({trait, decision, tests: value});
      const bar = stage.querySelector("progress");
      if (bar) bar.value = answers.length / manifest.traits.length;
    }
    return [
      ...(subject.kind === "variant" ? variantCharts(subject.id, answers) : geneCharts(subject.gene, answers)),
      refusals(answers)
    ];
  }

  /** A gene is looked up in the annotation, which is about nobody: no trait is asked about. */
  async function findSubject(): Promise<Subject | null> {
    if (chosen.variant !== null) return {kind: "variant", id: chosen.variant};
    const wanted = chosen.gene!.toLowerCase();
    if (rsid.test(wanted)) {
      const id = await effects.named(wanted);
      return id === null ? null : {kind: "variant", id};
    }
    const gene = (await effects.genes()).find(({name}) => name.toLowerCase() === wanted);
    return gene ? {kind: "gene", gene} : null;
  }

  function variantCharts(id: string, answers: readonly Answered[]): Node[] {
    const rows = answers.map(({trait, decision, tests}): PhewasRow => ({
      trait: trait.id,
      label: trait.label,
      kind: trait.kind,
      test: tests?.find(({ancestry}) => ancestry === chosen.ancestry) ?? null,
      refused: refusedSign(decision)
    }));
    rows.sort((a, b) => (b.test?.minusLog10P ?? -1) - (a.test?.minusLog10P ?? -1));
    const tested = rows.filter(({test}) => test?.minusLog10P != null).length;
    if (tested === 0 && answers.every(({tests}) => tests === null || tests.length === 0))
      return [html`<p class="association-empty">${id} was not tested for any trait that is shown to you.</p>` as Node];
    const chart = figure({
      id: "phewas",
      title: `${id} over all traits, ${inGroup(chosen.ancestry)}`,
      subtitle: "▲ the alternate allele goes with more of the trait, ▼ with less; filled beyond the line.",
      chart: (width) => phewasPlot(rows, width),
      source: manifest.cohort.source ?? manifest.cohort.title,
      manifest,
      tables: ["association"],
      columns: phewasColumns,
      rows
    });
    const region = regionLink(id);
    return [
      html`<h2>The variant ${id}</h2>` as Node,
      guarded(chart, {variants: [id]}, answers),
      html`<p>${multipleTestingSentence(tested, rows.filter(({refused}) => refused !== null).length)}</p>` as Node,
      html`<p>
        See where it lies:
        ${rows.filter(({test}) => test).map(({trait, label}) => html`<a href=${`./association?trait=${encodeURIComponent(trait)}&${region}`}>${label}</a> `)}
      </p>` as Node
    ];
  }

  function geneCharts(gene: GeneInterval, answers: readonly Answered[]): Node[] {
    const tests = answers.flatMap(({trait, tests}) =>
      (tests ?? []).filter(({ancestry}) => ancestry === chosen.ancestry).map((test) => ({...test, label: trait.label}))
    );
    if (tests.length === 0)
      return [
        html`<p class="association-empty">
          No variant of ${gene.name} was tested for a trait that is shown to you.
        </p>` as Node
      ];
    const strips = answers.map(({trait: {label}, decision}) => ({
      label,
      refused: refusedSign(decision)?.sign ?? null
    }));
    const where = {chrom: gene.chrom, start: gene.start + 1, end: gene.end};
    const chart = figure({
      id: "gene",
      title: `Variants of ${gene.name} over all traits, ${inGroup(chosen.ancestry)}`,
      subtitle: "▲ the alternate allele goes with more of the trait, ▼ with less; filled beyond 5 × 10⁻⁸.",
      chart: (width) => geneView(tests, strips, where, width),
      source: manifest.cohort.source ?? manifest.cohort.title,
      manifest,
      tables: ["association"],
      columns: geneColumns,
      rows: tests
    });
    const variants = new Set(tests.map(({variantId}) => variantId)).size;
    return [
      html`<h2>The gene ${gene.name}</h2>` as Node,
      guarded(chart, where, answers),
      html`<p>
        ${variants === 1 ? "One variant" : `${variants} variants`} of ${gene.name}, ${tests.length} tests at once:
        p-values of 0.05 are found by chance again and again, so the line is at 5 × 10⁻⁸.
      </p>` as Node
    ];
  }

  /** Every trait that is shown is asked about again before anything is taken away. */
  function guarded(
    chart: HTMLElement,
    where: Parameters<typeof aboutTests>[0],
    answers: readonly Answered[]
  ): HTMLElement {
    const permitted = answers.flatMap(({trait, tests}) => (tests ? [trait] : []));
    const variants = new Set(answers.flatMap(({tests}) => (tests ?? []).map(({variantId}) => variantId))).size;
    return guardExport(chart, () => exportOfTraits(effects, permitted, where, variants));
  }

  /** Traits that were kept back, each with the decision. */
  function refusals(answers: readonly Answered[]): HTMLElement {
    const refused = answers.filter(({decision}) => decision.outcome !== "permit");
    if (refused.length === 0) return html`<p class="quiet">No trait was kept back from you.</p>` as HTMLElement;
    return html`<section aria-labelledby="kept-back">
      <h2 id="kept-back">Traits that are not shown to you</h2>
      <p>They keep their line in the chart: that something is kept back should be seen, and why.</p>
      ${refused.map(
        ({trait, decision}) =>
          html`<details class="kept-back">
            <summary>${trait.label}</summary>
            ${decisionPanel(decision)}
          </details>`
      )}
    </section>` as HTMLElement;
  }

  async function welcome(): Promise<HTMLElement> {
    const genes = (await effects.genes().catch(() => [])).slice(0, 400);
    const known = ["APOE", "PCSK9", "LPA", "TCF7L2"].filter((name) => genes.some((gene) => gene.name === name));
    const examples = known.length > 0 ? known : genes.slice(0, 3).map(({name}) => name);
    return html`<div class="association-empty">
      <p><strong>Ask for a variant or a gene.</strong> Every trait is then asked about under the rules, one by one.</p>
      ${
        examples.length > 0
          ? html`<p class="quiet">
              For example:
              ${examples.map(
                (name) =>
                  html`<button type="button" class="link" onclick=${() => choose({gene: name, variant: null})}>
                    ${name}
                  </button> `
              )}
            </p>`
          : null
      }
    </div>` as HTMLElement;
  }

  followTables(effects, manifest, {stage, locked, open});
  return element;
}

function ancestriesOf({strata}: ReleaseManifest): string[] {
  return [...(strata.find(({name}) => name === "ancestry")?.levels ?? [])].sort();
}

function isVariant(text: string): boolean {
  return /^[^\s-]+-\d+-[^-\s]+-[^-\s]+$/.test(text);
}

function regionLink(id: string): string {
  const pos = positionOf(id);
  const region = `${id.split("-")[0]}:${Math.max(1, pos - 500_000)}-${pos + 500_000}`;
  return new URLSearchParams({region, variant: id}).toString();
}
