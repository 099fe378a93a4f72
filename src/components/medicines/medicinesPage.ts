import {html} from "htl";
import type {GeneCoverage, PhenotypeShare, ResultShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import type {AssociationEffects} from "../association/associationEffects.js";
import {followTables} from "../association/followTables.js";
import {decisionPanel} from "../DecisionPanel.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import {geneFigures, medicineFigures} from "./medicineFigures.js";
import {medicineOverview} from "./medicineOverview.js";
import {askCoverage, askPhenotypes, askResults, type AskMedicines} from "./medicineQuestions.js";
import {notCalled} from "./notCalled.js";

/** A gene or a medicine. */
export interface MedicineView {
  kind: "gene" | "medicine";
  name: string;
}

export interface MedicineEffects
  extends
    AskMedicines,
    Pick<AssociationEffects, "status" | "onStatus" | "onAskerChange" | "unlock" | "unlockRemembered"> {
  onView(view: MedicineView): void;
}

interface PageOptions {
  manifest: ReleaseManifest;
  /** Null = the first gene of which something is known. */
  view: MedicineView | null;
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  effects: MedicineEffects;
}

interface Answers {
  phenotypes: PhenotypeShare[];
  results: ResultShare[];
  coverage: GeneCoverage[];
}

/** Genes and medicines of a cohort by genetic ancestry group, once a key opens the tables and the rules permit it. */
export function medicinesPage({manifest: release, view, why, demoKey, effects}: PageOptions): HTMLElement {
  const manifest = tierView(release, "registered");
  const source = `${release.cohort.source ?? release.cohort.title}; alleles and recommendations: ${release.medicines?.source ?? "none"}`;
  let chosen = view;
  let serial = 0;
  const stage = html`<div class="medicines-stage"></div>` as HTMLElement;
  const locked = unlockPanel({
    title: "The tables of medicines of this cohort are locked",
    why,
    demoKey,
    unlock: effects.unlock
  });

  const exportPhenotypes = async () => (await askPhenotypes(effects, "export")).decision;
  const exportResults = async () => (await askResults(effects, "export")).decision;

  async function open(): Promise<void> {
    if (effects.status.phase !== "ready") return;
    const mine = (serial += 1);
    stage.replaceChildren(loadingView("Asking about genes and medicines", 0));
    try {
      const phenotypes = await askPhenotypes(effects, "view");
      const results = await askResults(effects, "view");
      const coverage = await askCoverage(effects, "view");
      if (mine !== serial) return;
      const refused = [phenotypes, results, coverage].find(({value}) => value === null);
      if (refused) return stage.replaceChildren(decisionPanel(refused.decision));
      const answers = {phenotypes: phenotypes.value!, results: results.value!, coverage: coverage.value!};
      stage.replaceChildren(
        decisionPanel(phenotypes.decision),
        ...(answers.results.length > 0
          ? [medicineOverview({results: answers.results, manifest, source, askExport: exportResults})]
          : []),
        choiceSection(answers),
        notCalled(answers.coverage)
      );
    } catch (error) {
      if (mine !== serial) return;
      const problem = error instanceof Error ? error.message : String(error);
      stage.replaceChildren(
        html`<div class="association-empty" role="alert">
          <p><strong>The tables of medicines could not be read:</strong> ${problem}.</p>
          <p><button type="button" onclick=${() => void open()}>Try again</button></p>
        </div>` as HTMLElement
      );
    }
  }

  function choiceSection(answers: Answers): Node {
    const genes = [...new Set(answers.phenotypes.map(({gene}) => gene))].sort();
    const medicines = [...new Set(answers.results.flatMap(({medicine}) => medicine ?? []))].sort();
    if (genes.length === 0)
      return html`<p class="empty">
        No gene could be called from the genotype files of this cohort; why stands below.
      </p>` as Node;
    const isThere = chosen && (chosen.kind === "gene" ? genes : medicines).includes(chosen.name);
    let now: MedicineView = isThere ? chosen! : {kind: "gene", name: mostShown(answers.phenotypes, genes)};
    const body = html`<div></div>` as HTMLElement;
    const figures = {...answers, manifest, source, exportPhenotypes, exportResults};
    const draw = (): void =>
      body.replaceChildren(
        ...(now.kind === "gene" ? geneFigures(now.name, figures) : medicineFigures(now.name, figures))
      );
    const options = (kind: MedicineView["kind"], names: readonly string[]): Node[] =>
      names.map(
        (name) =>
          html`<option value=${`${kind}:${name}`} selected=${now.kind === kind && now.name === name}>
            ${name}
          </option>` as Node
      );
    const onchange = (event: Event): void => {
      const [kind, name] = (event.target as HTMLSelectElement).value.split(/:(.*)/s);
      now = chosen = {kind: kind as MedicineView["kind"], name};
      effects.onView(now);
      draw();
    };
    draw();
    return html`<section aria-labelledby="one-medicine">
      <h2 id="one-medicine">One gene, or one medicine</h2>
      <div class="carry-bar">
        <label
          >Gene or medicine
          <select onchange=${onchange}>
            <optgroup label="Genes">${options("gene", genes)}</optgroup>
            <optgroup label="Medicines">${options("medicine", medicines)}</optgroup>
          </select></label
        >
      </div>
      ${body}
    </section>` as Node;
  }

  followTables(effects, release, {stage, locked, open, absent: absentMedicines});
  return html`<div class="medicines-page">${stage}</div>` as HTMLElement;
}

/** What to add to the manifest; the page is of no use before. */
function absentMedicines(): HTMLElement {
  return html`<div class="association-empty">
    <p><strong>This release has no tables of medicines: its manifest names no star alleles.</strong></p>
    <p>
      They are looked up in tables in the form of
      <a href="https://github.com/sbslee/pypgx/tree/main/pypgx/api/data">pypgx</a>, which put PharmVar and CPIC
      together. The cohort’s genotypes must be on GRCh37 or GRCh38. Add to the manifest:
    </p>
    <pre tabindex="0" role="region" aria-label="Example for the manifest">
pharmacogenomics:
  genes: pgx/gene-table.csv
  alleles: pgx/allele-table.csv
  variants: pgx/variant-table.csv
  diplotypes: pgx/diplotype-table.csv
  equations: pgx/equation-table.csv
  phenotypes: pgx/phenotype-table.csv
  recommendations: pgx/recommendation-table.csv
  levels: pgx/cpic-table.csv
  source: where the tables come from</pre>
  </div>` as HTMLElement;
}

/** The gene with most shares to look at. */
function mostShown(rows: readonly PhenotypeShare[], genes: readonly string[]): string {
  const shown = (gene: string): number => rows.filter((row) => row.gene === gene && row.share !== null).length;
  return genes.reduce((most, gene) => (shown(gene) > shown(most) ? gene : most));
}
