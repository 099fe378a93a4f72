import type {Tier} from "../model/release.js";
import type {Request} from "../model/request.js";
import type {Access, PolicyTables} from "./bundle.js";
import {consentOf, type Consent} from "./consent.js";

/**
 * What the clauses see of a request: flat, every fact always there, "none" or -1 where the request says nothing.
 * Codes are replaced by their rows of the policy's tables, because looking them up in Polar takes ten times as long.
 * The policy's limits are facts too, named as in `policies/thresholds.yaml`: `small_cell_max_withheld`.
 */
export type Facts = Consent & Limits & RequestFacts;

interface RequestFacts {
  role: string;
  /** Terms that the ethics board has confirmed for this reader. */
  visas: string[];
  /** Kind of the declared purpose (`policies/purposes.csv`), or "none", or "unknown". */
  purpose: string;
  for_health: boolean;
  /** The purpose has a sentence of at least ten characters. */
  stated: boolean;
  /** Declared aspects of the study (`policies/concerns.csv`), or "unknown". */
  concerns: string[];
  class: string;
  synthetic: boolean;
  invented_traits: boolean;
  action: string;
  /** The action is about data and not about the rules. */
  about_data: boolean;
  /** Classes of the trait (`policies/traits.csv`); ["unknown"] for a trait that is not there, empty without a trait. */
  trait_classes: string[];
  table: string;
  /** Who may hold the table in this release class (`policies/tables.csv`): "public", "registered" or "unknown". */
  access: string;
  per_variant: boolean;
  tier: string;
  level: string;
  /** Smallest count of people shown; 0 when none is. */
  min_cell: number;
  /** People in the smallest group; -1 when unknown. */
  group: number;
  /** Characteristics that describe the people of one number in the answer. */
  quasi: number;
  /** Genetic ancestry groups or populations are told apart. */
  by_ancestry: boolean;
  /** Variants asked about; -1 for a whole table. */
  variants: number;
  /** Numbers with noise of a known size. */
  noisy: boolean;
  /** What the answer is made by. */
  method: string;
  /** The answer is joined with data from elsewhere. */
  linked: boolean;
  /** The fewest people by whom a group differs from one that was answered before; -1 when from none. */
  difference: number;
  /** Groups for which a polygenic score is shown without having been evaluated in them. */
  unevaluated: string[];
  /** The asker wrote what the action is about. */
  own: boolean;
  /** Members of the ethics board who have approved it. */
  approvals: number;
  /** Release only: "none", "passed" or "failed". */
  audit: string;
  recipients: number;
  signoff_required: boolean;
  signed_off: boolean;
}

type Limits = Record<`${string}_${string}`, unknown>;

/** A sentence shorter than this says nothing that a board could read. Covenant's own floor. */
const shortestStatement = 10;

/** Whether the purpose has a sentence that a board could read. */
export function isStated({statement}: Request["purpose"]): boolean {
  return statement.trim().length >= shortestStatement;
}

/** Actions about the rules, which no consent of participants is asked for. */
const aboutRules: readonly string[] = ["propose", "review", "waive", "change_policy"];

export function factsOf(
  {actor, purpose, dataset, action, trait, query, proposal}: Request,
  tables: PolicyTables
): Facts {
  const declared = tables.purposes.find(({code}) => code === purpose.code);
  const held = tables.access.find(({table}) => table === query?.table);
  return {
    role: actor.role,
    visas: actor.visas ?? [],
    purpose: declared?.kind ?? (purpose.code === "" ? "none" : "unknown"),
    for_health: declared?.health ?? false,
    stated: isStated(purpose),
    concerns: concernsOf(purpose, tables),
    class: dataset.class,
    ...consentOf(dataset, tables),
    synthetic: dataset.synthetic ?? false,
    invented_traits: dataset.invented_traits ?? false,
    action,
    about_data: !aboutRules.includes(action),
    trait_classes: trait ? (tables.traits.find(({id}) => id === trait.id)?.classes ?? ["unknown"]) : [],
    table: query?.table ?? "none",
    access: accessOf(held?.byClass[dataset.class], query?.tier),
    per_variant: held?.perVariant ?? false,
    tier: query?.tier ?? "none",
    level: query?.result_level ?? "none",
    min_cell: query?.min_cell ?? 0,
    group: query?.smallest_group ?? -1,
    quasi: query?.quasi_identifiers.length ?? 0,
    by_ancestry: (query?.quasi_identifiers ?? []).some((name) => ancestryVariables.includes(name)),
    variants: query?.variants ?? -1,
    noisy: query?.noisy ?? false,
    method: query?.method ?? "count",
    linked: (query?.linked_with ?? []).length > 0,
    difference: query?.difference ?? -1,
    unevaluated: unevaluatedGroups(query?.score),
    own: proposal?.author === actor.id,
    approvals: proposal?.approvals ?? 0,
    audit: query?.audit ?? "none",
    recipients: query?.recipients ?? 0,
    signoff_required: query?.signoff_required ?? false,
    signed_off: query?.signed_off ?? false,
    ...Object.fromEntries(Object.entries(tables.limits).map(([name, value]) => [name.replaceAll(".", "_"), value]))
  };
}

/** Variables that tell genetic ancestry groups or populations apart. */
export const ancestryVariables: readonly string[] = ["ancestry", "population"];

function concernsOf({concerns = []}: Request["purpose"], tables: PolicyTables): string[] {
  const known = new Set(tables.concerns.map(({id}) => id));
  return [...new Set(concerns.map((id) => (known.has(id) ? id : "unknown")))];
}

function unevaluatedGroups(score: {evaluated_in: string[]; shown_for: string[]} | undefined): string[] {
  return score?.shown_for.filter((group) => !score.evaluated_in.includes(group)) ?? [];
}

/** Where a table is in public and for registered readers, a question that does not say which is about the latter. */
function accessOf(held: Access | undefined, tier: Tier | undefined): string {
  if (held !== "both") return held ?? "unknown";
  return tier ?? "registered";
}

/** Names of all facts, in the order in which `factsOf` gives them. */
export function factNames(tables: PolicyTables): string[] {
  const anything: Request = {
    actor: {id: "", role: "public"},
    purpose: {code: "", statement: ""},
    dataset: {id: "", class: "controlled", consent: []},
    action: "view"
  };
  return Object.keys(factsOf(anything, tables));
}
