import type {Outcome} from "../model/decision.js";
import type {PolicyBundle} from "./bundle.js";
import {concludes, parseClauses} from "./clauses.js";
import type {Facts} from "./facts.js";
import {patternFacts} from "./patterns.js";
import {PolicyError} from "./policyError.js";
import {prelude, toPolar} from "./prelude.js";
import type {Finding} from "./reason.js";

/** The part of Oso that is used; the class is passed in because Node and browsers load it differently. */
export interface Engine {
  loadStr(text: string, file?: string): Promise<void>;
  query(text: string): AsyncIterable<Map<string, unknown>>;
}

export type Verdict = Outcome | "oblige";

/** Everything that the rules conclude from some facts. */
export type Ask = (facts: Facts) => Promise<ReadonlyMap<Verdict, Finding[]>>;

/** At most so many answers are kept for each clause; then it forgets them all. */
const keptAnswers = 1000;

/**
 * Loads policy files into an engine; throws a `PolicyError` with file and line where they do not parse.
 * Each clause that decides something is asked by itself, about the facts that its head names and no others: few
 * combinations of them occur, so that an answer is mostly known already, whatever else differs.
 */
export async function openRules(Oso: new () => Engine, files: PolicyBundle["polar"]): Promise<Ask> {
  const engine = new Oso();
  const named = files.map(nameClauses);
  // One text, because Oso checks each text by itself; lines are counted back to their files.
  const parts = [...named, {file: "src/policy/prelude.ts", text: prelude}];
  try {
    await engine.loadStr(parts.map(({text}) => text).join("\n"), "policy");
  } catch (error) {
    throw locate(error, parts);
  }
  const clauses = named.flatMap(({clauses}) => clauses).map(openNamed);
  return async (facts) => {
    const asked = clauses.map((clause) => clause.about(facts));
    const unknown = asked.filter(({findings}) => findings === undefined);
    if (unknown.length > 0) await askAll(engine, unknown);
    const found = new Map<Verdict, Finding[]>();
    for (const {verdict, findings = []} of asked)
      if (findings.length > 0) found.set(verdict, [...(found.get(verdict) ?? []), ...findings]);
    return found;
  };
}

/** What a clause concludes from some facts; `findings` undefined as long as the engine has not been asked. */
interface Asked {
  verdict: Verdict;
  findings: Finding[] | undefined;
  /** As a question to the engine. */
  question(): string;
  keep(findings: Finding[]): void;
}

/** One question for all of them, because each question costs the engine as much as a few clauses. */
async function askAll(engine: Engine, asked: Asked[]): Promise<void> {
  const found = asked.map(() => new Map<string, Finding>());
  const questions = asked.map((one, i) => `(${one.question()} and clause = ${i})`);
  for await (const answer of engine.query(questions.join(" or "))) {
    const [rule, detail] = [answer.get("rule")].flat() as string[];
    // A clause that fires twice for the same thing counts once.
    found[Number(answer.get("clause"))].set(JSON.stringify([rule, detail]), {rule, detail});
  }
  asked.forEach((one, i) => one.keep([...found[i].values()]));
}

interface NamedClause {
  name: string;
  verdict: Verdict;
  /** The facts that its head names; null for a head that is no pattern, which may look at any. */
  facts: string[] | null;
}

/** The same lines, in which each clause that decides something has a name of its own in place of what it concludes. */
function nameClauses({file, text}: PolicyBundle["polar"][number]) {
  const lines = text.split("\n");
  const prefix = `clause_${file.replace(/\W/g, "_")}`;
  const clauses = parseClauses(file, text)
    .filter(({head}) => concludes(head))
    .map(({head, line, text: clause}): NamedClause => {
      const name = `${prefix}_${line}`;
      lines[line - 1] = lines[line - 1].replace(head, name);
      const facts = patternFacts(clause);
      return {name, verdict: head as Verdict, facts: facts.length > 0 ? facts : null};
    });
  return {file, text: lines.join("\n"), clauses};
}

function openNamed({name, verdict, facts: names}: NamedClause): {about(facts: Facts): Asked} {
  const known = new Map<string, Finding[]>();
  return {
    about(facts) {
      const seen = names ? names.map((fact) => facts[fact as keyof Facts]) : Object.values(facts);
      const key = JSON.stringify(seen);
      const asked: Asked = {
        verdict,
        findings: known.get(key),
        question() {
          const shown = names ? Object.fromEntries(names.map((fact, i) => [fact, seen[i]])) : facts;
          return `${name}(${toPolar(shown)}, rule)`;
        },
        keep(findings) {
          asked.findings = findings;
          if (known.size >= keptAnswers) known.clear();
          known.set(key, findings);
        }
      };
      return asked;
    }
  };
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
