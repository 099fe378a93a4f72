import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import {tellUnlock} from "../variants/unlockPanel.js";
import type {AssociationEffects, TablesStatus} from "./associationEffects.js";

/**
 * Shows in `stage` how far the tables are: the `locked` panel, its progress, or that there are none; `open` is called
 * when they can be read, and again when somebody else asks. A key that was remembered is used at once.
 */
export function followTables(
  effects: Pick<AssociationEffects, "status" | "onStatus" | "onAskerChange" | "unlockRemembered">,
  release: ReleaseManifest,
  {
    stage,
    locked,
    open,
    absent = absentAssociations
  }: {
    stage: HTMLElement;
    locked: HTMLElement;
    open: () => Promise<void>;
    absent?: (release: ReleaseManifest) => HTMLElement;
  }
): void {
  effects.onStatus(show);
  show(effects.status);
  effects.onAskerChange(() => void open());
  if (effects.status.phase === "locked" || (effects.status.phase === "ready" && effects.status.unlockable))
    void effects.unlockRemembered().catch(() => undefined);

  function show(status: TablesStatus): void {
    switch (status.phase) {
      case "absent":
        return stage.replaceChildren(absent(release));
      case "locked":
        tellUnlock(locked, status);
        if (!stage.contains(locked)) stage.replaceChildren(locked);
        return;
      case "opening":
        return tellUnlock(locked, {opening: {step: status.step, share: status.share}});
      case "ready":
        tellUnlock(locked, {opening: status.opening, problem: status.problem});
        if (!status.opening && status.problem === undefined) void open();
    }
  }
}

/** Why there is nothing, in the words of the release. */
export function absentAssociations({refused}: ReleaseManifest): HTMLElement {
  const reasons = [
    ...new Set(
      refused.filter(({name}) => name === "association").flatMap(({reasons}) => reasons.map(({sentence}) => sentence))
    )
  ];
  return html`<div class="association-empty">
    <p><strong>This release holds no associations that can be looked up here.</strong></p>
    ${
      reasons.length > 0
        ? html`<ul>
            ${reasons.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`
        : null
    }
    <p class="quiet">What it holds is on the page <a href="./data">Data and provenance</a>.</p>
  </div>` as HTMLElement;
}
