import type {Request} from "../model/request.js";
import type {RuleFinding} from "../model/policyTests.js";
import type {PolicyBundle} from "./bundle.js";
import {parseClauses} from "./clauses.js";
import {openClauses, outcomeOf, type Conclusion} from "./clauseTable.js";
import {factsOf} from "./facts.js";
import type {Engine} from "./rules.js";

/**
 * Rules that say nothing, over given requests: those that apply to none of them, those that apply but never change an
 * outcome, and those that apply only where another rule of the same effect does. An obligation changes no outcome by
 * its nature and is never shadowed.
 */
export async function lintRules(
  Oso: new () => Engine,
  bundle: PolicyBundle,
  requests: readonly Request[]
): Promise<RuleFinding[]> {
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text));
  const opened = await openClauses(Oso, clauses);
  const fired = new Map(opened.map(({id}) => [id, 0]));
  const decisive = new Set<string>();
  const alwaysWith = new Map<string, Set<string>>();
  for (const request of requests) {
    const facts = factsOf(request, bundle.tables);
    const all = (await Promise.all(opened.map((clause) => clause.conclude(facts)))).flat();
    const applying = new Map(all.map(({rule, verdict}) => [rule, verdict]));
    const outcome = outcomeOf(all);
    for (const [rule, verdict] of applying) {
      fired.set(rule, (fired.get(rule) ?? 0) + 1);
      if (verdict !== "oblige" && outcomeOf(without(all, rule)) !== outcome) decisive.add(rule);
      const companions = [...applying].filter(([id, effect]) => id !== rule && effect === verdict).map(([id]) => id);
      const before = alwaysWith.get(rule);
      alwaysWith.set(rule, new Set(before ? companions.filter((id) => before.has(id)) : companions));
    }
  }
  return clauses.flatMap(({id, head}): RuleFinding[] => {
    if (id === null) return [];
    if (fired.get(id) === 0) return [{rule: id, kind: "vacuous"}];
    if (head === "oblige" || decisive.has(id)) return [];
    const [by] = alwaysWith.get(id) ?? [];
    return [by ? {rule: id, kind: "redundant", by} : {rule: id, kind: "shadowed"}];
  });
}

function without(conclusions: readonly Conclusion[], rule: string): Conclusion[] {
  return conclusions.filter((one) => one.rule !== rule);
}
