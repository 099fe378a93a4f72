import type {PgxDefinitions, Recommendation} from "../../../src/model/pharmacogenomics.js";
import type {
  PgxCoverageRow,
  PgxDiplotypeRow,
  PgxGeneRow,
  PgxPhenotypeRow,
  PgxResultRow,
  PgxTables
} from "../../../src/model/pharmacogenomicsTables.js";
import type {People} from "../../sources/cohort.js";
import {alleleRows} from "./alleleRows.js";
import type {GeneCalls} from "./callCohort.js";
import {explainedPeople, groupCalls, noPeople, pgxGroups, shareOf, tallyBy, type GroupedCalls} from "./groupedCalls.js";
import {isResult, medicineRows} from "./medicineRows.js";

/**
 * Counts what was called, in everybody and by level of the stratum variable `variable` (ancestry, as a rule). Rows are of
 * groups, never of people; they are exact and must pass disclosure control.
 */
export function pharmacogenomicsTables(
  definitions: Pick<PgxDefinitions, "recommendations" | "medicines">,
  genes: readonly GeneCalls[],
  people: Pick<People, "total" | "included" | "strata">,
  variable: string
): PgxTables {
  const tables: PgxTables = {
    genes: genes.map(geneRow),
    coverage: [],
    alleles: [],
    diplotypes: [],
    phenotypes: [],
    results: []
  };
  for (const group of pgxGroups(people, variable)) {
    const groupedOf = new Map(genes.map((calls) => [calls.gene.name, groupCalls(calls, group)]));
    for (const calls of genes) {
      if (calls.assay.refused !== null) continue;
      const grouped = groupedOf.get(calls.gene.name)!;
      tables.coverage.push(coverageRow(calls, group.name, grouped));
      tables.alleles.push(...alleleRows(calls, group.name, grouped));
      tables.diplotypes.push(...diplotypeRows(calls, group.name, grouped));
      tables.phenotypes.push(...phenotypeRows(calls, group.name, grouped));
      tables.results.push(...geneResultRows(calls, group.name, grouped, definitions.recommendations));
    }
    tables.results.push(...medicineRows(definitions, genes, group, groupedOf));
  }
  return tables;
}

function geneRow({gene, assay, unusable}: GeneCalls): PgxGeneRow {
  const {used, whole, refused, hidden} = assay;
  return {
    gene: gene.name,
    variants: gene.variants.length,
    assayed: used.length,
    whole,
    refused,
    hidden: refused === null ? hidden : [],
    unusable
  };
}

function coverageRow({gene, calls}: GeneCalls, group: string, {people}: GroupedCalls): PgxCoverageRow {
  const row: PgxCoverageRow = {
    gene: gene.name,
    group,
    people: 0,
    called: 0,
    ambiguous: 0,
    ambiguousOnePhenotype: 0,
    unexplained: 0,
    missing: 0
  };
  calls.forEach(({outcome, phenotypes}, call) => {
    row.people += people[call];
    row[outcome] += people[call];
    if (outcome === "ambiguous" && phenotypes.length === 1 && phenotypes[0] !== null)
      row.ambiguousOnePhenotype += people[call];
  });
  return row;
}

/** Diplotypes that somebody of the group has or may have. */
function diplotypeRows(calls: GeneCalls, group: string, grouped: GroupedCalls): PgxDiplotypeRow[] {
  const people = explainedPeople(calls, grouped);
  const phenotypeOf = new Map(
    calls.calls.flatMap(({candidates}) => candidates.map(({name, phenotype}) => [name, phenotype]))
  );
  return [...tallyBy(calls, grouped, ({name}) => name)].map(([diplotype, tally]) => ({
    gene: calls.gene.name,
    group,
    whole: calls.assay.whole,
    diplotype,
    phenotype: phenotypeOf.get(diplotype) ?? null,
    ...shareOf(tally, people)
  }));
}

/** Phenotypes that the tables rate, in their order, and others that somebody may have. */
function phenotypeRows(calls: GeneCalls, group: string, grouped: GroupedCalls): PgxPhenotypeRow[] {
  const {gene} = calls;
  const people = explainedPeople(calls, grouped);
  const tallies = tallyBy(calls, grouped, ({phenotype}) => phenotype);
  return [...new Set([...gene.priorities.keys(), ...tallies.keys()])].map((phenotype) => ({
    gene: gene.name,
    group,
    whole: calls.assay.whole,
    phenotype,
    priority: phenotype === null ? null : (gene.priorities.get(phenotype) ?? null),
    ...shareOf(tallies.get(phenotype) ?? noPeople(), people)
  }));
}

function geneResultRows(
  calls: GeneCalls,
  group: string,
  grouped: GroupedCalls,
  recommendations: readonly Recommendation[]
): PgxResultRow[] {
  const {name, priorities} = calls.gene;
  // Of a medicine with two genes, what is said where only this one is known.
  const feared = new Set(
    recommendations.flatMap(({when, class: found}) => {
      const own = when.find(({gene}) => gene === name)?.phenotype;
      return own && isResult(found, "adverse") && when.every(({gene, phenotype}) => gene === name || phenotype === null)
        ? [own]
        : [];
    })
  );
  const row = (result: PgxResultRow["result"], isSo: (phenotype: string) => boolean): PgxResultRow => ({
    genes: [name],
    medicine: null,
    whole: calls.assay.whole,
    level: "",
    group,
    result,
    silent:
      tallyBy(calls, grouped, ({phenotype}) => (phenotype && priorities.get(phenotype)) ?? null).get(null)?.least ?? 0,
    ...shareOf(
      tallyBy(calls, grouped, ({phenotype}) => phenotype !== null && isSo(phenotype)).get(true) ?? noPeople(),
      explainedPeople(calls, grouped)
    )
  });
  const rows: PgxResultRow[] = [];
  if (priorities.size > 0) rows.push(row("actionable", (phenotype) => priorities.get(phenotype) === "abnormal"));
  if (feared.size > 0) rows.push(row("adverse", (phenotype) => feared.has(phenotype)));
  const {people, ambiguous, unexplained, missing} = coverageRow(calls, group, grouped);
  const certainly = (result: PgxResultRow["result"], n: number, of: number): PgxResultRow => ({
    genes: [name],
    medicine: null,
    whole: calls.assay.whole,
    level: "",
    group,
    result,
    silent: 0,
    ...shareOf({least: n, most: n, expected: n}, of)
  });
  return [
    ...rows,
    certainly("ambiguous", ambiguous, explainedPeople(calls, grouped)),
    certainly("unexplained", unexplained, people),
    certainly("missing", missing, people)
  ];
}
