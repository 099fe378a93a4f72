import type {Decision, Outcome} from "../../model/decision.js";
import type {Question} from "../../model/question.js";
import type {QueryFacts, Action, Request} from "../../model/request.js";
import type {SqlAnswer, SqlAsked} from "../../model/sqlAnswer.js";
import type {Database} from "../database.js";
import {answeredGroups} from "../earlierGroups.js";
import {requestOf, type Asker, type GateEffects} from "../gateway.js";
import {smallestCount} from "./countRules.js";
import {judgeSql, type JudgedSql, type SqlManifest} from "./judgeSql.js";
import {sqlLimits, sqlRefusal} from "./sqlRefusals.js";

/** What asking in SQL does to the world. */
export interface SqlEffects extends Pick<GateEffects, "policy" | "record" | "earlier"> {
  database: Database & {explain(text: string): Promise<unknown>};
}

export interface SqlAsker extends Asker {
  manifest: Asker["manifest"] & Pick<SqlManifest, "strata" | "rules">;
}

/**
 * Plan, decide, run, recheck, record, as for a question that was chosen from lists: a query that a person typed is bound,
 * its plan is turned into facts, and each table that it reads is a request of its own. Nothing is run that is not
 * permitted, and the smallest count of the answer is judged before anything is shown. One entry is recorded.
 * This governs honest use. It is not access control: whoever holds the bytes can read them.
 */
export async function askSql(typed: string, action: Action, asker: SqlAsker, effects: SqlEffects): Promise<SqlAsked> {
  const {database} = effects;
  const explains = {
    known: database.known,
    explain: (text: string) => database.explain(text),
    describe: (text: string) => describe(text, database)
  };
  const judged = await judgeSql(typed, asker.manifest, explains, largestWithheld(asker.manifest)).catch(() => ({
    reasons: [sqlRefusal("sql.unbound")],
    plan: undefined
  }));
  if ("reasons" in judged) {
    const request = requestOf(asker, action, unread);
    const {policy} = await effects.policy.decide(request);
    const decision: Decision = {outcome: "forbid", reasons: judged.reasons, obligations: [], policy};
    return recorded({request, decision, plan: judged.plan ?? null, answer: null}, effects);
  }
  const {plan} = judged;
  const isNoisy = judged.facts.some(({noisy}) => noisy);
  const groups = isNoisy ? [] : answeredGroups(everyGroup(judged), asker.manifest.people);
  const difference = effects.earlier?.difference(groups) ?? null;
  const facts = judged.facts.map((facts) => ({...facts, ...(difference !== null && {difference})}));
  const before = await strictest(facts, action, asker, effects);
  if (before.decision.outcome !== "permit") return recorded({...before, plan, answer: null}, effects);
  const answer = await run(judged, database).catch(() => null);
  if (!answer) {
    const failed: Decision = {
      ...before.decision,
      outcome: "forbid",
      reasons: [sqlRefusal("sql.failed")],
      obligations: []
    };
    return recorded({request: before.request, decision: failed, plan, answer: null}, effects);
  }
  const min_cell = smallestCount(answer.columns, answer.values, judged.query.tokens);
  const after = await strictest(
    facts.map((facts) => ({...facts, min_cell})),
    action,
    asker,
    effects
  );
  const permitted = after.decision.outcome === "permit";
  const asked = await recorded({...after, plan, answer: permitted ? answer : null}, effects);
  if (permitted) effects.earlier?.add(groups);
  return asked;
}

/** The largest count of people that the release withholds; where it does not say, that of `policies/thresholds.yaml`. */
function largestWithheld({rules}: Pick<SqlManifest, "rules">): number {
  const limit = rules.find(({id, value}) => id.includes("small") && typeof value === "number")?.value;
  return typeof limit === "number" ? limit : 20;
}

/** Facts of a text that was not judged by a plan. */
const unread: QueryFacts = {
  table: "unknown",
  columns: [],
  group_by: [],
  filters: [],
  min_cell: null,
  variants: null,
  quasi_identifiers: [],
  result_level: "cohort"
};

/** Each table is decided for itself; the strictest outcome holds, with the reasons and conditions of all. */
async function strictest(
  facts: QueryFacts[],
  action: Action,
  asker: SqlAsker,
  {policy}: SqlEffects
): Promise<{request: Request; decision: Decision}> {
  const made: {request: Request; decision: Decision}[] = [];
  for (const query of facts) {
    const request = requestOf(asker, action, query);
    made.push({request, decision: await policy.decide(request)});
  }
  const order: Outcome[] = ["permit", "refer", "forbid"];
  const worst = made.reduce((a, b) => (order.indexOf(b.decision.outcome) > order.indexOf(a.decision.outcome) ? b : a));
  const {outcome} = worst.decision;
  return {
    request: worst.request,
    decision: {
      ...worst.decision,
      reasons: once(made.flatMap(({decision}) => decision.reasons)),
      obligations: outcome === "forbid" ? [] : once(made.flatMap(({decision}) => decision.obligations))
    }
  };
}

function once<T extends {rule: string; sentence: string}>(all: T[]): T[] {
  return all.filter(({rule, sentence}, i) => all.findIndex((o) => o.rule === rule && o.sentence === sentence) === i);
}

/** As a question that asks for every group which the query tells apart. */
function everyGroup({facts}: JudgedSql): Question {
  const measure = {name: "", table: "allele_counts" as const, sum: {}, where: {}, count: true};
  const measures = facts.some(({table}) => table !== "variants") ? [measure] : [];
  return {columns: [], groupBy: facts[0].group_by, measures, filters: [], orderBy: [], limit: null, offset: 0};
}

async function run({query, columns}: JudgedSql, database: Database): Promise<SqlAnswer> {
  const {values, rows} = await database.run({text: `${query.text} LIMIT ${sqlLimits.rows + 1}`, values: []});
  const cut = rows > sqlLimits.rows;
  const kept = Math.min(rows, sqlLimits.rows);
  return {columns, values: values.map((column) => column.slice(0, kept)), rows: kept, cut};
}

async function describe(text: string, database: Database): Promise<{name: string; type: string}[]> {
  const {values} = await database.run({text: `DESCRIBE ${text}`, values: []});
  return values[0].map((name, i) => ({name: String(name), type: String(values[1][i])}));
}

async function recorded(asked: SqlAsked, {record}: SqlEffects): Promise<SqlAsked> {
  await record({request: asked.request, decision: asked.decision});
  return asked;
}
