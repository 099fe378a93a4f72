import {html} from "htl";
import type {ChangeFrequency, StructureResidue} from "../../model/structure.js";
import type {ReleaseManifest} from "../../model/release.js";
import {tierView} from "../../model/tierView.js";
import {guardExport} from "../association/guardExport.js";
import {withheldBy} from "../cohortWords.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {frequencyChart, frequencyColumns, togetherFrequency} from "../variants/frequencyChart.js";
import {tellUnlock, unlockPanel} from "../variants/unlockPanel.js";
import {frequencyTrack, frequencyTrackColumns, groupOf} from "./frequencyTrack.js";
import {redrawable} from "./redrawable.js";
import {isSelected} from "./selected.js";
import type {Selection, StructureEffects} from "./structureEffects.js";
import {askFrequencies, variantsOf} from "./structureQuestions.js";
import {changeName, lockedFrequenciesWhy, matchSentence, residuesOf} from "./structureWords.js";

interface SectionOptions {
  manifest: ReleaseManifest;
  /** Of one gene. */
  rows: readonly StructureResidue[];
  demoKey: string;
  effects: StructureEffects;
  choose(selection: Selection): void;
  /** Told what may be shown, each time that it has changed. */
  onFrequencies(frequencies: readonly ChangeFrequency[]): void;
}

/** How often changes were seen in the cohort: what everybody sees, and with a key what named readers see. */
export function frequencySection({manifest: release, rows, demoKey, effects, choose, onFrequencies}: SectionOptions): {
  element: HTMLElement;
  select(selection: Selection): void;
  /** The tables have come further, or another reader asks. */
  refresh(): void;
} {
  const [{gene, source}] = rows;
  const residues = residuesOf(rows);
  let found: readonly ChangeFrequency[] = [];
  let selection: Selection = {residue: null, change: null};
  let serial = 0;
  let redraw = (): void => {};
  const decided = html`<div></div>` as HTMLElement;
  const track = html`<div></div>` as HTMLElement;
  const detail = html`<div></div>` as HTMLElement;
  const locked = unlockPanel({
    title: "Named readers open all of the cohort’s variants with their key",
    why: lockedFrequenciesWhy(release),
    demoKey,
    folded: true,
    unlock: effects.unlock
  });
  const lock = html`<div></div>` as HTMLElement;

  async function refresh(): Promise<void> {
    const {status} = effects;
    if (status.phase !== "ready") return;
    tellUnlock(locked, {opening: status.opening, problem: status.problem});
    if (status.unlockable && !lock.contains(locked)) lock.replaceChildren(locked);
    if (!status.unlockable) lock.replaceChildren();
    if (status.opening) return;
    const mine = (serial += 1);
    const isOpen = tierView(release, status.tier).tables.some(
      ({name, tier}) => name === "structure_frequencies" && (tier === "public" || status.tier === "registered")
    );
    if (!isOpen) return show([], html`<p>${matchSentence(rows, null, release)}</p>` as Node);
    try {
      const {decision, value} = await askFrequencies(effects, "view", gene);
      if (mine !== serial) return;
      show(
        value ?? [],
        html`<div>
          ${decisionPanel(decision)} ${value ? html`<p>${matchSentence(rows, value, release)}</p>` : null}
        </div>` as Node
      );
    } catch (error) {
      if (mine !== serial) return;
      const problem = error instanceof Error ? error.message : String(error);
      show([], html`<p role="alert">The frequencies could not be read: ${problem}.</p>` as Node);
    }
  }

  function show(value: readonly ChangeFrequency[], words: Node): void {
    found = value;
    decided.replaceChildren(words);
    track.replaceChildren(...(found.length > 0 ? [trackFigure()] : []));
    drawDetail();
    onFrequencies(value);
  }

  function drawDetail(): void {
    const own = found.filter((row) => isSelected(row, selection));
    const names = [...new Set(own.map(changeName))];
    detail.replaceChildren(
      ...names.map((name) =>
        detailFigure(
          name,
          own.filter((row) => changeName(row) === name)
        )
      )
    );
  }

  const shared = () => ({
    source: `${release.cohort.source ?? release.cohort.title}; which variant makes which change: ${source}`,
    manifest: tierView(release, effects.status.phase === "ready" ? effects.status.tier : "public"),
    tables: ["structure_frequencies"] as const
  });
  const mayTake = async () => (await askFrequencies(effects, "export", gene, variantsOf(found))).decision;

  function trackFigure(): HTMLElement {
    const title = `${gene}: how common its changes are in the cohort`;
    const one = redrawable(title, (width) =>
      frequencyTrack(found, residues, selection, width, (residue) => choose({residue, change: null}))
    );
    redraw = one.redraw;
    return guardExport(
      figure({
        id: "change-frequencies",
        title,
        subtitle:
          "Frequency of the variant that makes the change, in each genetic ancestry group, with the 95 % interval. Shaded: the model must not be interpreted there. Press a residue to choose it.",
        chart: one.chart,
        ...shared(),
        columns: frequencyTrackColumns(withheldBy(release)),
        rows: found
      }),
      mayTake
    );
  }

  function detailFigure(name: string, own: readonly ChangeFrequency[]): HTMLElement {
    const groups = own.map(groupOf);
    const noisy = groups.some(({noiseSd}) => noiseSd !== undefined);
    return guardExport(
      figure({
        id: `frequency-${name.toLowerCase().replace(/[^a-z0-9]/g, "-")}`,
        title: `How common ${name} (${own[0].variantId}) is in each genetic ancestry group`,
        subtitle: noisy
          ? "Frequency of the alternate allele. Counts carry noise; bars are 95 % intervals for sampling and noise together."
          : "Frequency of the alternate allele; bars are 95 % Wilson intervals.",
        chart: (width) => frequencyChart(groups, width),
        ...shared(),
        columns: frequencyColumns(noisy, withheldBy(release)),
        rows: noisy ? [...groups, togetherFrequency(groups)] : groups
      }),
      mayTake
    );
  }

  void refresh();
  return {
    element: html`<div>${decided} ${lock} ${track} ${detail}</div>` as HTMLElement,
    select(next) {
      selection = next;
      redraw();
      drawDetail();
    },
    refresh: () => void refresh()
  };
}
