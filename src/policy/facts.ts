import type {PolicyTables} from "./bundle.js";
import type {Request} from "../model/request.js";

/**
 * What the clauses see of a request: flat, every fact always there, "none" or -1 where the request says nothing.
 * Codes come with their rows of the policy's tables, because looking them up in Polar takes ten times as long.
 */
export interface Facts {
  role: string;
  /** Terms that the ethics board has confirmed for this reader. */
  visas: string[];
  /** Kind of purpose (`policies/purposes.csv`); "none" or "unknown". */
  purpose: string;
  for_health: boolean;
  /** The purpose has a sentence of at least ten characters. */
  stated: boolean;
  class: string;
  /** Codes of the consent. */
  consent: string[];
  /** The same with what they do (`policies/duo.csv`); an unknown code has the effect "unknown". */
  terms: {code: string; effect: string; kinds: string[]}[];
  synthetic: boolean;
  action: string;
  /** Classes of the trait (`policies/traits.csv`); ["unknown"] for a trait that is not there, empty without a trait. */
  trait_classes: string[];
  table: string;
  tier: string;
  level: string;
  /** Smallest count of people shown; 0 when none is. */
  min_cell: number;
  /** People in the smallest group; -1 when unknown. */
  group: number;
  /** Characteristics that describe the people of one number in the answer. */
  quasi: number;
  /** Variants asked about; -1 for a whole table. */
  variants: number;
  recipients: number;
  signoff_required: boolean;
  signed_off: boolean;
}

/** A sentence shorter than this says nothing that a board could read. Covenant's own floor. */
const shortestStatement = 10;

export function factsOf({actor, purpose, dataset, action, trait, query}: Request, tables: PolicyTables): Facts {
  const declared = tables.purposes.find(({code}) => code === purpose.code);
  const consent = [...new Set(dataset.consent)];
  return {
    role: actor.role,
    visas: actor.visas ?? [],
    purpose: declared?.kind ?? (purpose.code === "" ? "none" : "unknown"),
    for_health: declared?.health ?? false,
    stated: purpose.statement.trim().length >= shortestStatement,
    class: dataset.class,
    consent,
    terms: consent.map((code) => termOf(code, tables)),
    synthetic: dataset.synthetic ?? false,
    action,
    trait_classes: trait ? (tables.traits.find(({id}) => id === trait.id)?.classes ?? ["unknown"]) : [],
    table: query?.table || "none",
    tier: query?.tier ?? "none",
    level: query?.result_level ?? "none",
    min_cell: query?.min_cell ?? 0,
    group: query?.smallest_group ?? -1,
    quasi: query?.quasi_identifiers.length ?? 0,
    variants: query?.variants ?? -1,
    recipients: query?.recipients ?? 0,
    signoff_required: query?.signoff_required ?? false,
    signed_off: query?.signed_off ?? false
  };
}

function termOf(code: string, {duo}: PolicyTables): Facts["terms"][number] {
  const term = duo.find((row) => row.code === code);
  return {code, effect: term?.effect ?? "unknown", kinds: term?.kinds ?? []};
}
