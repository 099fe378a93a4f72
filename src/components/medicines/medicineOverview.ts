import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {ResultShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {guardExport} from "../association/guardExport.js";
import type {TableColumn} from "../dataTable.js";
import {figure} from "../Figure.js";
import {furthestApart, groupOrder, protectionSentence} from "./medicineWords.js";
import {shareColumn, shareColumns} from "./shareColumns.js";
import {shareMatrix, type RowShare} from "./shareMatrix.js";

interface OverviewOptions {
  results: readonly ResultShare[];
  manifest: ReleaseManifest;
  source: string;
  /** Asks for exactly what is shown, before it is saved. */
  askExport: () => Promise<Decision>;
}

type Counted = "actionable" | "adverse";
type Row = ResultShare & RowShare;

const countedWords: Record<Counted, string> = {
  actionable: "every departure from the usual",
  adverse: "only for fear of a reaction"
};

const medicinesTitle: Record<Counted, string> = {
  actionable: "Medicines: for whom the guideline departs from its usual recommendation",
  adverse: "Medicines: for whom it departs for fear of a reaction, or of too much of the medicine"
};

/** All medicines, and all genes, at once: for how many of each group. */
export function medicineOverview({results, manifest, source, askExport}: OverviewOptions): Node {
  const groups = groupOrder(results.map(({ancestry}) => ancestry));
  const inOrder = (rows: readonly Row[]): Row[] =>
    [...rows].sort(
      (a, b) => (a.row < b.row ? -1 : a.row > b.row ? 1 : 0) || groups.indexOf(a.ancestry) - groups.indexOf(b.ancestry)
    );
  const rowsOf = (counted: Counted, byGene: boolean): Row[] =>
    inOrder(
      results.flatMap((result) =>
        result.result === counted && (result.medicine === null) === byGene
          ? {...result, row: `${result.medicine ?? result.genes[0]}${result.whole ? "" : "*"}`}
          : []
      )
    );
  const body = html`<div></div>` as HTMLElement;
  const draw = (counted: Counted): void => {
    const [medicines, genes] = [rowsOf(counted, false), rowsOf(counted, true)];
    const apart = furthestApart(medicines);
    const some = [...medicines, ...genes].some(({whole}) => !whole);
    const left = leftOut(results, counted);
    body.replaceChildren(
      ...(apart ? [html`<p>${apart}</p>` as Node] : []),
      ...(medicines.length > 0 ? [matrix("all-medicines", medicinesTitle[counted], "Medicine", medicines)] : []),
      ...(genes.length > 0 ? [matrix("all-genes", genesTitle[counted], "Gene", genes)] : []),
      html`<p>
        ${
          some
            ? "* Alleles that the tables name are not all seen in the genotype files: shares may be too low or too high, most of all in groups where the others are common. "
            : ""
        }${left === null ? "" : `${left} `}${protectionSentence([...medicines, ...genes])}
      </p>` as Node
    );
  };
  const matrix = (id: string, title: string, label: string, rows: readonly Row[]): Node =>
    guardExport(
      figure({
        id,
        title,
        subtitle: "Share of the people of each genetic ancestry group, in %, with the 95 % interval below it.",
        chart: (width) => shareMatrix(rows, width),
        source,
        manifest,
        tables: ["pgx_results"],
        columns: [
          ...shareColumns<Row>(label, ({medicine, genes}) => medicine ?? genes[0]),
          shareColumn<Row>("The tables say nothing of", ({silent}) => silent)
        ] as TableColumn<Row>[],
        rows
      }),
      askExport
    );
  const onchange = (event: Event): void => draw((event.target as HTMLSelectElement).value as Counted);
  draw("actionable");
  return html`<section aria-labelledby="all-at-once">
    <h2 id="all-at-once">All medicines at once</h2>
    <div class="carry-bar">
      <label
        >What is counted
        <select onchange=${onchange}>
          ${(["actionable", "adverse"] as const).map(
            (counted) => html`<option value=${counted}>${countedWords[counted]}</option>`
          )}
        </select></label
      >
    </div>
    ${body}
  </section>` as Node;
}

const genesTitle: Record<Counted, string> = {
  actionable: "Genes: a phenotype that asks for attention before prescribing",
  adverse: "Genes: a phenotype for which a reaction to some medicine is feared"
};

/** Medicines whose tables have no recommendation of the kind that is counted. */
function leftOut(results: readonly ResultShare[], counted: Counted): string | null {
  const medicines = [...new Set(results.flatMap(({medicine}) => medicine ?? []))].sort();
  const missing = medicines.filter((name) => !results.some((row) => row.medicine === name && row.result === counted));
  return missing.length === 0
    ? null
    : `For ${missing.join(", ")} the tables have no such recommendation, whatever the phenotype.`;
}
