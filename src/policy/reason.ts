import type {Reason, Remedy} from "../model/decision.js";
import type {Request} from "../model/request.js";
import type {PolicyBundle, RemedyText} from "./bundle.js";
import {consentOf} from "./consent.js";
import {ancestryVariables} from "./facts.js";

/** What a clause concluded: its rule, and what it was about where a rule can fire several times (a consent term). */
export interface Finding {
  rule: string;
  detail?: string;
}

/** The sentence of a rule with its slots filled from the request. Counts of people have no slot: they could be small. */
export function sentenceOf({rule, detail}: Finding, request: Request, bundle: PolicyBundle): string {
  return fill(bundle.rules[rule].sentence, slots(request, bundle, detail));
}

export function reasonOf(finding: Finding, request: Request, bundle: PolicyBundle): Reason {
  const {remedy} = bundle.rules[finding.rule];
  const reason = {rule: finding.rule, sentence: sentenceOf(finding, request, bundle)};
  if (!remedy) return reason;
  return {...reason, remedy: remedyOf(remedy, request, slots(request, bundle, finding.detail), bundle)};
}

function remedyOf(text: RemedyText, request: Request, words: Record<string, string>, bundle: PolicyBundle): Remedy {
  const sentence = fill(text.sentence, words);
  if (!text.change) return {sentence};
  const change = computeChange(text.change, request, bundle.tables.limits);
  if (change) return {sentence, change};
  return {sentence: text.otherwise ? fill(text.otherwise, words) : sentence};
}

/** The change with its `$names` computed; undefined when one of them cannot be, e.g. because no two groups are left. */
function computeChange(
  change: Record<string, unknown>,
  request: Request,
  limits: Record<string, number>
): Record<string, unknown> | undefined {
  const entries = Object.entries(change).map(([path, value]): [string, unknown] =>
    typeof value === "string" && value.startsWith("$")
      ? [path, computed[value]?.(request, limits)]
      : [path, structuredClone(value)]
  );
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

const computed: Record<string, (request: Request, limits: Record<string, number>) => unknown> = {
  $merged: ({query}) => (query && query.group_by.length > 0 ? (query.merge_smallest ?? 0) + 1 : undefined),
  $kept_quasi_identifiers: (request, limits) => keptCharacteristics(request, limits["quasi_identifiers.max"]),
  $kept_group_by: (request, limits) => keptGroups(request, limits["quasi_identifiers.max"]),
  $fewer_quasi_identifiers: (request, limits) => keptCharacteristics(request, limits["quasi_identifiers.max"] - 1),
  $fewer_group_by: (request, limits) => keptGroups(request, limits["quasi_identifiers.max"] - 1),
  $without_ancestry: ({query}) => query?.quasi_identifiers.filter((name) => !ancestryVariables.includes(name)),
  $without_ancestry_group_by: ({query}) => query?.group_by.filter((name) => !ancestryVariables.includes(name)),
  $none: () => [],
  $evaluated_score: ({query}) =>
    query?.score && {
      ...query.score,
      shown_for: query.score.shown_for.filter((group) => query.score!.evaluated_in.includes(group))
    },
  $people: ({query}) => (query ? "people" : undefined),
  $safe_tier: ({query}) =>
    query?.table === "people" ? "public" : (query?.recipients ?? 0) > 0 ? "registered" : undefined
};

/** The first `max` characteristics, in the reader's own order. */
function keptCharacteristics({query}: Request, max: number): string[] | undefined {
  return query?.quasi_identifiers.slice(0, max);
}

function keptGroups({query}: Request, max: number): string[] | undefined {
  const dropped = query?.quasi_identifiers.slice(max);
  return query?.group_by.filter((column) => !dropped!.includes(column));
}

function slots(request: Request, bundle: PolicyBundle, detail = ""): Record<string, string> {
  const {duo, purposes, limits, concerns} = bundle.tables;
  const {permitted, permitted_if_same} = consentOf(request.dataset, bundle.tables);
  const consented = purposes
    .filter(({kind, offered}) => offered && [...permitted, ...permitted_if_same].includes(kind))
    .map(({label}) => label[0].toLowerCase() + label.slice(1));
  return {
    ...Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, value.toLocaleString("en-GB")])),
    action: request.action,
    table: request.query?.table ?? "none",
    trait: request.trait?.label || (request.trait?.id ?? ""),
    purpose: purposes.find(({code}) => code === request.purpose.code)?.label ?? request.purpose.code,
    consented: inWords(consented, "or"),
    kept: inWords(keptCharacteristics(request, limits["quasi_identifiers.max"]) ?? [], "and"),
    detail:
      [...duo.map(({code, label}) => ({id: code, label})), ...concerns].find(({id}) => id === detail)?.label ?? detail
  };
}

function fill(sentence: string, words: Record<string, string>): string {
  return sentence.replace(/\{([a-z_.]+)\}/g, (slot, name: string) => words[name] ?? slot);
}

function inWords(list: string[], conjunction: string): string {
  return list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} ${conjunction} ${list.at(-1)}`;
}
