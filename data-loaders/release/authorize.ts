import type {Decision, Reason} from "../../src/model/decision.js";
import {tableNames, type ReleaseClass, type TableName, type Tier} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";
import type {CohortManifest} from "../sources/manifest.js";
import type {Policy} from "../../src/policy/policy.js";

/** What the release policy is told about a cohort; known from its manifest, before anything else is read. */
export interface ReleaseRequest {
  id: string;
  class: ReleaseClass;
  consent: string[];
  synthetic: boolean;
  strata: string[];
  recipients: number;
  signoffRequired: boolean;
}

export function releaseRequest({id, release, consent, synthetic, provenance, strata}: CohortManifest): ReleaseRequest {
  return {
    id,
    class: release.class,
    consent: consent.codes,
    synthetic: synthetic !== null || provenance.synthetic.genotypes || provenance.synthetic.phenotypes,
    strata,
    recipients: release.recipients.registered.length,
    signoffRequired: release.requireSignoff
  };
}

/** A table that the release is to have, or that its class keeps back. */
export interface PlannedTable {
  name: TableName;
  tier: Tier;
  reasons: Reason[];
}

/** A release that the policy does not permit. The message is one line: each reason once, behind the tables that it stops. */
export class ReleaseRefused extends Error {
  constructor(readonly refused: PlannedTable[]) {
    const tables = new Map<string, string[]>();
    for (const {name, reasons} of refused)
      for (const {rule, sentence, remedy} of reasons) {
        const reason = `${rule}: ${sentence}${remedy ? ` ${remedy.sentence}` : ""}`.replace(/\s+/g, " ");
        tables.set(reason, [...(tables.get(reason) ?? []), name]);
      }
    super([...tables].map(([reason, names]) => `${[...new Set(names)].join(", ")}: ${reason}`).join(" "));
    this.name = "ReleaseRefused";
  }
}

/** Where a class puts a table; variants of a `public-safe` cohort have no place yet. */
function tierOf(name: TableName, releaseClass: ReleaseClass): Tier {
  return releaseClass === "controlled" && name !== "people" ? "registered" : "public";
}

/**
 * Asks the policy which tables could be released at all, whatever their counts. What class `public-safe` keeps back is
 * left out of the release and listed with its reasons; any other refusal stops the release.
 */
export async function planTables(
  policy: Policy,
  request: ReleaseRequest
): Promise<{planned: PlannedTable[]; refused: PlannedTable[]}> {
  const planned: PlannedTable[] = [];
  const refused: PlannedTable[] = [];
  for (const name of tableNames) {
    const tier = tierOf(name, request.class);
    const {outcome, reasons} = await policy.decide(requestFor({name, tier}, request, {smallest: null, rows: null}));
    (outcome === "permit" ? planned : refused).push({name, tier, reasons});
  }
  const unexpected = refused.filter(({name}) => request.class !== "public-safe" || name === "people");
  if (unexpected.length > 0) throw new ReleaseRefused(unexpected);
  return {planned, refused};
}

/** Decides about a table as it would be written: with the smallest count that it really shows. */
export async function authorizeTable(
  policy: Policy,
  table: {name: TableName; tier: Tier},
  request: ReleaseRequest,
  measured: {smallest: number | null; rows: number}
): Promise<Decision> {
  const decision = await policy.decide(requestFor(table, request, measured));
  if (decision.outcome !== "permit") throw new ReleaseRefused([{...table, reasons: decision.reasons}]);
  return decision;
}

function requestFor(
  {name, tier}: {name: TableName; tier: Tier},
  {id, class: releaseClass, consent, synthetic, strata, recipients, signoffRequired}: ReleaseRequest,
  {smallest, rows}: {smallest: number | null; rows: number | null}
): Request {
  const groups = {
    variants: [],
    people: strata,
    genotype_counts: strata,
    allele_counts: strata.filter((name) => name === "ancestry")
  }[name];
  return {
    actor: {id: "release", role: "researcher"},
    purpose: {code: "", statement: "release of the tables of a cohort"},
    dataset: {id, class: releaseClass, consent, synthetic},
    action: "release",
    query: {
      table: name,
      columns: [],
      group_by: groups,
      filters: [],
      min_cell: smallest,
      variants: name === "people" ? null : rows,
      quasi_identifiers: groups,
      result_level: groups.length === 0 && name !== "people" ? "cohort" : "stratum",
      tier,
      recipients,
      signoff_required: signoffRequired,
      // Nobody can sign a release yet, so a cohort that asks for it is refused.
      signed_off: false
    }
  };
}
