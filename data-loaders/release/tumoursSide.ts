import type {Finding} from "../../src/model/privacy.js";
import type {EvidenceItem, TumourRows} from "../../src/model/tumours.js";
import {attackTumours} from "../disclosure/audit/attackTumours.js";
import {protectEvidence, protectTumours, type ProtectedTable} from "../disclosure/protect.js";
import type {hideTumours, TumourProtection} from "../disclosure/tumours/hideTumours.js";
import type {Cohort, CovariateValues, StratumVariable} from "../sources/cohort.js";
import type {Tumours} from "../sources/tumours/tumours.js";
import {ancestryVariable, wholeCohort} from "../tables/ancestryGroups.js";
import {cooccurrenceTable} from "../tables/tumours/cooccurrenceTable.js";
import {evidenceBeside} from "../tables/tumours/evidenceBeside.js";
import {oncoprintTable} from "../tables/tumours/oncoprintTable.js";
import {pairsTable} from "../tables/tumours/pairsTable.js";
import {resistanceTable} from "../tables/tumours/resistanceTable.js";
import {
  cooccurrenceBatch,
  evidenceBatch,
  oncoprintBatch,
  pairsBatch,
  resistanceBatch
} from "../tables/tumours/tumourTables.js";

/** What protects tables of tumours, and can be replaced by a test that wants to see it missed. */
export interface TumourProtections {
  hideTumours: typeof hideTumours;
}

/** Fewest people with a mutation that a table of open data names: rarer ones could not be significant. */
const openMutatedMin = 10;

/**
 * Counts and tests a cohort's tumours: exact, so it goes nowhere but into `protectTumoursSide`. Resistance, genes that go
 * together and shares by group are of tumours from before treatment. Mutations of `limit` people or fewer are not named.
 */
export async function countTumours(
  {tumours, people}: Pick<Cohort, "tumours" | "people">,
  limit: number | null
): Promise<TumourRows> {
  const settings = {
    timepoint: "before" as const,
    covariates: people.covariates,
    mutatedMin: limit === null ? openMutatedMin : limit + 1,
    maxWithheld: 0
  };
  const ancestry = people.strata.find(({name}) => name === ancestryVariable);
  const everybody: StratumVariable = {
    name: ancestryVariable,
    levels: [wholeCohort],
    codes: Int16Array.from(people.included, (one) => one - 1)
  };
  return {
    resistance: await resistanceTable(tumours!, settings),
    pairs: pairsTable(tumours!, settings),
    cooccurrence: await cooccurrenceTable(tumours!, {
      ...settings,
      covariates: [...people.covariates, treatmentCovariate(tumours!)]
    }),
    oncoprint: [everybody, ...(ancestry ? [ancestry] : [])].flatMap((groups) =>
      oncoprintTable(tumours!, groups, settings)
    )
  };
}

/** What people were treated with stands for the kind of their tumour, which alone makes genes go together. */
function treatmentCovariate({total, treatments}: Tumours): CovariateValues {
  const levels = [...new Set(treatments.map(({treatment}) => treatment))].sort();
  const values = new Float64Array(total).fill(levels.length);
  // The last one of several, whose order in the file says nothing.
  for (const {person, treatment} of treatments) values[person] = levels.indexOf(treatment);
  return {name: "treatment", kind: "categorical", values, levels: [...levels, "none"]};
}

/** Tables of tumours, with what an attack on them all together found. `evidence` null: none is shown. */
export function protectTumoursSide(
  exact: TumourRows,
  evidence: readonly EvidenceItem[] | null,
  protection: TumourProtection | null,
  tier: string,
  protections: TumourProtections
): {tables: Record<keyof TumourRows | "evidence", ProtectedTable | null>; audit: Finding[]} {
  const {tables, shown} = protectTumours(exact, protection, protections.hideTumours, {
    resistance: resistanceBatch,
    pairs: pairsBatch,
    cooccurrence: cooccurrenceBatch,
    oncoprint: oncoprintBatch
  });
  const beside = evidence && protectEvidence(shown, (findings) => evidenceBatch(evidenceBeside(findings, evidence)));
  return {
    tables: {...tables, evidence: beside},
    audit: protection === null ? [] : attackTumours(shown, protection.limit, tier)
  };
}
