import type {Decision, Outcome} from "../model/decision.js";
import type {Request} from "../model/request.js";
import {bundleHash, type PolicyBundle} from "./bundle.js";
import {checkBundle} from "./checkBundle.js";
import {factsOf, type Facts} from "./facts.js";
import {parseRequest} from "./parseRequest.js";
import {PolicyError} from "./policyError.js";
import {prelude, toPolar} from "./prelude.js";
import {reasonOf, sentenceOf, type Finding} from "./reason.js";

/** The part of Oso that is used; the class is passed in because Node and browsers load it differently. */
export interface Engine {
  loadStr(text: string, file?: string): Promise<void>;
  query(text: string): AsyncIterable<Map<string, unknown>>;
}

export interface Policy {
  /**
   * Decides a request of any shape and never throws: what cannot be read or judged is forbidden with the reason.
   * Every clause that fires is in `reasons` or `obligations`, in the order of the rules.
   */
  decide(request: unknown): Promise<Decision>;
  /** Ids of all rules that fire, the permitting ones too; empty for a request that cannot be read or judged. */
  explain(request: unknown): Promise<Set<string>>;
  /** SHA-256 of the bundle, hex; stands in every decision. */
  sha256: string;
}

type Verdict = Outcome | "oblige";

/** Opens a policy, or throws a `PolicyError` that names file and line: a policy that is not whole decides nothing. */
export async function openPolicy(Oso: new () => Engine, bundle: PolicyBundle): Promise<Policy> {
  checkBundle(bundle);
  const sha256 = bundleHash(bundle);
  const order = Object.keys(bundle.rules);
  const engine = new Oso();
  await load(engine, bundle);

  return {decide, explain, sha256};

  async function decide(value: unknown): Promise<Decision> {
    const parsed = parseRequest(value);
    if ("problems" in parsed) return refuse("policy.bad-request", `The request cannot be read: ${parsed.problems[0]}.`);
    try {
      return conclude(parsed.request, await ask(engine, factsOf(parsed.request, bundle.tables)));
    } catch {
      return refuse("policy.failed", "The rules could not be applied to this request, so it is not permitted.");
    }
  }

  async function explain(value: unknown): Promise<Set<string>> {
    const parsed = parseRequest(value);
    if ("problems" in parsed) return new Set();
    const found = await ask(engine, factsOf(parsed.request, bundle.tables));
    return new Set([...found.values()].flat().map(({rule}) => rule));
  }

  function conclude(request: Request, found: Map<Verdict, Finding[]>): Decision {
    const of = (verdict: Verdict): Finding[] =>
      (found.get(verdict) ?? []).sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
    const against = [...of("forbid"), ...of("refer")];
    if (against.length === 0 && of("permit").length === 0) return refuse("policy.no-rule", "No rule permits this.");
    return {
      outcome: of("forbid").length > 0 ? "forbid" : of("refer").length > 0 ? "refer" : "permit",
      reasons: against.map((finding) => reasonOf(finding, request, bundle)),
      obligations: of("oblige").map((finding) => ({
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

/** Oso takes a second text only after the first has stood for itself, so all files are one text and lines are counted back. */
async function load(engine: Engine, bundle: PolicyBundle): Promise<void> {
  const parts = [...bundle.polar, {file: "src/policy/prelude.ts", text: prelude}];
  try {
    await engine.loadStr(parts.map(({text}) => text).join("\n"), "policy");
  } catch (error) {
    throw locate(error, parts);
  }
}

function locate(error: unknown, parts: {file: string; text: string}[]): PolicyError {
  const message = error instanceof Error ? error.message : String(error);
  const [what, at] = message.split(/ at line (?=\d+)/);
  let line = Number.parseInt(at ?? "", 10);
  for (const {file, text} of parts) {
    const lines = text.split("\n").length;
    if (line <= lines) return new PolicyError(file, line, `policy does not parse: ${firstLine(what)}`);
    line -= lines;
  }
  return new PolicyError(parts[0].file, null, `policy does not parse: ${firstLine(message)}`);
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}

/** Asks the engine once for all verdicts about some facts. */
async function ask(engine: Engine, facts: Facts): Promise<Map<Verdict, Finding[]>> {
  const found = new Map<Verdict, Finding[]>();
  const seen = new Set<string>();
  for await (const answer of engine.query(`verdict(${toPolar(facts)}, verdict, rule)`)) {
    const verdict = answer.get("verdict") as Verdict;
    const [rule, detail] = [answer.get("rule")].flat() as string[];
    const key = JSON.stringify([verdict, rule, detail]);
    if (seen.has(key)) continue;
    seen.add(key);
    found.set(verdict, [...(found.get(verdict) ?? []), {rule, detail}]);
  }
  return found;
}
