import type {Outcome} from "../model/decision.js";
import type {PolicyCase} from "../model/policyPages.js";
import type {MutationResult} from "../model/policyTests.js";
import type {Request} from "../model/request.js";
import type {PolicyBundle} from "./bundle.js";
import {concludes, parseClauses, type Clause} from "./clauses.js";
import {openClause, openClauses, outcomeOf, type Conclusion, type OpenClause} from "./clauseTable.js";
import {dataMutantsOf, type DataMutant} from "./dataMutants.js";
import {expectationsOf, isWrong, type Expectation} from "./expectations.js";
import {factsOf, type Facts} from "./facts.js";
import {mutantsOf} from "./mutants.js";
import {PolicyError} from "./policyError.js";
import type {Engine} from "./rules.js";

/** What is asked of a mutant: cases first, which know the right answer, then requests that have none. */
interface Asked {
  cases: readonly PolicyCase[];
  /** Requests on which a mutant that no case caught may still differ. */
  space: readonly Request[];
}

/**
 * Changes each condition of each rule, and each row of data that decides, one at a time, and looks whether a case notices.
 * A mutant that decides every case and every request of the space as the rules do is taken as another way of saying
 * the same, and counted apart. Only the changed clause is asked anew, about the facts that it looks at.
 */
export async function mutationTest(
  Oso: new () => Engine,
  bundle: PolicyBundle,
  {cases, space}: Asked,
  onProgress: (done: number, of: number) => void = () => undefined
): Promise<MutationResult[]> {
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text));
  const words = clauses.filter(({head}) => !concludes(head));
  const opened = await openClauses(Oso, clauses);
  const requests = [...cases.map(({request}) => request), ...space];
  const judge = await openJudge(opened, requests, cases, bundle);
  const results: MutationResult[] = [];
  const mutants = clauses.flatMap((clause) => mutantsOf(clause).map((mutant) => ({clause, ...mutant})));
  const changedData = dataMutantsOf(bundle.tables, new Set(opened.flatMap(({names}) => names)));
  for (const {clause, what, text} of mutants) {
    const mutant = text === null ? null : await openMutant(Oso, {...clause, text}, words);
    const fate = mutant === "refused" ? "refused" : await judge.clause(clause.id!, mutant);
    results.push({rule: clause.id!, what, fate});
    onProgress(results.length, mutants.length + changedData.length);
  }
  for (const mutant of changedData) {
    results.push({rule: mutant.file, what: mutant.what, fate: await judge.data(mutant)});
    onProgress(results.length, mutants.length + changedData.length);
  }
  return results;
}

async function openMutant(Oso: new () => Engine, clause: Clause, words: readonly Clause[]) {
  try {
    return await openClause(Oso, clause, words);
  } catch (error) {
    if (error instanceof PolicyError) return "refused" as const;
    throw error;
  }
}

type Fate = MutationResult["fate"];

interface Judge {
  /** `null`: the clause is left out. */
  clause(id: string, mutant: OpenClause | null): Promise<Fate>;
  data(mutant: DataMutant): Promise<Fate>;
}

async function openJudge(
  opened: readonly OpenClause[],
  requests: readonly Request[],
  cases: readonly PolicyCase[],
  {tables, rules}: PolicyBundle
): Promise<Judge> {
  const expectations = expectationsBySentence(expectationsOf(rules));
  const facts = requests.map((request) => factsOf(request, tables));
  const usual: (readonly Conclusion[])[][] = [];
  for (const one of facts) usual.push(await Promise.all(opened.map((clause) => clause.conclude(one))));
  const decided = usual.map((conclusions) => decisionKey(conclusions.flat()));
  const groups = opened.map(({names}) => groupsBy(names, facts));

  const isCaught = (i: number, conclusions: readonly Conclusion[]): boolean => {
    if (i >= cases.length) return false;
    const said = expectations.get(cases[i].sentence) ?? [];
    return isWrong(cases[i], {outcome: outcomeOf(conclusions), said: saidBy(conclusions)}, said);
  };

  return {
    async clause(id, mutant) {
      const c = opened.findIndex((one) => one.id === id);
      return fateOf(async (i) => {
        const now = mutant ? await concludeOrFail(mutant, facts[i]) : [];
        return sameConclusions(now, usual[i][c]) ? null : usual[i].flatMap((before, k) => (k === c ? now : before));
      }, groups[c]);
    },
    async data({change, touches}) {
      return fateOf(async (i) => {
        const now = change(requests[i], facts[i]);
        return (await Promise.all(opened.map((clause) => clause.conclude(now)))).flat();
      }, touched(touches));
    }
  };

  /** Requests that a change can matter to, cases first. */
  function touched(touches: (request: Request) => boolean): number[][] {
    return requests.flatMap((request, i) => (touches(request) ? [[i]] : []));
  }

  /**
   * `decide` gives what is concluded now, or null when that is as before, which then holds for the whole group: its
   * requests look alike to the clause. Groups with cases come first, so that the first difference after them settles it.
   */
  async function fateOf(
    decide: (i: number) => Promise<readonly Conclusion[] | null>,
    among: readonly (readonly number[])[]
  ): Promise<Fate> {
    let survived = false;
    for (const group of among) {
      if (survived && group[0] >= cases.length) return "survived";
      for (const i of group) {
        const conclusions = await decide(i);
        if (!conclusions) break;
        if (decisionKey(conclusions) === decided[i]) continue;
        if (isCaught(i, conclusions)) return "caught";
        survived = true;
        if (i >= cases.length) break;
      }
    }
    return survived ? "survived" : "same";
  }
}

/** Requests that look alike to a clause, together; in the order of their first. */
function groupsBy(names: readonly string[], facts: readonly Facts[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, one] of facts.entries()) {
    const key = JSON.stringify(names.map((name) => one[name as keyof Facts]));
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return [...groups.values()];
}

function sameConclusions(a: readonly Conclusion[], b: readonly Conclusion[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A rule that cannot be applied forbids, as `policy.decide` does. */
async function concludeOrFail(clause: OpenClause, facts: Facts): Promise<readonly Conclusion[]> {
  try {
    return await clause.conclude(facts);
  } catch {
    return [{verdict: "forbid", rule: "policy.failed"}];
  }
}

function saidBy(conclusions: readonly Conclusion[]): Set<string> {
  const outcome: Outcome = outcomeOf(conclusions);
  const spoken = outcome === "forbid" ? ["forbid", "refer"] : ["refer", "oblige"];
  return new Set(conclusions.filter(({verdict}) => spoken.includes(verdict)).map(({rule}) => rule));
}

/** Equal for decisions that a reader cannot tell apart: outcome, reasons and conditions. */
function decisionKey(conclusions: readonly Conclusion[]): string {
  const outcome = outcomeOf(conclusions);
  const spoken = outcome === "forbid" ? ["forbid", "refer"] : ["refer", "oblige"];
  const said = conclusions
    .filter(({verdict}) => spoken.includes(verdict))
    .map(({verdict, rule, detail}) => `${verdict} ${rule} ${detail ?? ""}`);
  return [outcome, ...said.sort()].join("\n");
}

function expectationsBySentence(all: readonly Expectation[]): Map<string, Expectation[]> {
  const found = new Map<string, Expectation[]>();
  for (const one of all) found.set(one.sentence, [...(found.get(one.sentence) ?? []), one]);
  return found;
}
