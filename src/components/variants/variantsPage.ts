import type {ReleaseManifest} from "../../model/release.js";
import type {VariantsView} from "../../model/variantsView.js";
import {withheldBy} from "../cohortWords.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {unlockPanel} from "./unlockPanel.js";
import {variantExplorer} from "./variantExplorer.js";
import {absentView, failedView, loadingView, moveLoading} from "./workbenchView.js";

/** How far the tables are; the same as the workbench says. */
type Status =
  | {phase: "starting" | "ready" | "absent"}
  | {phase: "locked"; problem?: string}
  | {phase: "loading"; step: string; share: number}
  | {phase: "failed"; problem: string};

interface PageOptions {
  manifest: ReleaseManifest;
  workbench: {readonly status: Status; onStatus(listener: (status: Status) => void): () => void};
  /** Why the tables are locked. */
  why: string;
  demoKey: string;
  view: VariantsView;
  effects: Omit<ExplorerEffects, "manifest" | "withheldBy"> & {
    /** Reads what searching needs, once the tables are open. */
    prepare(): Promise<void>;
    unlock(text: string, remember: boolean): Promise<void>;
    unlockRemembered(): Promise<void>;
    onAskerChange(listener: () => void): () => void;
  };
}

/** Search, table and detail, and before that whatever stands between the reader and them. */
export function variantsPage({manifest, workbench, why, demoKey, view, effects}: PageOptions): HTMLElement {
  const explorer = variantExplorer(view, examples(manifest), {...effects, manifest, withheldBy: withheldBy(manifest)});
  const stage = (): Element | null => explorer.element.querySelector(".variant-stage");
  const locked = unlockPanel({why, demoKey, unlock: effects.unlock});
  const show = (status: Status): void => {
    switch (status.phase) {
      case "starting":
        return explorer.wait(loadingView("Starting", 0));
      case "locked":
        return stage()?.contains(locked) ? undefined : explorer.wait(locked);
      case "loading":
        if (!moveLoading(stage(), status.step, status.share)) explorer.wait(loadingView(status.step, status.share));
        return;
      case "absent":
        return explorer.wait(absentView(manifest));
      case "failed":
        return explorer.wait(failedView(status.problem));
      case "ready":
        void effects.prepare().then(() => explorer.refresh());
    }
  };
  workbench.onStatus(show);
  show(workbench.status);
  effects.onAskerChange(() => workbench.status.phase === "ready" && void explorer.refresh());
  // A key that no longer fits says so in the panel.
  if (workbench.status.phase === "locked") void effects.unlockRemembered().catch(() => undefined);
  return explorer.element;
}

/** Texts that find something in the embedded cohort. What another cohort holds is not known before its tables are read. */
function examples({cohort}: ReleaseManifest): string[] {
  return cohort.synthetic.genotypes ? ["APOE", "PCSK9", "syn000123", "chr19:44900000-46000000"] : [];
}
