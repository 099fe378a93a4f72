import type {Decision} from "../model/decision.js";
import type {Waiver} from "../model/governance.js";
import type {Request} from "../model/request.js";
import {bundleHash, type PolicyBundle} from "./bundle.js";
import {checkBundle} from "./checkBundle.js";
import {decisionKey} from "./decisionKey.js";
import {factsOf} from "./facts.js";
import {parseRequest} from "./parseRequest.js";
import {reasonOf, sentenceOf, type Finding} from "./reason.js";
import {openRules, type Engine, type Verdict} from "./rules.js";
import {waivedRule, waivedRules, waivedSentence} from "./waived.js";

export type {Engine} from "./rules.js";

export interface Policy {
  /**
   * Decides a request of any shape and never throws: what cannot be read or judged is forbidden with the reason.
   * Every clause that fires is in `reasons` or `obligations`, in the order of the rules; a refusal has no obligations.
   * `now` (ISO 8601) is the moment at which exceptions of the board have to hold; without it none does.
   */
  decide(request: unknown, now?: string): Promise<Decision>;
  /** Ids of all rules that fire, the permitting ones too; empty for a request that cannot be read or judged. */
  explain(request: unknown): Promise<Set<string>>;
  /** SHA-256 of the bundle, hex; stands in every decision. */
  sha256: string;
}

/** At most so many decisions are kept; then all are forgotten. */
const keptDecisions = 2000;

export interface PolicyOptions {
  /** Exceptions of the board, verified; asked anew for each request. They take referrals away, never a refusal. */
  waivers?: () => readonly Waiver[];
}

/** Opens a policy, or throws a `PolicyError` that names file and line: a policy that is not whole decides nothing. */
export async function openPolicy(
  Oso: new () => Engine,
  bundle: PolicyBundle,
  {waivers = () => []}: PolicyOptions = {}
): Promise<Policy> {
  checkBundle(bundle);
  const sha256 = bundleHash(bundle);
  const order = Object.keys(bundle.rules);
  const ask = await openRules(Oso, bundle.polar);

  // A page asks the same again whenever it is drawn. What is kept is frozen, since everybody who asks gets the same.
  const decided = new Map<string, Decision>();

  return {decide, explain, sha256};

  function keep(key: string, decision: Decision): void {
    if (decided.size >= keptDecisions) decided.clear();
    decided.set(key, decision);
  }

  async function decide(value: unknown, now?: string): Promise<Decision> {
    const parsed = parseRequest(value);
    if ("problems" in parsed) return refuse("policy.bad-request", `The request cannot be read: ${parsed.problems[0]}.`);
    try {
      const {request} = parsed;
      const waived = waivedRules(request, waivers(), now);
      const key = decisionKey(request);
      const kept = waived.size === 0 ? decided.get(key) : undefined;
      if (kept) return kept;
      const found = await ask(factsOf(request, bundle.tables));
      const excepted = (found.get("refer") ?? []).filter(({rule}) => waived.has(rule)).map(({rule}) => rule);
      const decision = deepFreeze(conclude(request, found, new Set(excepted)));
      if (waived.size === 0) keep(key, decision);
      return decision;
    } catch {
      return refuse("policy.failed", "The rules could not be applied to this request, so it is not permitted.");
    }
  }

  async function explain(value: unknown): Promise<Set<string>> {
    const parsed = parseRequest(value);
    if ("problems" in parsed) return new Set();
    const found = await ask(factsOf(parsed.request, bundle.tables));
    return new Set([...found.values()].flat().map(({rule}) => rule));
  }

  /** `excepted`: rules whose referral the board has answered. What no rule permits stays not permitted. */
  function conclude(
    request: Request,
    found: ReadonlyMap<Verdict, Finding[]>,
    excepted: ReadonlySet<string> = new Set()
  ): Decision {
    const of = (verdict: Verdict): Finding[] =>
      [...(found.get(verdict) ?? [])].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
    const referring = of("refer").filter(({rule}) => !excepted.has(rule));
    const against = [...of("forbid"), ...referring];
    if (against.length === 0 && of("permit").length === 0) return refuse("policy.no-rule", "No rule permits this.");
    const outcome = of("forbid").length > 0 ? "forbid" : referring.length > 0 ? "refer" : "permit";
    const obligations = of("oblige").map((finding) => ({
      rule: finding.rule,
      sentence: sentenceOf(finding, request, bundle)
    }));
    if (excepted.size > 0) obligations.push({rule: waivedRule, sentence: waivedSentence});
    return {
      outcome,
      reasons: against.map((finding) => reasonOf(finding, request, bundle)),
      obligations: outcome === "forbid" ? [] : obligations,
      policy: sha256
    };
  }

  function refuse(rule: string, sentence: string): Decision {
    return {outcome: "forbid", reasons: [{rule, sentence}], obligations: [], policy: sha256};
  }
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === "object") Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
