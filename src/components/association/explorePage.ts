import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {Answer, Filter, Question} from "../../model/question.js";
import type {ReleaseManifest, Tier} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {tellUnlock, unlockPanel, type UnlockProgress} from "../variants/unlockPanel.js";
import {absentView, failedView, loadingView, moveLoading} from "../variants/workbenchView.js";
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
    ask(question: Question, action: "analyse" | "export"): Promise<{decision: Decision; answer: Answer | null}>;
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
  const field = variantField(view.variant, effects.suggest, (text) => {
    chosen = {...chosen, variant: text};
    effects.onView(chosen);
    show(workbench.status);
  });
  const choose = (id: string): void => {
    field.value = id;
    chosen = {...chosen, variant: id};
    effects.onView(chosen);
    show(workbench.status);
  };

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
        if (visible.tables.some(({name}) => name === "genotype_counts")) return explore(visible);
        return status.unlockable ? lock(status) : stage.replaceChildren(absentView(manifest));
      }
    }
  }

  function lock(progress: UnlockProgress): void {
    tellUnlock(locked, progress);
    if (!stage.contains(locked)) stage.replaceChildren(locked);
  }

  function explore(visible: ReleaseManifest): void {
    const {variant} = chosen;
    if (variant === "")
      return stage.replaceChildren(hint("Name a variant above: its id, or chromosome-position-reference-alternate."));
    const [filter, ...others] = effects.parse(variant).filters;
    if (!filter || others.length > 0 || !(filter.kind === "variant" || filter.kind === "rsid"))
      return stage.replaceChildren(
        hint(`“${variant}” is not the id of a variant. Genes and regions are on the page Variants.`)
      );
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
    stage.replaceChildren(explorer);
  }

  workbench.onStatus(show);
  show(workbench.status);
  effects.onAskerChange(() => workbench.status.phase === "ready" && show(workbench.status));
  // A key that no longer fits says so in the panel.
  void effects.unlockRemembered().catch(() => undefined);
  return html`<div class="explore">${field.element} ${stage}</div>` as HTMLElement;
}

function variantField(
  value: string,
  suggest: PageOptions["effects"]["suggest"],
  onChoose: (text: string) => void
): {element: HTMLElement; value: string} {
  const input = html`<input
    type="search"
    id="explore-variant"
    list="explore-variants"
    autocomplete="off"
    spellcheck="false"
    placeholder="rs1422993 or 5-147490000-G-T"
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
    <label for="explore-variant">Variant</label>
    <div class="explore-row">${input} ${list} <button type="submit" class="primary">Analyse</button></div>
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
