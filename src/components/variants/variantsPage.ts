import {html} from "htl";
import type {ReleaseManifest, Tier} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import type {VariantsView} from "../../model/variantsView.js";
import {withheldBy} from "../cohortWords.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {publicPartPanel} from "./publicPartPanel.js";
import {tellUnlock, unlockPanel, type UnlockProgress} from "./unlockPanel.js";
import {variantExplorer, type VariantExplorer} from "./variantExplorer.js";
import {hiddenBy, publicPart, type PublicPart} from "./variantWords.js";
import {absentView, failedView, loadingView, moveLoading} from "./workbenchView.js";

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
  view: VariantsView;
  effects: Omit<ExplorerEffects, "manifest" | "more" | "withheldBy"> & {
    /** Reads what searching needs, once the tables are open. */
    prepare(): Promise<void>;
    unlock(text: string, remember: boolean): Promise<void>;
    unlockRemembered(): Promise<void>;
    onAskerChange(listener: () => void): () => void;
  };
}

/**
 * Search, table and detail, and before that whatever stands between the reader and them. What a reader has chosen stays
 * when a key puts all variants in the place of those that everybody sees.
 */
export function variantsPage({manifest, workbench, why, demoKey, view, effects}: PageOptions): HTMLElement {
  const part = publicPart(manifest);
  const locked = unlockPanel({why, demoKey, unlock: effects.unlock});
  const panel = part && publicPartPanel({part, why, demoKey, unlock: effects.unlock});
  let chosen = view;
  let side: Tier = part || manifest.cohort.class === "open" ? "public" : "registered";
  /** The side whose table stands; null before there is one. */
  let shown: Tier | null = null;
  let explorer = explorerOf(side);
  const element = html`<div>${panel?.element} ${explorer.element}</div>` as HTMLElement;

  function explorerOf(tier: Tier): VariantExplorer {
    const visible = tierView(manifest, tier);
    return variantExplorer(chosen, examples(manifest, tier === "public" ? part : null), {
      ...effects,
      manifest: visible,
      more: part && tier === "public" ? part.all : null,
      withheldBy: hiddenBy(visible) ?? withheldBy(visible),
      onView(next) {
        chosen = next;
        effects.onView(next);
      }
    });
  }

  function show(status: Status): void {
    if (status.phase !== "ready") shown = null;
    const stage = explorer.element.querySelector(".variant-stage");
    switch (status.phase) {
      case "starting":
        return explorer.wait(loadingView("Starting", 0));
      case "locked":
        tellUnlock(locked, status);
        return stage?.contains(locked) ? undefined : explorer.wait(locked);
      case "loading":
        panel?.tell({});
        if (!moveLoading(stage, status.step, status.share)) explorer.wait(loadingView(status.step, status.share));
        return;
      case "absent":
        return explorer.wait(absentView(manifest));
      case "failed":
        return explorer.wait(failedView(status.problem));
      case "ready":
        return showSide(status);
    }
  }

  /** The table is drawn once for a side; how far a key is, is said beside it. */
  function showSide({tier, opening, problem}: Extract<Status, {phase: "ready"}>): void {
    panel?.tell({opening, problem});
    if (shown === tier) return;
    shown = tier;
    if (side !== tier) {
      side = tier;
      const before = explorer;
      explorer = explorerOf(tier);
      explorer.wait(loadingView("Asking", 1));
      before.element.replaceWith(explorer.element);
    }
    panel?.open(tier);
    void effects.prepare().then(() => explorer.refresh());
  }

  workbench.onStatus(show);
  show(workbench.status);
  effects.onAskerChange(() => workbench.status.phase === "ready" && void explorer.refresh());
  // A key that no longer fits says so in the panel.
  if (part || workbench.status.phase === "locked") void effects.unlockRemembered().catch(() => undefined);
  return element;
}

/** Texts that find something in the embedded cohort. What another cohort holds is not known before its tables are read. */
function examples({cohort}: ReleaseManifest, part: PublicPart | null): string[] {
  if (!cohort.synthetic.genotypes) return [];
  return part ? ["chr1", "chr19", "chr2:1-100000000"] : ["APOE", "PCSK9", "syn000123", "chr19:44900000-46000000"];
}
