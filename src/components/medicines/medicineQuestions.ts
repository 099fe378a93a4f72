import type {AskedAbout, AskedTrait, AssociationTables, ReadOfTrait} from "../../model/association.js";
import type {GeneCoverage, PhenotypeShare, ResultShare, ShownShare} from "../../model/medicines.js";

/** Asks the query gate, about no trait; see `associationDesk.ts`. */
export interface AskMedicines {
  ask<Value>(
    trait: null,
    action: "view" | "export",
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
}

type Action = "view" | "export";

/** How common metabolizer types are in each group. */
export function askPhenotypes({ask}: AskMedicines, action: Action): Promise<AskedTrait<PhenotypeShare[]>> {
  const about = aboutShares("pgx_phenotypes", ["gene", "phenotype"]);
  return ask(null, action, about, async (tables) => judged(await tables.phenotypes()));
}

/** In how many people of each group a gene or a medicine asks for attention. */
export function askResults({ask}: AskMedicines, action: Action): Promise<AskedTrait<ResultShare[]>> {
  const about = aboutShares("pgx_results", ["medicine", "result"]);
  return ask(null, action, about, async (tables) => judged(await tables.results()));
}

/** What the genotype files can tell of each gene. */
export function askCoverage({ask}: AskMedicines, action: Action): Promise<AskedTrait<GeneCoverage[]>> {
  const about: AskedAbout = {
    table: "pgx_genes",
    columns: ["gene", "about", "why"],
    filters: [],
    variants: 0,
    together: true
  };
  return ask(null, action, about, async (tables) => ({value: await tables.coverage(), smallestCell: null}));
}

function aboutShares(table: "pgx_phenotypes" | "pgx_results", columns: string[]): AskedAbout {
  return {table, columns: [...columns, "ancestry", "n", "share", "low", "high"], filters: [], variants: 0};
}

/** A number with noise is no number of people. */
function judged<Row extends ShownShare>(rows: Row[]): ReadOfTrait<Row[]> {
  const counts = rows.flatMap(({n, people, noiseSd}) => (noiseSd > 0 ? [] : [n ?? 0, (people ?? 0) - (n ?? 0)]));
  const seen = counts.filter((count) => count > 0);
  return {value: rows, smallestCell: seen.length > 0 ? seen.reduce((a, b) => Math.min(a, b)) : null};
}
