import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import type {ErrorSquare, StructureResidue} from "../../model/structure.js";
import {decisionPanel} from "../DecisionPanel.js";
import {loadingView} from "../variants/workbenchView.js";
import type {Selection, StructureEffects, StructureView} from "./structureEffects.js";
import {askErrors, askResidues} from "./structureQuestions.js";
import {structureView} from "./structureView.js";

interface PageOptions {
  manifest: ReleaseManifest;
  view: StructureView;
  demoKey: string;
  effects: StructureEffects;
}

/** The models of proteins of a release, one at a time: tracks, table, and on demand the model in three dimensions. */
export function structurePage({manifest, view, demoKey, effects}: PageOptions): HTMLElement {
  let chosen = view;
  let serial = 0;
  let shown: ReturnType<typeof structureView> | null = null;
  const stage = html`<div class="structure-room"></div>` as HTMLElement;

  async function open(): Promise<void> {
    const mine = (serial += 1);
    stage.replaceChildren(loadingView("Opening the models", 0));
    try {
      const {decision, value} = await askResidues(effects);
      if (mine !== serial) return;
      if (!value) return stage.replaceChildren(decisionPanel(decision));
      const picker = structures(value);
      stage.replaceChildren(decisionPanel(decision), picker.element);
      await picker.show(chosen.gene, chosen);
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

  function structures(rows: readonly StructureResidue[]): {
    element: HTMLElement;
    show(gene: string | null, selection: Selection): Promise<void>;
  } {
    const genes = [...new Set(rows.map(({gene}) => gene))];
    const place = html`<div></div>` as HTMLElement;
    const select = html`<select>
      ${genes.map((gene) => html`<option value=${gene}>${gene}</option>`)}
    </select>` as HTMLSelectElement;
    async function show(wanted: string | null, selection: Selection): Promise<void> {
      const gene = genes.find((one) => one === wanted) ?? genes[0];
      const mine = serial;
      shown?.close();
      shown = null;
      select.value = gene;
      const squares = await squaresOf(gene);
      if (mine !== serial || select.value !== gene) return;
      shown = structureView({
        manifest,
        rows: rows.filter((row) => row.gene === gene),
        squares,
        selection,
        demoKey,
        effects,
        onSelect(next) {
          chosen = {gene, ...next};
          effects.onView(chosen);
        }
      });
      place.replaceChildren(...shown.nodes);
    }
    select.onchange = () => {
      chosen = {gene: select.value, residue: null, change: null};
      effects.onView(chosen);
      void show(select.value, chosen);
    };
    return {
      element: html`<div>
        <div class="carry-bar"><label>Protein of the gene ${select}</label></div>
        ${place}
      </div>` as HTMLElement,
      show
    };
  }

  async function squaresOf(gene: string): Promise<ErrorSquare[]> {
    if (!manifest.tables.some(({name}) => name === "structure_errors")) return [];
    return (await askErrors(effects, "view", gene)).value ?? [];
  }

  // The models are open to everybody: they are there or not, and never locked; frequencies may be.
  if (effects.status.phase === "absent") stage.replaceChildren(howToAdd());
  else {
    effects.onAskerChange(() => void open());
    effects.onStatus(() => shown?.refresh());
    void open();
    if (effects.status.phase === "ready" && effects.status.unlockable)
      void effects.unlockRemembered().catch(() => undefined);
  }
  return stage;
}

function howToAdd(): HTMLElement {
  const example = `structures:
  - gene: PTEN
    model: AF-P60484-F1-model.cif    # or .pdb; or fetch: true, with an accession
    sequence: P60484.fasta           # optional: the model must have it
    effects: AlphaMissense_hg38.tsv.gz # optional
    error: AF-P60484-F1-predicted_aligned_error.json # optional
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
