import type {GeneCoverage, PhenotypeShare, ResultShare, ShownShare} from "../../../src/model/medicines.js";
import type {PgxGeneRow} from "../../../src/model/pharmacogenomicsTables.js";
import type {Column, TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {intColumn} from "../association/numberColumns.js";
import {count, float, text, yesOrNo} from "../rowColumns.js";

/** Table `pgx_phenotypes`. */
export function phenotypeSharesTable(rows: readonly PhenotypeShare[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      text("gene", rows, ({gene}) => gene),
      text("phenotype", rows, ({phenotype}) => phenotype),
      text("priority", rows, ({priority}) => priority),
      ...shareColumns(rows)
    ]
  };
}

/** Table `pgx_results`. */
export function resultSharesTable(rows: readonly ResultShare[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      text("medicine", rows, ({medicine}) => medicine),
      text("genes", rows, ({genes}) => genes.join(" ")),
      text("level", rows, ({level}) => level),
      text("result", rows, ({result}) => result),
      ...shareColumns(rows),
      float("silent", rows, ({silent}) => silent)
    ]
  };
}

/** Table `pgx_genes`, of files and not of people. */
export function geneCoverageTable(rows: readonly GeneCoverage[]): TableBatch {
  return {
    rows: rows.length,
    columns: [
      text("gene", rows, ({gene}) => gene),
      text("about", rows, ({about}) => about),
      text("name", rows, ({name}) => name),
      text("looks_like", rows, ({looksLike}) => looksLike),
      text("why", rows, ({why}) => why),
      intColumn(
        "variants",
        Int32Array.from(rows, ({variants}) => variants)
      ),
      intColumn(
        "assayed",
        Int32Array.from(rows, ({assayed}) => assayed)
      ),
      text("whole", rows, ({whole}) => yesOrNo(whole))
    ]
  };
}

/** Each gene, and then what cannot be told of it. */
export function geneCoverage(genes: readonly PgxGeneRow[]): GeneCoverage[] {
  return genes.flatMap(({gene, variants, assayed, whole, refused, hidden, unusable}): GeneCoverage[] => {
    const row = {gene, looksLike: null, variants, assayed, whole: whole && refused === null};
    return [
      {...row, about: "gene", name: null, why: refused},
      ...hidden.map(({allele, looksLike, why}) => ({
        ...row,
        about: "allele" as const,
        name: allele,
        looksLike: looksLike === "" ? null : looksLike,
        why
      })),
      ...unusable.map(({variant, why}) => ({...row, about: "variant" as const, name: variant, why}))
    ];
  });
}

function shareColumns(rows: readonly ShownShare[]): Column[] {
  return [
    text(ancestryVariable, rows, ({ancestry}) => ancestry),
    count("people", rows, ({people}) => people),
    count("n", rows, ({n}) => n),
    float("share", rows, ({share}) => share),
    float("low", rows, ({low}) => low),
    float("high", rows, ({high}) => high),
    float("uncertain", rows, ({uncertain}) => uncertain),
    float("noise_sd", rows, ({noiseSd}) => noiseSd),
    text("whole", rows, ({whole}) => yesOrNo(whole))
  ];
}
