import {html} from "htl";
import type {Locus} from "../../model/association.js";
import type {ReleaseManifest} from "../../model/release.js";
import {figure} from "../Figure.js";
import {loadingView} from "../variants/workbenchView.js";
import type {AssociationEffects, Trait} from "./associationEffects.js";
import {exportOfTraits} from "./exportQuestions.js";
import {guardExport} from "./guardExport.js";
import {locusName, strongestOf} from "./locusLabels.js";
import {problemView} from "./problemView.js";
import {refusedSign} from "./refusedSign.js";
import {gridColumns, traitGrid, type GridCell} from "./traitGrid.js";
import {aboutTests, readTests} from "./traitQuestions.js";

interface TraitsOptions {
  trait: Trait;
  traits: readonly Trait[];
  ancestry: string;
  loci: readonly Locus[];
  manifest: ReleaseManifest;
  source: string;
  effects: AssociationEffects;
}

/** The loci of a trait in every trait; each of those is a question of its own, so they wait until the reader asks. */
export function compareTraits({trait, traits, ancestry, loci, manifest, source, effects}: TraitsOptions): HTMLElement {
  const leads = strongestOf(loci, 12);
  const where = {variants: leads.map(({variantId}) => variantId)};
  const place = html`<div class="grid-place" aria-live="polite"></div>` as HTMLElement;
  const ask = async (): Promise<void> => {
    const cells: GridCell[] = [];
    const permitted: Trait[] = [];
    for (const other of traits) {
      place.replaceChildren(loadingView(`Asking about ${other.label}`, cells.length / leads.length / traits.length));
      const {decision, value} = await effects.ask(
        other,
        "view",
        aboutTests(where, false),
        readTests(other.id, where, false)
      );
      if (value) permitted.push(other);
      for (const locus of leads)
        cells.push({
          locus: locusName(locus),
          trait: other.label,
          variantId: locus.variantId,
          test: value?.find((test) => test.variantId === locus.variantId && test.ancestry === ancestry) ?? null,
          refused: refusedSign(decision)
        });
    }
    const chart = figure({
      id: "traits",
      title: `Loci of ${trait.label} in every trait`,
      subtitle:
        "▲ the alternate allele goes with more of the trait, ▼ with less; larger is stronger, filled beyond 5 × 10⁻⁸.",
      chart: (width) => traitGrid(cells, width),
      manifest,
      source,
      tables: ["association"],
      columns: gridColumns,
      rows: cells
    });
    place.replaceChildren(guardExport(chart, () => exportOfTraits(effects, permitted, where, leads.length)));
  };
  const button = html`<button
    type="button"
    onclick=${() => {
      button.disabled = true;
      void ask()
        .catch((error: unknown) => place.replaceChildren(problemView(error, () => void ask())))
        .finally(() => (button.disabled = false));
    }}
  >
    Ask about every trait
  </button>` as HTMLButtonElement;
  return html`<section aria-labelledby="traits-title">
    <h2 id="traits-title">Do these loci go with other traits?</h2>
    <p>${button}</p>
    ${place}
  </section>` as HTMLElement;
}
