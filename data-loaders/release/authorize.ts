import type {Decision, Reason} from "../../src/model/decision.js";
import type {SignOff} from "../../src/model/governance.js";
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
  /** What the board's signatures say of the rules; null until they were read, which permits nothing that needs them. */
  signOff: SignOff | null;
}

export function releaseRequest({id, release, consent, synthetic, provenance, strata}: CohortManifest): ReleaseRequest {
  return {
    id,
    class: release.class,
    consent: consent.codes,
    synthetic: synthetic !== null || provenance.synthetic.genotypes || provenance.synthetic.phenotypes,
    strata,
    recipients: release.recipients.registered.length,
    signoffRequired: release.requireSignoff,
    signOff: null
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
  constructor(
    readonly refused: PlannedTable[],
    request?: Pick<ReleaseRequest, "signoffRequired" | "signOff">
  ) {
    const tables = new Map<string, string[]>();
    for (const {name, reasons} of refused)
      for (const {rule, sentence, remedy} of reasons) {
        const reason = `${rule}: ${sentence}${remedy ? ` ${remedy.sentence}` : ""}`.replace(/\s+/g, " ");
        tables.set(reason, [...(tables.get(reason) ?? []), name]);
      }
    const reasons = [...tables].map(([reason, names]) => `${[...new Set(names)].join(", ")}: ${reason}`);
    super([...reasons, ...signOffProblem(request)].join(" "));
    this.name = "ReleaseRefused";
  }
}

/** Why the rules do not count as signed, where the cohort asks for signatures. */
function signOffProblem(request?: Pick<ReleaseRequest, "signoffRequired" | "signOff">): string[] {
  if (!request?.signoffRequired || request.signOff?.signed) return [];
  const {why, sentence} = request.signOff ?? {why: "unsigned", sentence: "the signatures were not read"};
  return [`The rules are ${why}: ${sentence}.`];
}

/** What was measured on a table, and how it stood up to the attacks. */
export interface Measured {
  smallest: number | null;
  rows: number | null;
  noisy: boolean;
  audit: "none" | "passed" | "failed";
}

/** What a `public-safe` cohort can show of its variants: a panel with a budget, and associations with a trait. */
export interface PublicFace {
  panel: boolean;
  associations: boolean;
}

/** Tables about people have nothing about variants. */
export function isAboutPeople(name: TableName): boolean {
  return name === "people" || name === "people_margins";
}

/**
 * Where a class puts its tables. A `public-safe` cohort has those of variants twice: a panel in public, all for named
 * readers where it names any. Associations are made for the public panel only.
 */
function tablesOf(
  {class: releaseClass, recipients}: ReleaseRequest,
  {associations}: PublicFace
): {name: TableName; tier: Tier; panel: boolean}[] {
  const own = tableNames
    .filter((name) => name !== "association")
    .map((name) => ({
      name,
      tier: (releaseClass === "open" || isAboutPeople(name) ? "public" : "registered") as Tier,
      panel: false
    }));
  if (releaseClass !== "public-safe") return own;
  const panel = (["variants", "allele_counts", "association"] as const)
    .filter((name) => associations || name !== "association")
    .map((name) => ({name, tier: "public" as const, panel: true}));
  return [...panel, ...own.filter(({tier}) => tier === "public" || recipients > 0)];
}

/**
 * Asks the policy which tables could be released at all, whatever their counts. What class `public-safe` keeps back of
 * its public face is left out of the release and listed with its reasons; any other refusal stops the release.
 * The audit of a panel is still to come and is taken as passed here.
 */
export async function planTables(
  policy: Policy,
  request: ReleaseRequest,
  face: PublicFace = {panel: false, associations: false}
): Promise<{planned: PlannedTable[]; refused: PlannedTable[]}> {
  const planned: PlannedTable[] = [];
  const refused: PlannedTable[] = [];
  const unexpected: PlannedTable[] = [];
  for (const {name, tier, panel} of tablesOf(request, face)) {
    const audit = panel && !face.panel ? "none" : "passed";
    const measured = {smallest: null, rows: null, noisy: false, audit} as const;
    const {outcome, reasons} = await policy.decide(requestFor({name, tier}, request, measured));
    if (outcome === "permit") planned.push({name, tier, reasons});
    else (panel ? refused : unexpected).push({name, tier, reasons});
  }
  if (unexpected.length > 0) throw new ReleaseRefused(unexpected, request);
  return {planned, refused};
}

/** Decides about a table as it would be written: with the smallest count that it really shows. */
export async function authorizeTable(
  policy: Policy,
  table: {name: TableName; tier: Tier},
  request: ReleaseRequest,
  measured: Measured
): Promise<Decision> {
  const decision = await policy.decide(requestFor(table, request, measured));
  if (decision.outcome !== "permit") throw new ReleaseRefused([{...table, reasons: decision.reasons}], request);
  return decision;
}

function requestFor(
  {name, tier}: {name: TableName; tier: Tier},
  {id, class: releaseClass, consent, synthetic, strata, recipients, signoffRequired, signOff}: ReleaseRequest,
  {smallest, rows, noisy, audit}: Measured
): Request {
  const ancestry = strata.filter((variable) => variable === "ancestry");
  const groups = {
    variants: [],
    people: strata,
    people_margins: strata,
    genotype_counts: strata,
    allele_counts: ancestry,
    association: []
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
      variants: isAboutPeople(name) ? null : rows,
      quasi_identifiers: groups,
      result_level: groups.length === 0 && !isAboutPeople(name) ? "cohort" : "stratum",
      tier,
      ...(noisy && {noisy}),
      audit,
      recipients,
      signoff_required: signoffRequired,
      signed_off: signOff?.signed ?? false
    }
  };
}
