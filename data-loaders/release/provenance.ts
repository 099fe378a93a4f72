import type {CohortSummary, ReleaseManifest, TableName, Tier, Withheld} from "../../src/model/release.js";

/** What every released file says about itself, in the key–value metadata of Parquet. */
export function provenance(
  cohort: CohortSummary,
  {table, tier}: {table: TableName; tier: Tier},
  {
    hashes,
    dataDate,
    version,
    withheld
  }: Pick<ReleaseManifest, "hashes" | "dataDate"> & {version: string; withheld: Withheld[]}
): Record<string, string> {
  return {
    "covenant.version": version,
    "covenant.table": table,
    "covenant.tier": tier,
    "covenant.cohort": cohort.id,
    "covenant.title": cohort.title,
    "covenant.build": cohort.build,
    "covenant.class": cohort.class,
    "covenant.synthetic": JSON.stringify(cohort.synthetic),
    "covenant.source": cohort.source ?? "",
    "covenant.licence": cohort.licence ?? "",
    "covenant.citation": cohort.citation ?? "",
    "covenant.data_date": dataDate,
    "covenant.source_sha256": hashes.source,
    "covenant.rules_sha256": hashes.rules,
    "covenant.policy_sha256": hashes.policy,
    "covenant.withheld": JSON.stringify(withheld.map(({rule, sentence, cells}) => ({rule, sentence, cells})))
  };
}
