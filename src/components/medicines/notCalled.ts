import {html} from "htl";
import type {GeneCoverage} from "../../model/medicines.js";
import {dataTable, type TableColumn} from "../dataTable.js";

/** Genes and alleles that the genotype files do not tell, and why. */
export function notCalled(coverage: readonly GeneCoverage[]): Node {
  const genes = coverage.filter(({about, why, whole}) => about === "gene" && (why !== null || !whole));
  const alleles = coverage.filter(
    ({about, gene}) => about !== "gene" && genes.every((row) => row.gene !== gene || row.why === null)
  );
  return html`<section aria-labelledby="not-called">
    <h2 id="not-called">What could not be called, and why</h2>
    ${
      genes.length === 0
        ? html`<p>Every gene of the tables could be called with all of its variants.</p>`
        : dataTable("Genes that could not be called, or not with all variants", geneColumns, genes)
    }
    ${
      alleles.length === 0
        ? null
        : html`<details>
            <summary>
              ${alleles.length} ${alleles.length === 1 ? "allele or variant" : "alleles and variants"} that the genotype
              files do not tell
            </summary>
            ${dataTable("Alleles and variants that the genotype files do not tell", alleleColumns, alleles)}
          </details>`
    }
  </section>` as Node;
}

const geneColumns: TableColumn<GeneCoverage>[] = [
  {label: "Gene", cell: ({gene}) => gene},
  {label: "Variants in the files", numeric: true, cell: ({assayed, variants}) => `${assayed} of ${variants}`},
  {label: "Why", cell: ({why}) => why ?? "called, but not all variants are in the files"}
];

const alleleColumns: TableColumn<GeneCoverage>[] = [
  {label: "Gene", cell: ({gene}) => gene},
  {label: "Allele or variant", cell: ({name}) => name ?? ""},
  {
    label: "Counted as",
    cell: ({about, looksLike}) => (about === "allele" ? (looksLike ?? "any allele") : "not looked at")
  },
  {label: "Why", cell: ({why}) => why ?? ""}
];
