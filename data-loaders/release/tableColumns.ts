import type {TableName} from "../../src/model/release.js";
import type {TableBatch} from "../../src/model/table.js";
import {associationRowsTable, noAssociations} from "../tables/association/associationRows.js";
import {genesTable} from "../tables/association/genesTable.js";
import {ldTable, noPairs} from "../tables/association/ldTable.js";
import {lociTable} from "../tables/association/lociTable.js";
import {manhattanTable} from "../tables/association/manhattanTable.js";
import {pcaDensityTable} from "../tables/association/pcaDensityTable.js";
import {qqTable} from "../tables/association/qqTable.js";
import {alleleCountTable} from "../tables/alleleCounts.js";
import {equityTable} from "../tables/equityTable.js";
import {divideCountsPlainly} from "../tables/divideCounts.js";
import {equityGenomicsTable} from "../tables/equity/equityGenomicsTable.js";
import {genotypeCountTable} from "../tables/genotypeCounts.js";
import {marginsTable, type PeopleCube} from "../tables/margins.js";
import {geneCoverageTable, phenotypeSharesTable, resultSharesTable} from "../tables/pharmacogenomics/medicineTables.js";
import {associationTable, panelCountTable} from "../tables/panelTables.js";
import {peopleTable} from "../tables/people.js";
import {polygenicScoresTable} from "../tables/polygenic/polygenicScoresTable.js";
import {structureErrorsTable} from "../tables/protein/structureErrorsTable.js";
import {structureFrequenciesTable} from "../tables/protein/structureFrequenciesTable.js";
import {structureModelsTable} from "../tables/protein/structureModelsTable.js";
import {structureResiduesTable} from "../tables/protein/structureResiduesTable.js";
import {representationTable} from "../tables/representation.js";
import type {StrataLayout} from "../tables/strataLayout.js";
import {
  cooccurrenceBatch,
  evidenceBatch,
  oncoprintBatch,
  pairsBatch,
  resistanceBatch
} from "../tables/tumours/tumourTables.js";
import {variantTable} from "../tables/variants.js";
import type {EncodedRowGroup} from "./parquet.js";

/**
 * The columns of every table: those that a cohort without variants has too. `panel_counts` and `panel_association`: public
 * `allele_counts` and `association` of a `public-safe` cohort.
 */
export function tableColumns(
  layout: StrataLayout,
  dimensions: PeopleCube["dimensions"]
): Record<TableName | "panel_counts" | "panel_association", EncodedRowGroup["columns"]> {
  const none = {
    count: 0,
    chrom: [],
    pos: new Int32Array(),
    ref: [],
    alt: [],
    rsid: [],
    ploidy: new Uint8Array()
  };
  const counts = divideCountsPlainly(new Int32Array(), none.ploidy, layout);
  const columnsOf = ({columns}: TableBatch): EncodedRowGroup["columns"] =>
    columns.map(({name, type}) => ({name, type}));
  return {
    variants: columnsOf(variantTable(none, () => "")),
    genotype_counts: columnsOf(genotypeCountTable(none, counts, layout)),
    allele_counts: columnsOf(alleleCountTable(none, counts, layout)),
    panel_counts: columnsOf(panelCountTable([], [], {ac: new Int32Array(), an: new Int32Array(), noiseSd: []})),
    panel_association: columnsOf(associationTable(null, [])),
    association: columnsOf(associationRowsTable(noAssociations)),
    manhattan: columnsOf(manhattanTable([])),
    qq: columnsOf(qqTable([])),
    loci: columnsOf(lociTable([])),
    ld: columnsOf(ldTable(noPairs)),
    pca_density: columnsOf(pcaDensityTable([])),
    equity_genomics: columnsOf(equityGenomicsTable([])),
    pgx_phenotypes: columnsOf(phenotypeSharesTable([])),
    pgx_results: columnsOf(resultSharesTable([])),
    pgx_genes: columnsOf(geneCoverageTable([])),
    genes: columnsOf(genesTable([])),
    structure_residues: columnsOf(structureResiduesTable([])),
    structure_models: columnsOf(structureModelsTable([])),
    structure_errors: columnsOf(structureErrorsTable([])),
    structure_frequencies: columnsOf(structureFrequenciesTable([])),
    tumour_resistance: columnsOf(resistanceBatch([])),
    tumour_pairs: columnsOf(pairsBatch([])),
    tumour_cooccurrence: columnsOf(cooccurrenceBatch([])),
    tumour_oncoprint: columnsOf(oncoprintBatch([])),
    tumour_evidence: columnsOf(evidenceBatch([])),
    people: columnsOf(peopleTable(layout)),
    people_margins: columnsOf(marginsTable(dimensions, [])),
    representation: columnsOf(representationTable([])),
    equity: columnsOf(equityTable([])),
    polygenic_scores: columnsOf(polygenicScoresTable([]))
  };
}
