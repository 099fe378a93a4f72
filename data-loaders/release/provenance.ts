import type {Finding} from "../../src/model/privacy.js";
import type {CohortSummary, ReleaseManifest, TableName, Tier, Withheld} from "../../src/model/release.js";

/** What every released file says about itself, in the key–value metadata of Parquet. */
export function provenance(
  cohort: CohortSummary,
  {table, tier, trait}: {table: TableName; tier: Tier; trait?: string},
  {
    hashes,
    dataDate,
    version,
    withheld,
    audit
  }: Pick<ReleaseManifest, "hashes" | "dataDate"> & {version: string; withheld: Withheld[]; audit: readonly Finding[]}
): Record<string, string> {
  return {
    "covenant.version": version,
    "covenant.table": table,
    "covenant.tier": tier,
    ...(trait !== undefined && {"covenant.trait": trait}),
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
    "covenant.audit": JSON.stringify(audit.map(auditFigures)),
    "covenant.withheld": JSON.stringify(withheld.map(({rule, sentence, cells}) => ({rule, sentence, cells})))
  };
}

/** A finding without its curve: what was attacked, how, and how far it got. */
function auditFigures({attack, pool, figures, withstood, standing}: Finding): Record<string, unknown> {
  const shown =
    figures.kind === "membership"
      ? {people: figures.people, auc: figures.auc, auc_se: figures.aucSe, tpr_at_fpr_0_05: figures.tpr}
      : {recovered: figures.recovered, hidden: figures.hidden, narrowest: figures.narrowest};
  return {attack, group: pool, ...shown, withstood, standing};
}
