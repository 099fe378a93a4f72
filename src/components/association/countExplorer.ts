import {html} from "htl";
import {geneticModels, type AnalysisChoice, type GroupGenotypes} from "../../kernels/countAnalysis.js";
import type {Decision} from "../../model/decision.js";
import type {Answer, Filter, Question} from "../../model/question.js";
import type {ReleaseManifest} from "../../model/release.js";
import {decisionPanel} from "../DecisionPanel.js";
import {guardFigure} from "../variants/guardFigure.js";
import {adjustable, choiceOf, comparisonOf, countsQuestion, type ExploreView} from "./countChoice.js";
import {countResult} from "./countResult.js";
import {modelWords} from "./countWords.js";

interface ExplorerOptions {
  /** The side of the release that is open; see `tierView`. */
  manifest: ReleaseManifest;
  /** As typed, and the filter that it stands for. */
  variant: string;
  filter: Filter;
  view: ExploreView;
  onView(view: ExploreView): void;
  /** Chooses another variant, where the text stands for several. */
  onVariant(id: string): void;
  /** Asks the query gate; the answer is there only if the decision permits it, and is closed by whoever asked. */
  ask(question: Question, action: "analyse" | "export"): Promise<{decision: Decision; answer: Answer | null}>;
}

/** Analyses of one variant on released counts: what to choose, what the gate decided, and the result. */
export function countExplorer(options: ExplorerOptions): HTMLElement {
  const {manifest, variant, filter, view, onView, onVariant, ask} = options;
  const comparison = comparisonOf(manifest);
  if (!comparison)
    return html`<p class="variant-empty">
      This release does not tell cases from controls: no stratum divides its people into two groups to compare.
    </p>` as HTMLElement;
  let choice = choiceOf(view, manifest, comparison);
  let asked = 0;
  const stage = html`<div class="count-stage"></div>` as HTMLElement;
  const show = async (): Promise<void> => {
    const mine = (asked += 1);
    const current = choice;
    const question = countsQuestion(filter, current, manifest);
    stage.setAttribute("aria-busy", "true");
    const {decision, answer} = await ask(question, "analyse");
    const groups = answer ? await readGroups(answer, question) : null;
    if (mine !== asked) return;
    stage.removeAttribute("aria-busy");
    const panel = decisionPanel(decision);
    if (!groups) return stage.replaceChildren(panel);
    const ids = Object.keys(groups);
    if (ids.length !== 1) return stage.replaceChildren(panel, severalVariants(variant, ids, onVariant));
    const mayExport = async (): Promise<boolean> => {
      const {decision, answer} = await ask(question, "export");
      await answer?.close();
      if (decision.outcome !== "permit") stage.querySelector(".decision")?.replaceWith(decisionPanel(decision));
      return answer !== null;
    };
    const result = countResult({variant: nameOf(variant, ids[0]), counts: groups[ids[0]], choice: current, manifest});
    stage.replaceChildren(panel, guardFigure(result, mayExport));
  };
  const form = choiceForm(choice, adjustable(manifest, comparison), (next) => {
    choice = next;
    onView({variant, model: next.model, adjustFor: [...next.adjustFor]});
    void show();
  });
  void show();
  return html`<div class="count-explorer">${form} ${stage}</div>` as HTMLElement;
}

function choiceForm(
  choice: AnalysisChoice,
  variables: readonly string[],
  onChoice: (choice: AnalysisChoice) => void
): HTMLElement {
  const {cases, controls, variable} = choice.comparison;
  const form = html`<form class="count-form" onsubmit=${(event: Event) => event.preventDefault()}>
    <fieldset>
      <legend>Genetic model</legend>
      ${geneticModels.map(
        (model) =>
          html`<label class="choice"
            ><input type="radio" name="model" value=${model} checked=${model === choice.model} /><span
              >${modelWords[model].label}<small>${modelWords[model].note}</small></span
            ></label
          >`
      )}
    </fieldset>
    <fieldset>
      <legend>Compare within groups of (adjust for)</legend>
      ${variables.map(
        (name) =>
          html`<label class="choice"
            ><input type="checkbox" name="adjust" value=${name} checked=${choice.adjustFor.includes(name)} />
            ${name}</label
          >`
      )}
      <p class="quiet">Cases are ${variable} “${cases}”, controls “${controls}”.</p>
    </fieldset>
  </form>` as HTMLFormElement;
  form.addEventListener("change", () => {
    const data = new FormData(form);
    onChoice({
      ...choice,
      model: geneticModels.find((model) => model === data.get("model")) ?? choice.model,
      adjustFor: variables.filter((name) => data.getAll("adjust").includes(name))
    });
  });
  return form;
}

/** Released counts by variant; a group that has nobody is left out. */
async function readGroups(answer: Answer, {groupBy}: Question): Promise<Record<string, GroupGenotypes[]>> {
  const {names, values, rows} = await answer.page(0, 10_000);
  await answer.close();
  const column = (name: string): (string | number | null)[] => values[names.indexOf(name)];
  const groups: Record<string, GroupGenotypes[]> = {};
  for (let row = 0; row < rows; row++) {
    const [homRef, het, homAlt] = ["hom_ref", "het", "hom_alt"].map((name) => column(name)[row] as number | null);
    if (Number.isNaN(homRef)) continue;
    const levels = Object.fromEntries(groupBy.map((name) => [name, String(column(name)[row])]));
    (groups[String(column("variant_id")[row])] ??= []).push({levels, homRef, het, homAlt});
  }
  return groups;
}

function severalVariants(text: string, ids: readonly string[], onVariant: (id: string) => void): HTMLElement {
  if (ids.length === 0) return html`<p>No variant of this release is called “${text}”.</p>` as HTMLElement;
  return html`<div>
    <p>“${text}” stands for ${ids.length} variants. Choose one.</p>
    <p class="controls">
      ${ids.map((id) => html`<button type="button" onclick=${() => onVariant(id)}>${id}</button>`)}
    </p>
  </div>` as HTMLElement;
}

/** The id that the reader typed, with the variant that it is. */
function nameOf(typed: string, id: string): string {
  return typed === id ? id : `${typed} (${id})`;
}
