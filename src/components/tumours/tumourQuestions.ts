import type {AskedAbout, AskedTrait, AssociationTables, ReadOfTrait} from "../../model/association.js";
import type {EvidenceRow, Noisy, ShownTumours, TumourTableName} from "../../model/tumours.js";

/** Asks the query gate, about no trait; see `associationDesk.ts`. */
export interface AskTumours {
  ask<Value>(
    trait: null,
    action: "view" | "export",
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
}

type Action = "view" | "export";
type RowOf<Name extends keyof ShownTumours> = ShownTumours[Name][number];

/** Which mutations go with resistance. */
export function askResistance(desk: AskTumours, action: Action): Promise<AskedTrait<RowOf<"resistance">[]>> {
  return askTable(desk, action, "resistance", ["treatment", "gene", "protein_change", "odds_ratio"], (row) => [
    row.mutatedResistant,
    row.mutatedSensitive,
    row.otherResistant,
    row.otherSensitive
  ]);
}

/** Which mutations come and go under treatment. */
export function askPairs(desk: AskTumours, action: Action): Promise<AskedTrait<RowOf<"pairs">[]>> {
  return askTable(desk, action, "pairs", ["treatment", "gene", "protein_change", "odds_ratio"], (row) => [
    row.both,
    row.gained,
    row.lost,
    row.neither
  ]);
}

/** Which genes are mutated together. */
export function askTogether(desk: AskTumours, action: Action): Promise<AskedTrait<RowOf<"cooccurrence">[]>> {
  return askTable(desk, action, "cooccurrence", ["gene_a", "gene_b", "odds_ratio"], (row) => [
    row.both,
    row.onlyA,
    row.onlyB,
    row.neither
  ]);
}

/** How many people of each group have a gene mutated. */
export function askShares(desk: AskTumours, action: Action): Promise<AskedTrait<RowOf<"oncoprint">[]>> {
  return askTable(
    desk,
    action,
    "oncoprint",
    ["gene", "mutation_class", "ancestry", "share"],
    ({people, mutated}) => [mutated, people === null || mutated === null ? null : people - mutated],
    false
  );
}

/** What others have found about the mutations. */
export function askEvidence({ask}: AskTumours, action: Action): Promise<AskedTrait<EvidenceRow[]>> {
  const about = aboutTable("tumour_evidence", ["treatment", "gene", "protein_change", "evidence_level"], true);
  return ask(null, action, about, async (tables) => ({value: await tables.evidence(), smallestCell: null}));
}

function askTable<Name extends keyof ShownTumours>(
  {ask}: AskTumours,
  action: Action,
  name: Name,
  columns: string[],
  countsOf: (row: RowOf<Name>) => (number | null)[],
  together = true
): Promise<AskedTrait<RowOf<Name>[]>> {
  return ask(null, action, aboutTable(`tumour_${name}`, columns, together), async (tables) => {
    const value = await tables.tumours(name);
    // A number with noise is no number of people.
    const exact = value.filter((row) => (row as Noisy<object>).noiseSd === 0);
    const seen = exact.flatMap(countsOf).filter((count) => count !== null && count > 0) as number[];
    return {value, smallestCell: seen.length > 0 ? seen.reduce((a, b) => Math.min(a, b)) : null};
  });
}

function aboutTable(table: TumourTableName, columns: string[], together: boolean): AskedAbout {
  return {table, columns, filters: [], variants: 0, together};
}
