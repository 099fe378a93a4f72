import type {Outcome} from "../model/decision.js";
import {concludes, type Clause} from "./clauses.js";
import type {Facts} from "./facts.js";
import {patternFacts} from "./patterns.js";
import type {Finding} from "./reason.js";
import {openRules, type Engine, type Verdict} from "./rules.js";

/** What one clause concludes from some facts. */
export interface Conclusion extends Finding {
  verdict: Verdict;
}

/** A clause that can be asked by itself: fast, because it depends on the few facts that its head names. */
export interface OpenClause {
  id: string;
  /** Names of the facts that it looks at. */
  names: string[];
  conclude(facts: Facts): Promise<readonly Conclusion[]>;
}

/** Opens a clause by itself, with the clauses that define words. Throws a `PolicyError` where it does not parse. */
export async function openClause(
  Oso: new () => Engine,
  clause: Pick<Clause, "id" | "file" | "text">,
  words: readonly Clause[] = []
): Promise<OpenClause> {
  const text = [clause, ...words].map((one) => one.text).join("\n");
  const ask = await openRules(Oso, [{file: clause.file, text}]);
  const names = patternFacts(clause.text);
  const known = new Map<string, readonly Conclusion[]>();
  return {
    id: clause.id!,
    names,
    async conclude(facts) {
      const values = names.map((name) => facts[name as keyof Facts]);
      const key = JSON.stringify(values);
      const kept = known.get(key);
      if (kept) return kept;
      const seen = Object.fromEntries(names.map((name, i) => [name, values[i]])) as unknown as Facts;
      const answer = conclusionsOf(await ask(seen));
      known.set(key, answer);
      return answer;
    }
  };
}

/** Every clause that decides something, each opened by itself. */
export async function openClauses(Oso: new () => Engine, clauses: readonly Clause[]): Promise<OpenClause[]> {
  const words = clauses.filter(({head}) => !concludes(head));
  const opened: OpenClause[] = [];
  for (const clause of clauses) if (concludes(clause.head)) opened.push(await openClause(Oso, clause, words));
  return opened;
}

/** Forbid beats refer beats permit; what nothing permits, refers or forbids is forbidden. */
export function outcomeOf(conclusions: readonly Conclusion[]): Outcome {
  const has = (verdict: Verdict): boolean => conclusions.some((one) => one.verdict === verdict);
  if (has("forbid")) return "forbid";
  if (has("refer")) return "refer";
  return has("permit") ? "permit" : "forbid";
}

function conclusionsOf(found: ReadonlyMap<Verdict, Finding[]>): Conclusion[] {
  return [...found].flatMap(([verdict, findings]) => findings.map((finding) => ({...finding, verdict})));
}
