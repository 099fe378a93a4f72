import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import {missenseClass, type StructureResidue} from "../../model/structure.js";
import {guardExport} from "../association/guardExport.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {formatCount} from "../formatNumber.js";
import {loadingView} from "../variants/workbenchView.js";
import {changeColumns, changeTable} from "./changeTable.js";
import {confidenceChart, confidenceColumns} from "./confidenceChart.js";
import {effectChart, placedChanges} from "./effectChart.js";
import {modelStage} from "./modelStage.js";
import type {StructureEffects, StructureView} from "./structureEffects.js";
import {askModel, askResidues, askToTakeResidues} from "./structureQuestions.js";
import {changeName, residuesOf, structureSentences} from "./structureWords.js";

interface PageOptions {
  manifest: ReleaseManifest;
  view: StructureView;
  effects: StructureEffects;
}

/** The models of proteins of a release, one at a time: tracks, table, and on demand the model in three dimensions. */
export function structurePage({manifest, view, effects}: PageOptions): HTMLElement {
  let chosen = view;
  let serial = 0;
  let closeModel = (): void => {};
  const stage = html`<div class="structure-room"></div>` as HTMLElement;

  async function open(): Promise<void> {
    const mine = (serial += 1);
    stage.replaceChildren(loadingView("Opening the models", 0));
    try {
      const {decision, value} = await askResidues(effects);
      if (mine !== serial) return;
      stage.replaceChildren(decisionPanel(decision), ...(value ? [structures(value)] : []));
    } catch (error) {
      if (mine !== serial) return;
      const problem = error instanceof Error ? error.message : String(error);
      stage.replaceChildren(
        html`<div class="association-empty" role="alert">
          <p><strong>The models could not be read:</strong> ${problem}.</p>
          <p><button type="button" onclick=${() => void open()}>Try again</button></p>
        </div>` as HTMLElement
      );
    }
  }

  function structures(rows: readonly StructureResidue[]): HTMLElement {
    const genes = [...new Set(rows.map(({gene}) => gene))];
    const place = html`<div></div>` as HTMLElement;
    const select = html`<select>
      ${genes.map((gene) => html`<option value=${gene}>${gene}</option>`)}
    </select>` as HTMLSelectElement;
    const show = (gene: string, change: string | null): void => {
      closeModel();
      select.value = gene;
      place.replaceChildren(
        ...structure(
          rows.filter((row) => row.gene === gene),
          change
        )
      );
    };
    select.onchange = () => {
      keep({gene: select.value, change: null});
      show(select.value, null);
    };
    show(genes.find((gene) => gene === chosen.gene) ?? genes[0], chosen.change);
    return html`<div>
      <div class="carry-bar"><label>Protein of the gene ${select}</label></div>
      ${place}
    </div>` as HTMLElement;
  }

  function structure(rows: readonly StructureResidue[], wanted: string | null): Node[] {
    const [{gene, accession, source, licence}] = rows;
    const residues = residuesOf(rows);
    const changes = placedChanges(rows);
    const known = {
      source: `${source}. ${licence}`,
      manifest,
      facts: [
        ["Source", source],
        ["Licence", licence],
        ["Protein", accession ?? "no accession given"],
        ["Cohort", "nothing in it is counted in the cohort"]
      ] as [string, string][]
    };
    let change = changes.some((one) => changeName(one) === wanted) ? wanted : null;
    const mayTake = async () => (await askToTakeResidues(effects)).decision;
    const model = modelStage({
      gene,
      first: residues[0].position,
      changes,
      loadViewer: effects.loadViewer,
      async readModel() {
        const {decision, value} = await askModel(effects, gene);
        return value ?? decisionPanel(decision);
      }
    });
    closeModel = model.close;
    model.choose(change);
    const effectPlace = html`<div></div>` as HTMLElement;
    const tablePlace = html`<div></div>` as HTMLElement;
    const said = html`<p class="structure-chosen" role="status"></p>` as HTMLElement;

    function drawChanges(): void {
      if (changes.length === 0) return;
      said.textContent = chosenSentence(changes.find((one) => changeName(one) === change) ?? null);
      effectPlace.replaceChildren(
        guardExport(
          figure({
            id: "effects",
            title: `${gene}: where changes lie and what they are predicted to do`,
            subtitle: `${formatCount(changes.length)} changes with AlphaMissense’s prediction, a score without an interval. Hollow: the model must not be interpreted there. Press a head to choose it.`,
            chart: (width) => effectChart(changes, residues, change, width, choose),
            ...known,
            columns: changeColumns,
            rows: changes
          }),
          mayTake
        )
      );
      tablePlace.replaceChildren(changeTable(changes, change, choose));
    }

    function choose(name: string | null): void {
      const inTable = tablePlace.contains(document.activeElement) ? tablePlace.querySelector(".table-scroll") : null;
      const [top, focused] = [inTable?.scrollTop ?? 0, (document.activeElement as HTMLElement | null)?.dataset.change];
      change = name;
      keep({gene, change});
      model.choose(change);
      drawChanges();
      // A reader who is in the table stays where they were.
      if (!inTable) return;
      tablePlace.querySelector(".table-scroll")!.scrollTop = top;
      tablePlace.querySelector<HTMLElement>(`[data-change="${focused}"]`)?.focus({preventScroll: true});
    }

    drawChanges();
    return [
      html`<p>${structureSentences(rows)}</p>` as Node,
      html`<h2>How sure is the model?</h2>` as Node,
      guardExport(
        figure({
          id: "confidence",
          title: `${gene}: how sure the model is of each residue`,
          subtitle:
            "pLDDT of each residue, the model’s own estimate of its error. At 70 or below (dashed line) the place of a residue says nothing; those stretches are shaded.",
          chart: (width) => confidenceChart(residues, width),
          ...known,
          columns: confidenceColumns,
          rows: residues
        }),
        mayTake
      ),
      ...(changes.length > 0 ? [html`<h2>Where do changes lie?</h2>` as Node, said, effectPlace] : []),
      html`<h2>The model</h2>` as Node,
      model.element,
      ...(changes.length > 0 ? [html`<h2>All changes</h2>` as Node, tablePlace] : [])
    ];
  }

  function keep(next: StructureView): void {
    chosen = next;
    effects.onView(next);
  }

  // The tables are open to everybody: they are there or not, and never locked.
  if (effects.status.phase === "absent") stage.replaceChildren(howToAdd());
  else {
    effects.onAskerChange(() => void open());
    void open();
  }
  return stage;
}

function chosenSentence(change: ReturnType<typeof placedChanges>[number] | null): string {
  if (!change) return "No change is chosen. Choose one in the chart or the table.";
  const {plddt, band, score, pathogenic, interpretable} = change;
  const others = pathogenic === null ? "" : ` Others classified it as ${pathogenic ? "pathogenic" : "benign"}.`;
  const place = interpretable ? "" : " The model must not be interpreted there.";
  return `${changeName(change)}: predicted effect ${score.toFixed(3)} (${missenseClass(score)}), confidence ${band} (pLDDT ${plddt}).${others}${place}`;
}

function howToAdd(): HTMLElement {
  const example = `structures:
  - gene: PTEN
    model: AF-P60484-F1-model.cif    # or .pdb
    sequence: P60484.fasta           # optional: the model must have it
    effects: AlphaMissense_aa.tsv.gz # optional
    source: "AlphaFold DB, Jumper and others 2021"
    licence: CC-BY 4.0`;
  return html`<div class="association-empty">
    <p><strong>This release holds no models of proteins.</strong></p>
    <p>Whoever makes the release adds them to the cohort’s manifest and makes it anew:</p>
    <pre tabindex="0" role="region" aria-label="Example for the manifest">${example}</pre>
    <p class="quiet">
      A model of another sequence than the reference’s, or than the effects were described on, is refused.
    </p>
  </div>` as HTMLElement;
}
