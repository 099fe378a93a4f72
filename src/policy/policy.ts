import type {Decision} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {bundleHash, type PolicyBundle} from "./bundle.js";
import {checkBundle} from "./checkBundle.js";
import {factsOf} from "./facts.js";
import {parseRequest} from "./parseRequest.js";
import {reasonOf, sentenceOf, type Finding} from "./reason.js";
import {openRules, type Engine, type Verdict} from "./rules.js";

export type {Engine} from "./rules.js";

export interface Policy {
  /**
   * Decides a request of any shape and never throws: what cannot be read or judged is forbidden with the reason.
   * Every clause that fires is in `reasons` or `obligations`, in the order of the rules; a refusal has no obligations.
   */
  decide(request: unknown): Promise<Decision>;
  /** Ids of all rules that fire, the permitting ones too; empty for a request that cannot be read or judged. */
  explain(request: unknown): Promise<Set<string>>;
  /** SHA-256 of the bundle, hex; stands in every decision. */
  sha256: string;
}

/** Opens a policy, or throws a `PolicyError` that names file and line: a policy that is not whole decides nothing. */
export async function openPolicy(Oso: new () => Engine, bundle: PolicyBundle): Promise<Policy> {
  checkBundle(bundle);
  const sha256 = bundleHash(bundle);
  const order = Object.keys(bundle.rules);
  const ask = await openRules(Oso, bundle.polar);

  return {decide, explain, sha256};

  async function decide(value: unknown): Promise<Decision> {
    const parsed = parseRequest(value);
    if ("problems" in parsed) return refuse("policy.bad-request", `The request cannot be read: ${parsed.problems[0]}.`);
    try {
      return conclude(parsed.request, await ask(factsOf(parsed.request, bundle.tables)));
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

  function conclude(request: Request, found: ReadonlyMap<Verdict, Finding[]>): Decision {
    const of = (verdict: Verdict): Finding[] =>
      [...(found.get(verdict) ?? [])].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
    const against = [...of("forbid"), ...of("refer")];
    if (against.length === 0 && of("permit").length === 0) return refuse("policy.no-rule", "No rule permits this.");
    const outcome = of("forbid").length > 0 ? "forbid" : of("refer").length > 0 ? "refer" : "permit";
    return {
      outcome,
      reasons: against.map((finding) => reasonOf(finding, request, bundle)),
      obligations:
        outcome === "forbid"
          ? []
          : of("oblige").map((finding) => ({
              rule: finding.rule,
              sentence: sentenceOf(finding, request, bundle)
            })),
      policy: sha256
    };
  }

  function refuse(rule: string, sentence: string): Decision {
    return {outcome: "forbid", reasons: [{rule, sentence}], obligations: [], policy: sha256};
  }
}
