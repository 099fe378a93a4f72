import {html} from "htl";
import type {GeneCoverage, PhenotypeShare, ResultShare, ShownShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import type {AssociationEffects} from "../association/associationEffects.js";
import {followTables} from "../association/followTables.js";
import {guardExport} from "../association/guardExport.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {unlockPanel} from "../variants/unlockPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import {askCoverage, askPhenotypes, askResults, type AskMedicines} from "./medicineQuestions.js";
import {coverageSentence, protectionSentence} from "./medicineWords.js";
import {shareIntervals, type PanelShare} from "./shareIntervals.js";

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
      stage.replaceChildren(decisionPanel(phenotypes.decision), choiceSection(answers), coverageSection(answers));
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
    const draw = (): void =>
      body.replaceChildren(
        ...(now.kind === "gene" ? geneFigures(now.name, answers) : medicineFigures(now.name, answers))
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

  function geneFigures(gene: string, {phenotypes, results, coverage}: Answers): Node[] {
    const own = phenotypes
      .filter((row) => row.gene === gene)
      .map((row) => ({...row, panel: row.phenotype ?? "No phenotype in the tables"}));
    const asked = results.filter(({medicine, genes}) => medicine === null && genes[0] === gene);
    return [
      html`<p>${coverageSentence(coverage, gene)}</p>` as Node,
      guardExport(
        figure({
          id: "phenotypes",
          title: `${gene}: how its phenotypes are spread over groups`,
          subtitle:
            "Share of the people of each genetic ancestry group whose genotypes are explained, with the 95 % interval.",
          chart: (width) => shareIntervals(own, width),
          source,
          manifest,
          tables: ["pgx_phenotypes"],
          columns: shareColumns("Phenotype"),
          rows: own
        }),
        async () => (await askPhenotypes(effects, "export")).decision
      ),
      html`<p>${protectionSentence(own)}</p>` as Node,
      ...resultFigure(`${gene}: people whose result asks for attention`, asked)
    ];
  }

  function medicineFigures(medicine: string, {results, coverage}: Answers): Node[] {
    const own = results.filter((row) => row.medicine === medicine);
    const [{genes, level}] = own;
    return [
      html`<p>
        ${medicine} depends on ${genes.join(" and ")}${level ? ` (CPIC level ${level})` : ""}.
        ${genes.map((gene) => coverageSentence(coverage, gene)).join(" ")}
      </p>` as Node,
      ...resultFigure(`${medicine}: people for whom the guideline departs from its usual recommendation`, own),
      html`<p>${protectionSentence(own)}</p>` as Node
    ];
  }

  function resultFigure(title: string, rows: readonly ResultShare[]): Node[] {
    if (rows.length === 0) return [];
    const panels = rows.map((row) => ({...row, panel: resultWords[row.result]}));
    return [
      guardExport(
        figure({
          id: "results",
          title,
          subtitle: "Share of people with the result, with the 95 % interval, in each genetic ancestry group.",
          chart: (width) => shareIntervals(panels, width),
          source,
          manifest,
          tables: ["pgx_results"],
          columns: [
            ...shareColumns("Result"),
            {
              label: "The tables say nothing of",
              numeric: true,
              cell: ({silent}) => percent(silent),
              text: ({silent}) => plain(silent)
            }
          ] as TableColumn<ResultShare & PanelShare>[],
          rows: panels
        }),
        async () => (await askResults(effects, "export")).decision
      )
    ];
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

function coverageSection({coverage}: Answers): Node {
  const genes = coverage.filter(({about, why, whole}) => about === "gene" && (why !== null || !whole));
  const alleles = coverage.filter(
    ({about, gene}) => about !== "gene" && genes.every((row) => row.gene !== gene || row.why === null)
  );
  return html`<section aria-labelledby="not-called">
    <h2 id="not-called">What could not be called, and why</h2>
    ${
      genes.length === 0
        ? html`<p>Every gene of the tables could be called with all of its variants.</p>`
        : dataTable("Genes that could not be called, or not with all variants", geneColumns, genes)
    }
    ${
      alleles.length === 0
        ? null
        : html`<details>
            <summary>${alleles.length} alleles and variants that the genotype files do not tell</summary>
            ${dataTable("Alleles and variants that the genotype files do not tell", alleleColumns, alleles)}
          </details>`
    }
  </section>` as Node;
}

const resultWords: Record<ResultShare["result"], string> = {
  actionable: "A result that asks for attention",
  adverse: "A reaction or too much of a medicine is feared"
};

const geneColumns: TableColumn<GeneCoverage>[] = [
  {label: "Gene", cell: ({gene}) => gene},
  {label: "Variants in the files", numeric: true, cell: ({assayed, variants}) => `${assayed} of ${variants}`},
  {label: "Why", cell: ({why}) => why ?? "called, but not all variants are in the files"}
];

const alleleColumns: TableColumn<GeneCoverage>[] = [
  {label: "Gene", cell: ({gene}) => gene},
  {label: "Allele or variant", cell: ({name}) => name ?? ""},
  {
    label: "Counted as",
    cell: ({about, looksLike}) => (about === "allele" ? (looksLike ?? "any allele") : "not looked at")
  },
  {label: "Why", cell: ({why}) => why ?? ""}
];

function shareColumns(label: string): TableColumn<PanelShare>[] {
  const number = (name: string, of: (row: ShownShare) => number | null): TableColumn<PanelShare> => ({
    label: name,
    numeric: true,
    cell: (row) => percent(of(row)),
    text: (row) => plain(of(row))
  });
  return [
    {label, cell: ({panel}) => panel},
    {label: "Genetic ancestry group", cell: ({ancestry}) => ancestry},
    number("Share", ({share}) => share),
    number("95 % from", ({low}) => low),
    number("to", ({high}) => high),
    number("Uncertain", ({uncertain}) => uncertain),
    {label: "All variants in the files", cell: ({whole}) => (whole ? "yes" : "no")}
  ];
}

function percent(share: number | null): string | Node {
  return share === null
    ? (html`<span class="withheld" title="few people, or nearly all: withheld">withheld</span>` as Node)
    : `${(share * 100).toFixed(1)} %`;
}

function plain(share: number | null): string {
  return share === null ? "withheld" : String(Number(share.toPrecision(6)));
}

/** The gene with most shares to look at. */
function mostShown(rows: readonly PhenotypeShare[], genes: readonly string[]): string {
  const shown = (gene: string): number => rows.filter((row) => row.gene === gene && row.share !== null).length;
  return genes.reduce((most, gene) => (shown(gene) > shown(most) ? gene : most));
}
