import type {Tier} from "../model/release.js";
import type {Action, Request, Role} from "../model/request.js";
import type {PolicyTables} from "./bundle.js";

/** A line of the matrix: what a trait is classed as, and a trait of the list that stands for all of that class. */
export interface TraitRow {
  /** Classes as in `policies/traits.csv`; empty for a question about no trait, ["unknown"] for one not in the list. */
  classes: readonly string[];
  trait: {id: string; label: string} | null;
}

/** What holds for the whole matrix. */
export interface MatrixChoices {
  dataset: Request["dataset"];
  tier: Tier;
  table: string;
  purpose: string;
  /** Whether one number of the answer stands for one ancestry group. */
  byAncestry: boolean;
}

/** No trait, every combination of classes that some trait of the list has, and a trait that is not in the list. */
export function traitRows({traits}: Pick<PolicyTables, "traits">): TraitRow[] {
  const rows = new Map<string, TraitRow>();
  for (const {id, label, classes} of traits) {
    const key = [...classes].sort().join("; ");
    if (!rows.has(key)) rows.set(key, {classes, trait: {id, label}});
  }
  const sorted = [...rows.values()].sort((a, b) => (a.classes.join() < b.classes.join() ? -1 : 1));
  const unclassified = {id: "example:unclassified", label: "a trait that nobody has classified"};
  return [{classes: [], trait: null}, ...sorted, {classes: ["unknown"], trait: unclassified}];
}

/**
 * The request that a cell stands for: nothing about it is out of the ordinary but what the cell and the choices say.
 * A hundred variants in groups of a thousand people, no small count, and a purpose stated in a sentence.
 */
export function dataRequest(role: Role, action: Action, {trait}: TraitRow, choices: MatrixChoices): Request {
  const {dataset, tier, table, purpose, byAncestry} = choices;
  const groups = byAncestry ? ["ancestry"] : [];
  const noisy = dataset.class === "public-safe" && tier === "public" && table !== "people";
  return {
    actor: {id: "somebody", role},
    purpose: {code: purpose, statement: purpose === "" ? "" : "To see what the rules say about such a question."},
    dataset,
    action,
    ...(trait && {trait}),
    query: {
      table,
      columns: [],
      group_by: groups,
      filters: [],
      min_cell: null,
      variants: 100,
      quasi_identifiers: groups,
      result_level: byAncestry ? "stratum" : "cohort",
      smallest_group: 1000,
      tier,
      ...(noisy && {noisy})
    }
  };
}

/** A request about the rules themselves: somebody else's proposal, with so many approvals. */
export function governanceRequest(role: Role, action: Action, approvals: number, own: boolean): Request {
  return {
    actor: {id: "somebody", role},
    purpose: {code: "", statement: ""},
    dataset: {id: "rules", class: "controlled", consent: []},
    action,
    proposal: {author: own ? "somebody" : "somebody-else", approvals}
  };
}
