import {html} from "htl";
import type {Decision} from "../../model/decision.js";
import type {GeneCoverage, PhenotypeShare, ResultShare} from "../../model/medicines.js";
import type {ReleaseManifest} from "../../model/release.js";
import {guardExport} from "../association/guardExport.js";
import type {TableColumn} from "../dataTable.js";
import {figure} from "../Figure.js";
import {coverageSentence, protectionSentence, wholeSentence} from "./medicineWords.js";
import {shareColumn, shareColumns} from "./shareColumns.js";
import {shareIntervals, type PanelShare} from "./shareIntervals.js";

interface FiguresOptions {
  phenotypes: readonly PhenotypeShare[];
  results: readonly ResultShare[];
  coverage: readonly GeneCoverage[];
  manifest: ReleaseManifest;
  source: string;
  exportPhenotypes: () => Promise<Decision>;
  exportResults: () => Promise<Decision>;
}

type ResultPanel = ResultShare & PanelShare;

const resultWords: Record<ResultShare["result"], string> = {
  actionable: "Asks for attention before prescribing",
  adverse: "A reaction to some medicine is feared",
  ambiguous: "Genotypes fit several pairs of alleles",
  unexplained: "No two alleles of the tables fit",
  missing: "No genotype, or too few"
};

const medicineWords: Partial<typeof resultWords> = {
  actionable: "Every departure from the usual",
  adverse: "Departures for fear of a reaction"
};

/** How phenotypes of a gene are spread, in how many people they ask for attention, and how sure that is. */
export function geneFigures(gene: string, options: FiguresOptions): Node[] {
  const {phenotypes, results, coverage, manifest, source, exportPhenotypes} = options;
  const own = phenotypes
    .filter((row) => row.gene === gene)
    .map((row) => ({...row, panel: row.phenotype ?? "No phenotype in the tables"}));
  const ofGene = results.filter(({medicine, genes}) => medicine === null && genes[0] === gene);
  const isSure = ({result}: ResultShare): boolean => result === "actionable" || result === "adverse";
  return [
    html`<p>${coverageSentence(coverage, gene)}</p>` as Node,
    guardExport(
      figure({
        id: "phenotypes",
        title: `${gene}: how its phenotypes are spread over groups`,
        subtitle: `Share of the people of each genetic ancestry group whose genotypes are explained, with the 95 % interval.${wholeSentence(own)}`,
        chart: (width) => shareIntervals(own, width),
        source,
        manifest,
        tables: ["pgx_phenotypes"],
        columns: shareColumns<PhenotypeShare & PanelShare>("Phenotype", ({panel}) => panel),
        rows: own
      }),
      exportPhenotypes
    ),
    html`<p>${protectionSentence(own)}</p>` as Node,
    ...resultFigure("results", `${gene}: people whose result asks for attention`, ofGene.filter(isSure), options),
    ...resultFigure(
      "certainty",
      `${gene}: people whose alleles are not certain`,
      ofGene.filter((row) => !isSure(row)),
      options
    )
  ];
}

/** For how many a medicine is recommended otherwise. */
export function medicineFigures(medicine: string, options: FiguresOptions): Node[] {
  const own = options.results.filter((row) => row.medicine === medicine);
  const [{genes, level}] = own;
  return [
    html`<p>
      ${medicine[0].toUpperCase() + medicine.slice(1)} depends on
      ${genes.join(" and ")}${level ? ` (CPIC level ${level})` : ""}.
      ${genes.map((gene) => coverageSentence(options.coverage, gene)).join(" ")}
    </p>` as Node,
    ...resultFigure(
      "results",
      `${medicine}: people for whom the guideline departs from its usual recommendation`,
      own,
      options
    ),
    html`<p>${protectionSentence(own)}</p>` as Node
  ];
}

function resultFigure(
  id: string,
  title: string,
  rows: readonly ResultShare[],
  {manifest, source, exportResults}: FiguresOptions
): Node[] {
  const panels = rows.map((row) => ({
    ...row,
    panel: (row.medicine === null ? undefined : medicineWords[row.result]) ?? resultWords[row.result]
  }));
  // Six hatched bands under each other say no more than a sentence.
  const hidden = [...new Set(panels.map(({panel}) => panel))].filter((panel) =>
    panels.every((row) => row.panel !== panel || row.share === null)
  );
  const shown = panels.filter(({panel}) => !hidden.includes(panel));
  const said = hidden.map(
    (panel) => `“${panel}”: withheld in every group, because few people, or nearly all, came out.`
  );
  return [
    ...(shown.length === 0
      ? []
      : [
          guardExport(
            figure({
              id,
              title,
              subtitle: `Share of people, with the 95 % interval, in each genetic ancestry group.${wholeSentence(shown)}`,
              chart: (width) => shareIntervals(shown, width),
              source,
              manifest,
              tables: ["pgx_results"],
              columns: [
                ...shareColumns<ResultPanel>("Result", ({panel}) => panel),
                shareColumn<ResultPanel>("The tables say nothing of", ({silent}) => silent)
              ] as TableColumn<ResultPanel>[],
              rows: panels
            }),
            exportResults
          )
        ]),
    ...(said.length > 0 ? [html`<p>${shown.length === 0 ? `${title}. ` : ""}${said.join(" ")}</p>` as Node] : [])
  ];
}
