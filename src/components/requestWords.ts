import type {Action, Request} from "../model/request.js";
import {formatCount} from "./formatNumber.js";
import {roleLabels} from "./roleLabels.js";
import {tableWords} from "./tableWords.js";

/** What each action is called after "wants to". */
export const actionVerbs: Record<Action, string> = {
  view: "view",
  analyse: "analyse",
  export: "export",
  release: "release",
  propose: "propose a change of the rules",
  review: "review a proposal",
  waive: "grant an exception",
  change_policy: "change the rules"
};

const aboutRules: readonly Action[] = ["propose", "review", "waive", "change_policy"];

/** A request as a sentence that a lay reader can judge: who, what, of which data, why, and what is special about it. */
export function requestWords(request: Request, purposes: readonly {code: string; label: string}[]): string {
  const {actor, action, proposal} = request;
  if (aboutRules.includes(action)) {
    const whose = proposal?.author === actor.id ? "their own" : "somebody else’s";
    return `${roleLabels[actor.role]} wants to ${actionVerbs[action]}: ${whose}, with ${proposal?.approvals ?? 0} approvals.`;
  }
  const who = action === "release" ? "A loader" : roleLabels[actor.role];
  return `${who} wants to ${actionVerbs[action]} ${tableOf(request)}. ${[...particulars(request, purposes)].join("; ")}.`;
}

function tableOf({query, trait}: Request): string {
  const name = query?.table ?? "";
  const table =
    tableWords[name as keyof typeof tableWords]?.title.toLowerCase() ?? (name.replaceAll("_", " ") || "nothing");
  return trait ? `${table} about ${trait.label}` : table;
}

function* particulars({purpose, dataset, query, action}: Request, purposes: readonly {code: string; label: string}[]) {
  yield `Data: ${dataset.class}${query?.tier ? `, ${query.tier === "public" ? "open to everybody" : "for named readers"}` : ""}`;
  yield `consent: ${dataset.consent.join(", ") || "none"}`;
  if (action !== "release")
    yield `purpose: ${purposes.find(({code}) => code === purpose.code)?.label ?? (purpose.code || "none")}`;
  if (purpose.concerns?.length) yield `concerns: ${purpose.concerns.join(", ")}`;
  if (!query) return;
  if (query.result_level === "individual") yield "a row per person";
  if (query.quasi_identifiers.length > 0) yield `people described by ${query.quasi_identifiers.join(", ")}`;
  if (query.min_cell !== null) yield `smallest count shown ${formatCount(query.min_cell)}`;
  if (query.smallest_group != null) yield `smallest group ${formatCount(query.smallest_group)} people`;
  yield query.variants === null ? "the whole table" : `${formatCount(query.variants)} variants`;
  if (query.difference != null) yield `differs from an earlier answer by ${formatCount(query.difference)} people`;
  if (query.method && query.method !== "count") yield `by ${query.method}`;
  if (query.linked_with?.length) yield `joined with ${query.linked_with.join(", ")}`;
  if (query.score)
    yield `a score evaluated in ${query.score.evaluated_in.join(", ")}, shown for ${query.score.shown_for.join(", ")}`;
  if (action === "release") yield `audit ${query.audit ?? "none"}; ${query.recipients ?? 0} recipients`;
}
