import type {PgxDefinitions} from "../../src/model/pharmacogenomics.js";
import type {PgxTables} from "../../src/model/pharmacogenomicsTables.js";
import type {ResultShare} from "../../src/model/medicines.js";
import type {Finding} from "../../src/model/privacy.js";
import {attackMedicines} from "../disclosure/audit/attackMedicines.js";
import {protectMedicines, type ProtectedTable} from "../disclosure/protect.js";
import type {hideMedicines, MedicineProtection} from "../disclosure/medicines/hideMedicines.js";
import type {Cohort} from "../sources/cohort.js";
import type {CohortManifest, PharmacogenomicsSource} from "../sources/manifest.js";
import {readDefinitions} from "../sources/pharmacogenomics/readDefinitions.js";
import {ancestryVariable} from "../tables/ancestryGroups.js";
import {callCohort} from "../tables/pharmacogenomics/callCohort.js";
import type {GeneGenotypes, SoughtGene} from "../tables/pharmacogenomics/collectGenotypes.js";
import {
  geneCoverage,
  geneCoverageTable,
  phenotypeSharesTable,
  resultSharesTable
} from "../tables/pharmacogenomics/medicineTables.js";
import {isResult} from "../tables/pharmacogenomics/medicineRows.js";
import {pharmacogenomicsTables} from "../tables/pharmacogenomics/pharmacogenomicsTables.js";

/** What protects tables of medicines, and can be replaced by a test that wants to see it missed. */
export interface MedicineProtections {
  hideMedicines: typeof hideMedicines;
}

/** Genes and medicines counted in a cohort: exact, so they go nowhere but into `protectMedicinesSide`. */
export interface CountedMedicines {
  definitions: PgxDefinitions;
  tables: PgxTables;
}

/** Reads the tables of alleles that the manifest names, so that an error in them is said before anything is counted. */
export async function readMedicines({
  pharmacogenomics,
  build,
  refuse
}: Pick<CohortManifest, "pharmacogenomics" | "build" | "refuse">): Promise<PgxDefinitions | null> {
  if (!pharmacogenomics) return null;
  if (build === "NCBI36")
    throw refuse(["pharmacogenomics"], "star alleles are defined on GRCh37 and GRCh38; lift the genotypes over first");
  const definitions = await readDefinitions(pharmacogenomics.files, build);
  for (const problem of definitions.problems) console.warn(problem);
  return definitions;
}

/** What the threads that read genotypes need to know of the genes, to hand over those of their variants. */
export function soughtGenes({genes}: Pick<PgxDefinitions, "genes">): SoughtGene[] {
  return genes.map(({name, chrom, variants}) => ({name, chrom, variants}));
}

/** Calls everybody's alleles and counts them by genetic ancestry group. Nobody's call outlives this function. */
export function countMedicines(
  definitions: PgxDefinitions,
  genotypes: readonly GeneGenotypes[],
  {allSites, assumeTwoCopies}: PharmacogenomicsSource,
  {people}: Pick<Cohort, "people">
): CountedMedicines {
  const calls = callCohort(definitions, genotypes, people, {allSites, assumeTwoCopies});
  return {definitions, tables: pharmacogenomicsTables(definitions, calls, people, ancestryVariable)};
}

/** Tables `pgx_phenotypes`, `pgx_results` and `pgx_genes`, with what an attack on them found. */
export function protectMedicinesSide(
  {definitions, tables}: CountedMedicines,
  protection: MedicineProtection | null,
  protections: MedicineProtections
): {phenotypes: ProtectedTable; results: ProtectedTable; genes: ProtectedTable; audit: Finding[]} {
  const {shown, ...made} = protectMedicines(tables, protection, protections.hideMedicines, {
    phenotypes: phenotypeSharesTable,
    results: resultSharesTable,
    genes: (genes) => geneCoverageTable(geneCoverage(genes))
  });
  const addedUp = (row: ResultShare, gene: string): string[] => addedPhenotypes(definitions, row, gene);
  return {
    ...made,
    audit:
      protection === null
        ? []
        : [attackMedicines(shown.phenotypes, shown.results, addedUp, protection.limit, "registered")]
  };
}

/** The phenotypes of a gene whose people a row of results counts; none where it counts people whatever theirs. */
function addedPhenotypes({genes, recommendations}: PgxDefinitions, {medicine, result}: ResultShare, gene: string) {
  if (result !== "actionable" && result !== "adverse") return [];
  if (medicine === null && result === "actionable")
    return [...(genes.find(({name}) => name === gene)?.priorities ?? [])].flatMap(([phenotype, priority]) =>
      priority === "abnormal" ? phenotype : []
    );
  return recommendations.flatMap(({medicine: name, when, class: found}) => {
    const own = when.find((one) => one.gene === gene)?.phenotype;
    const others = when.filter((one) => one.gene !== gene);
    return own &&
      others.every(({phenotype}) => phenotype === null) &&
      (medicine ?? name) === name &&
      isResult(found, result)
      ? own
      : [];
  });
}
