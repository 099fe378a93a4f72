import {html} from "htl";
import type {Reason} from "../../model/decision.js";
import type {Question} from "../../model/question.js";
import {decisionPanel} from "../DecisionPanel.js";
import {genotypesQuestion} from "./detailQuestions.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {frequencySection} from "./frequencySection.js";
import {genotypeTable} from "./genotypeTable.js";
import {noGenotypes} from "./variantWords.js";

interface DetailOptions {
  variant: string;
  /** Strata that split the genotype counts; null = all of them. */
  by: readonly string[] | null;
  onBy(by: string[]): void;
  onClose(): void;
}

/** One variant: its frequency by genetic ancestry group, and its genotype counts by the strata that the reader picks. */
export function variantDetail(options: DetailOptions, effects: ExplorerEffects): HTMLElement {
  const {variant, onClose} = options;
  return html`<section class="variant-detail" id="variant" aria-labelledby="variant-title" tabindex="-1">
    <div class="variant-detail-head">
      <h2 id="variant-title">Variant <span class="variant-name">${variant}</span></h2>
      <button type="button" onclick=${onClose}>Close</button>
    </div>
    ${frequencySection(variant, effects)} ${genotypeSection(options, effects)} ${traitsLink(variant, effects)}
  </section>` as HTMLElement;
}

/** Null where this release tests no variant. */
function traitsLink(variant: string, {manifest}: ExplorerEffects): HTMLElement | null {
  if (!manifest.tables.some(({name, trait}) => name === "association" && trait !== undefined)) return null;
  const address = `./phewas?${new URLSearchParams({variant})}`;
  return html`<p><a href=${address}>What else goes with this variant: all traits</a></p>` as HTMLElement;
}

function genotypeSection({variant, by, onBy}: DetailOptions, effects: ExplorerEffects): HTMLElement {
  const {manifest, more} = effects;
  if (!genotypesQuestion(variant, [], 0, manifest))
    return html`<p class="quiet">${noGenotypes(more)}</p>` as HTMLElement;
  const strata = manifest.people.strata;
  const stage = html`<div class="detail-stage"></div>` as HTMLElement;
  const boxes = strata.map(
    (name) =>
      html`<label class="choice"
        ><input type="checkbox" name=${name} checked=${!by || by.includes(name)} /> ${name}</label
      >` as HTMLElement
  );
  const chosen = (): string[] => strata.filter((_, i) => boxes[i].querySelector("input")!.checked);
  let asked = 0;
  let merged = 0;
  const show = async (): Promise<void> => {
    const question = genotypesQuestion(variant, chosen(), merged, manifest);
    if (question) await fill(question, (asked += 1));
  };
  const fill = async (question: Question, mine: number): Promise<void> => {
    const {decision, answer} = await effects.ask(question, "view");
    const page = answer ? await answer.page(0, 10_000) : null;
    await answer?.close();
    if (mine !== asked) return;
    const panel = decisionPanel(decision, {onRemedy: (change, reason) => apply(change, reason)});
    stage.replaceChildren(panel, ...(page ? [genotypeTable(variant, question, page, effects)] : []));
  };
  const apply = (change: Record<string, unknown>, {rule}: Reason): void => {
    if (typeof change["query.merge_smallest"] === "number") merged = change["query.merge_smallest"];
    const kept = change["query.group_by"];
    if (Array.isArray(kept))
      boxes.forEach((box, i) => (box.querySelector("input")!.checked = kept.includes(strata[i])));
    stage.dataset.remedied = rule;
    void show();
  };
  const fields = html`<fieldset class="detail-by">
    <legend>Split by</legend>
    ${boxes}
  </fieldset>` as HTMLElement;
  fields.addEventListener("change", () => {
    merged = 0;
    onBy(chosen());
    void show();
  });
  void show();
  return html`<section aria-labelledby="genotypes-title">
    <h3 id="genotypes-title">Who carries it: genotype counts</h3>
    ${fields} ${stage}
  </section>` as HTMLElement;
}
