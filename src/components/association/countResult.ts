import {html} from "htl";
import {analyseCounts, type AnalysisChoice, type GroupGenotypes} from "../../kernels/countAnalysis.js";
import type {ReleaseManifest} from "../../model/release.js";
import {figure} from "../Figure.js";
import {withheldBy} from "../cohortWords.js";
import {traitOf} from "./countChoice.js";
import {forestChart, forestColumns, forestLines} from "./countForest.js";
import {answerSentence, modelWords, warningWords} from "./countWords.js";

interface ResultOptions {
  /** Id of the variant, for the words. */
  variant: string;
  /** Released genotype counts by case status and the strata adjusted for. */
  counts: readonly GroupGenotypes[];
  choice: AnalysisChoice;
  /** The side of the release that the counts are from. */
  manifest: ReleaseManifest;
}

/** The analysis of one variant: its answer as a sentence, what to beware of, and a forest plot with its table. */
export function countResult({variant, counts, choice, manifest}: ResultOptions): HTMLElement {
  const analysis = analyseCounts(counts, choice, peopleOf(manifest));
  const outcome =
    traitOf(manifest, choice.comparison)?.label ?? `${choice.comparison.variable} “${choice.comparison.cases}”`;
  const lines = forestLines(analysis, choice);
  const warnings = analysis.warnings.map((warning) => ({kind: warning.kind, ...warningWords(warning, choice)}));
  const chart = figure({
    id: "odds-ratios",
    title: `${variant} and ${outcome}: odds ratios, ${modelWords[choice.model].label.toLowerCase()} model`,
    subtitle: `Above 1, cases carry it more often. Of ${analysis.contrasts.join(" and of ")}; bars are 95 % intervals (groups and not adjusted: Woolf; adjusted: Mantel–Haenszel with Robins–Breslow–Greenland).`,
    chart: (width) => forestChart(lines, width),
    source: manifest.cohort.source ?? manifest.cohort.title,
    manifest,
    tables: ["genotype_counts"],
    columns: forestColumns(withheldBy(manifest)),
    rows: lines
  });
  return html`<div class="count-result">
    <h2>What is found</h2>
    <p class="count-answer" role="status">${answerSentence(variant, outcome, analysis, choice)}</p>
    ${
      warnings.length > 0
        ? html`<section class="count-warnings" aria-labelledby="count-warnings-title">
            <h3 id="count-warnings-title">Beware</h3>
            <ul>
              ${warnings.map(
                ({kind, title, sentence}) => html`<li data-warning=${kind}><strong>${title}.</strong> ${sentence}</li>`
              )}
            </ul>
          </section>`
        : null
    }
    ${chart}
    <p class="quiet">
      One test that you chose after looking is exploratory: no correction was made for the others that could have been
      chosen.${/^(X|Y)-/.test(variant) ? " Men have one copy here and are not counted." : ""}
    </p>
  </div>` as HTMLElement;
}

function peopleOf({people}: ReleaseManifest): {levels: Record<string, string>; n: number | null}[] {
  return people.rows.map(({levels, n}) => ({
    levels: Object.fromEntries(people.strata.map((name, i) => [name, levels[i]])),
    n
  }));
}
