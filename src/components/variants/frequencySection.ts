import {html} from "htl";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {frequencyQuestion} from "./detailQuestions.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {frequencyChart, frequencyColumns, togetherFrequency, type GroupFrequency} from "./frequencyChart.js";
import {guardFigure} from "./guardFigure.js";
import {isNoisy} from "./noise.js";
import {noSuchVariant} from "./variantWords.js";

/** How common one variant is in each genetic ancestry group; the frame is there at once, the chart when it is permitted. */
export function frequencySection(variant: string, effects: ExplorerEffects): HTMLElement {
  const {manifest, more, withheldBy, ask} = effects;
  const noisy = isNoisy(manifest);
  const levels = manifest.strata.find(({name}) => name === "ancestry")?.levels ?? [];
  const stage = html`<div class="detail-stage"></div>` as HTMLElement;
  stage.style.minHeight = `${160 + levels.length * 44}px`;
  const question = frequencyQuestion(variant, manifest);
  if (!question)
    return html`<p class="quiet">This release holds no allele counts by genetic ancestry group.</p>` as HTMLElement;
  const show = async (): Promise<void> => {
    const {decision, answer} = await ask(question, "view");
    const panel = decisionPanel(decision);
    if (!answer) return stage.replaceChildren(panel);
    const {names, values, rows} = await answer.page(0, levels.length + 1);
    await answer.close();
    const column = (name: string) => values[names.indexOf(name)];
    const groups = Array.from({length: rows}, (_, i): GroupFrequency => ({
      group: String(column("ancestry")[i]),
      ac: column("ac")[i] as number | null,
      an: column("an")[i] as number | null,
      ...(noisy && {noiseSd: column("noise_sd")[i] as number | null})
    }));
    if (rows === 0) return stage.replaceChildren(panel, html`<p>${noSuchVariant(variant, manifest, more)}</p>` as Node);
    const chart = figure({
      id: "frequency",
      title: `How common ${variant} is in each genetic ancestry group`,
      subtitle: noisy
        ? "Frequency of the alternate allele. Counts carry noise; bars are 95 % intervals for sampling and noise together."
        : "Frequency of the alternate allele; bars are 95 % Wilson intervals.",
      chart: (width) => frequencyChart(groups, width),
      source: manifest.cohort.source ?? manifest.cohort.title,
      manifest,
      tables: ["allele_counts"],
      columns: frequencyColumns(noisy, withheldBy),
      rows: noisy ? [...groups, togetherFrequency(groups)] : groups
    });
    stage.replaceChildren(panel, guardFigure(chart, mayExport));
  };
  const mayExport = async (): Promise<boolean> => {
    const {decision, answer} = await ask(question, "export");
    await answer?.close();
    if (decision.outcome !== "permit") stage.querySelector(".decision")?.replaceWith(decisionPanel(decision));
    return answer !== null;
  };
  void show();
  return html`<div>${stage}</div>` as HTMLElement;
}
