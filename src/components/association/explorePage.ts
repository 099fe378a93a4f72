import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {Answer, Filter, Question} from "../../model/question.js";
import type {ReleaseManifest, Tier} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {tellUnlock, unlockPanel, type UnlockProgress} from "../variants/unlockPanel.js";
import {absentView, failedView, loadingView, moveLoading} from "../variants/workbenchView.js";
import {decisionPanel} from "../DecisionPanel.js";
import type {ExploreView} from "./countChoice.js";
import {countExplorer} from "./countExplorer.js";

/** How far the tables are; the same as the workbench says. */
type Status =
  | {phase: "starting" | "absent"}
  | {phase: "locked"; problem?: string}
  | {phase: "loading"; step: string; share: number}
  | ({phase: "ready"; tier: Tier; unlockable: boolean} & UnlockProgress)
  | {phase: "failed"; problem: string};

interface PageOptions {
  manifest: ReleaseManifest;
  workbench: {readonly status: Status; onStatus(listener: (status: Status) => void): () => void};
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  view: ExploreView;
  effects: {
    ask(
      question: Question,
      action: "view" | "analyse" | "export"
    ): Promise<{decision: Decision; answer: Answer | null}>;
    /** Reads what `parse` needs, once the tables are open. */
    prepare(): Promise<void>;
    parse(text: string): {filters: Filter[]};
    /** Ids that begin with a text. */
    suggest(text: string): Promise<{text: string; kind: string}[]>;
    onView(view: ExploreView): void;
    unlock(text: string, remember: boolean): Promise<void>;
    unlockRemembered(): Promise<void>;
    onAskerChange(listener: () => void): () => void;
  };
}

/** A field for the variant, and the analyses of it once the counts of genotypes are open. */
export function explorePage({manifest, workbench, why, demoKey, view, effects}: PageOptions): HTMLElement {
  let chosen = view;
  const locked = unlockPanel({title: "Counts of genotypes are locked", why, demoKey, unlock: effects.unlock});
  const stage = html`<div class="explore-stage"></div>` as HTMLElement;
  const choose = (text: string): void => {
    field.value = text;
    chosen = {...chosen, variant: text};
    effects.onView(chosen);
    show(workbench.status);
  };
  const field = variantField(view.variant, examples(manifest), effects.suggest, choose);
  let prepared: ReleaseManifest | null = null;

  function show(status: Status): void {
    switch (status.phase) {
      case "starting":
        return stage.replaceChildren(loadingView("Starting", 0));
      case "locked":
        return lock(status);
      case "loading":
        if (!moveLoading(stage, status.step, status.share))
          stage.replaceChildren(loadingView(status.step, status.share));
        return;
      case "absent":
        return stage.replaceChildren(absentView(manifest));
      case "failed":
        return stage.replaceChildren(failedView(status.problem));
      case "ready": {
        const visible = tierView(manifest, status.tier);
        if (visible.tables.some(({name}) => name === "genotype_counts")) return void prepare(visible);
        return status.unlockable ? lock(status) : stage.replaceChildren(absentView(manifest));
      }
    }
  }

  function lock(progress: UnlockProgress): void {
    tellUnlock(locked, progress);
    if (!stage.contains(locked)) stage.replaceChildren(locked);
  }

  /** The names of genes are known once the tables are. */
  async function prepare(visible: ReleaseManifest): Promise<void> {
    if (!prepared) {
      stage.replaceChildren(loadingView("Asking", 1));
      await effects.prepare();
    }
    prepared = visible;
    explore(visible);
  }

  function explore(visible: ReleaseManifest): void {
    const {variant} = chosen;
    if (variant === "") return stage.replaceChildren(hint("Name a variant or a gene above."));
    const [filter, ...others] = effects.parse(variant).filters;
    if (filter && others.length === 0 && (filter.kind === "variant" || filter.kind === "rsid")) {
      const explorer = countExplorer({
        manifest: visible,
        variant,
        filter,
        view: chosen,
        onView(next) {
          chosen = next;
          effects.onView(next);
        },
        onVariant: choose,
        ask: effects.ask
      });
      return stage.replaceChildren(explorer);
    }
    if (filter && others.length === 0 && (filter.kind === "gene" || filter.kind === "region"))
      return stage.replaceChildren(variantChooser(variant, filter, effects.ask, choose));
    stage.replaceChildren(hint(`“${variant}” is no id of a variant, no gene and no region of this release.`));
  }

  workbench.onStatus(show);
  show(workbench.status);
  effects.onAskerChange(() => workbench.status.phase === "ready" && show(workbench.status));
  // A key that no longer fits says so in the panel.
  void effects.unlockRemembered().catch(() => undefined);
  return html`<div class="explore">${field.element} ${stage}</div>` as HTMLElement;
}

/** The variants of a gene or region, to choose one of. */
function variantChooser(
  text: string,
  filter: Filter,
  ask: PageOptions["effects"]["ask"],
  onChoose: (id: string) => void
): HTMLElement {
  const element = html`<div>${loadingView("Asking", 1)}</div>` as HTMLElement;
  const question: Question = {
    columns: ["variant_id"],
    groupBy: [],
    measures: [],
    filters: [filter],
    orderBy: [],
    limit: mostToChoose,
    offset: 0
  };
  void ask(question, "view").then(async ({decision, answer}) => {
    const page = await answer?.page(0, mostToChoose);
    await answer?.close();
    const ids = (page?.values[0] ?? []) as string[];
    const words = ids.length === 0 ? "No variant is there." : `Choose a variant of ${text}:`;
    element.replaceChildren(
      decisionPanel(decision),
      ...(page
        ? [
            html`<p>${words}${ids.length === mostToChoose ? ` These are the first ${mostToChoose}.` : ""}</p>` as Node,
            html`<p class="controls">
              ${ids.map((id) => html`<button type="button" onclick=${() => onChoose(id)}>${id}</button>`)}
            </p>` as Node
          ]
        : [])
    );
  });
  return element;
}

const mostToChoose = 60;

/** Variants whose counts are mostly shown, and a gene with a planted effect on the trait of the embedded cohort's cases. */
function examples({cohort}: ReleaseManifest): string[] {
  return cohort.synthetic.genotypes ? ["syn010153", "syn006738", "TCF7L2"] : [];
}

function variantField(
  value: string,
  examples: readonly string[],
  suggest: PageOptions["effects"]["suggest"],
  onChoose: (text: string) => void
): {element: HTMLElement; value: string} {
  const input = html`<input
    type="search"
    id="explore-variant"
    list="explore-variants"
    autocomplete="off"
    spellcheck="false"
    placeholder="Id, gene or 10-114758349-C-T"
    value=${value}
  />` as HTMLInputElement;
  const list = html`<datalist id="explore-variants"></datalist>` as HTMLElement;
  let asked = 0;
  input.addEventListener("input", async () => {
    const mine = (asked += 1);
    const found = await suggest(input.value.trim()).catch(() => []);
    if (mine !== asked) return;
    list.replaceChildren(
      ...found.filter(({kind}) => kind === "variant").map(({text}) => html`<option value=${text}></option>` as Node)
    );
  });
  const element = html`<form
    class="explore-variant"
    role="search"
    onsubmit=${(event: Event) => {
      event.preventDefault();
      onChoose(input.value.trim());
    }}
  >
    <label for="explore-variant">Variant or gene</label>
    <div class="explore-row">${input} ${list} <button type="submit" class="primary">Analyse</button></div>
    ${
      examples.length > 0
        ? html`<p class="variant-examples">
            For example
            ${examples.map(
              (text) => html`<button type="button" class="link" onclick=${() => onChoose(text)}>${text}</button> `
            )}
          </p>`
        : null
    }
  </form>` as HTMLElement;
  return Object.defineProperty({element, value}, "value", {
    get: () => input.value,
    set(text: string) {
      input.value = text;
    }
  });
}

function hint(words: string): HTMLElement {
  return html`<p class="variant-empty">${words}</p>` as HTMLElement;
}
