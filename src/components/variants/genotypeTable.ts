import {html} from "htl";
import type {AnswerPage, Question} from "../../model/question.js";
import {dataTable, type TableColumn} from "../dataTable.js";
import {decisionPanel} from "../DecisionPanel.js";
import {provenanceFacts} from "../provenanceFacts.js";
import {provenanceStrip} from "../ProvenanceStrip.js";
import {saveFile} from "../saveFile.js";
import {withheldCell} from "../WithheldCell.js";
import type {ExplorerEffects} from "./explorerEffects.js";
import {formatCell} from "./formatCell.js";
import {allPages} from "./takeAway.js";
import {noSuchVariant} from "./variantWords.js";

const labels: Record<string, string> = {
  hom_ref: "Hom. reference",
  het: "Heterozygous",
  hom_alt: "Hom. alternate",
  hemi_ref: "Hemi. reference",
  hemi_alt: "Hemi. alternate",
  missing: "No call"
};

/** Genotype counts of one variant, with a CSV of the same that is asked of the gate first. */
export function genotypeTable(
  variant: string,
  question: Question,
  page: AnswerPage,
  effects: ExplorerEffects
): HTMLElement {
  const {manifest, more, withheldBy, ask, csv} = effects;
  const rows = Array.from({length: page.rows}, (_, row) => page.values.map((column) => column[row]));
  // On an autosome nobody has one copy only: two columns of zeros would be in the way.
  const autosome = /^\d+-/.test(variant);
  const shown = page.names.filter((name) => !(autosome && name.startsWith("hemi")));
  const columns = shown.map((name): TableColumn<(typeof rows)[number]> => {
    const at = page.names.indexOf(name);
    const counted = name in labels;
    return {
      label: labels[name] ?? name.charAt(0).toUpperCase() + name.slice(1),
      numeric: counted,
      cell: (row) => formatCell(row[at], "count") ?? withheldCell(withheldBy, "withheld")
    };
  });
  const said = html`<span role="status" class="figure-said"></span>` as HTMLElement;
  const decided = html`<div></div>` as HTMLElement;
  const facts = provenanceFacts(manifest, ["genotype_counts"]);
  const save = async (): Promise<void> => {
    const {decision, answer} = await ask(question, "export");
    decided.replaceChildren(decisionPanel(decision));
    if (!answer) return;
    const pages = await allPages(answer, question.orderBy);
    await answer.close();
    const exported = shown.map((name) => ({name, label: name}));
    saveFile(`${variant}.csv`, csv(pages, exported, [["Variant", variant], ...facts]), "text/csv");
    said.textContent = "CSV saved";
  };
  return html`<div>
    ${
      page.rows === 0
        ? html`<p>${noSuchVariant(variant, manifest, more)}</p>`
        : dataTable(`Genotype counts of ${variant}`, columns, rows)
    }
    <div class="figure-tools"><button type="button" onclick=${save}>CSV</button> ${said}</div>
    ${decided} ${provenanceStrip(manifest, ["genotype_counts"])}
  </div>` as HTMLElement;
}
