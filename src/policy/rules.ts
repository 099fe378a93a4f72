import type {Outcome} from "../model/decision.js";
import type {PolicyBundle} from "./bundle.js";
import type {Facts} from "./facts.js";
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

/** A page asks the same again whenever it is drawn: the answer depends on the facts alone. */
const keptAnswers = 1000;

/** Loads policy files into an engine; throws a `PolicyError` with file and line where they do not parse. */
export async function openRules(Oso: new () => Engine, files: PolicyBundle["polar"]): Promise<Ask> {
  const engine = new Oso();
  // One text, because Oso checks each text by itself; lines are counted back to their files.
  const parts = [...files, {file: "src/policy/prelude.ts", text: prelude}];
  try {
    await engine.loadStr(parts.map(({text}) => text).join("\n"), "policy");
  } catch (error) {
    throw locate(error, parts);
  }
  const answers = new Map<string, ReadonlyMap<Verdict, Finding[]>>();
  return async (facts) => {
    const text = toPolar(facts);
    const known = answers.get(text);
    if (known) return known;
    const answer = await ask(engine, text);
    if (answers.size >= keptAnswers) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

/** One question for all verdicts; a rule that fires twice for the same thing counts once. */
async function ask(engine: Engine, facts: string): Promise<Map<Verdict, Finding[]>> {
  const found = new Map<Verdict, Finding[]>();
  const seen = new Set<string>();
  for await (const answer of engine.query(`verdict(${facts}, verdict, rule)`)) {
    const verdict = answer.get("verdict") as Verdict;
    const [rule, detail] = [answer.get("rule")].flat() as string[];
    const key = JSON.stringify([verdict, rule, detail]);
    if (seen.has(key)) continue;
    seen.add(key);
    found.set(verdict, [...(found.get(verdict) ?? []), {rule, detail}]);
  }
  return found;
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
