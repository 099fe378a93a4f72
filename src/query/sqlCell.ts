import type {Decision} from "../model/decision.js";
import type {AnswerPage} from "../model/question.js";
import type {Action, QueryFacts, Request} from "../model/request.js";
import type {Result} from "./database.js";
import {requestOf, type Asker, type GateEffects} from "./gateway.js";
import {groupsOf} from "./mergeGroups.js";
import {factsOfTable} from "./plan.js";
import {checkCounts, countsPeople, harmlessColumns, smallestThreshold} from "./sqlCounts.js";
import {checkSchemas, withGuards} from "./sqlGuard.js";
import {readPlan, type SqlPlan} from "./sqlPlan.js";
import {printTokens, SqlRefused, tokensOf, type Token} from "./sqlTokens.js";
import {checkWords} from "./sqlWords.js";

/** What a cell of SQL does to the world; each is given, so that a test can watch. */
export interface SqlEffects extends Pick<GateEffects, "policy" | "record"> {
  /** Released tables that can be asked, with their columns. */
  known: Readonly<Record<string, readonly string[]>>;
  explain(text: string): Promise<unknown>;
  run(text: string): Promise<Result>;
}

export interface AskedSql {
  /** One request for each table that is read; one without a query where the text could not be read. */
  requests: Request[];
  decision: Decision;
  /** Null unless the decision is `permit`. */
  answer: SqlAnswer | null;
}

export interface SqlAnswer extends AnswerPage {
  /** More rows would follow. */
  cut: boolean;
}

/** Rows of an answer that are worked out and shown at most. */
export const mostShown = 10_000;

/**
 * Bind, judge the plan, run, recheck, record, as `ask` does for questions. The text itself is never run: what is run is
 * printed anew from the words that were judged, inside of a SELECT with a limit. Every way out records one entry, which
 * holds facts and never the text.
 */
export async function askSql(text: string, action: Action, asker: Asker, effects: SqlEffects): Promise<AskedSql> {
  try {
    const cell = await bindCell(text, asker, effects);
    const planned = cell.facts.map((facts) => requestOf(asker, action, exported(facts, action, cell.plan.resultRows)));
    const decision = await decideAll(planned, effects);
    if (decision.outcome !== "permit") return await recorded({requests: planned, decision, answer: null}, effects);
    const result = await runCell(cell.text, effects);
    if (cell.counts && !showsSmallCounts(asker)) checkSingleValues(result);
    return await recheck(planned, cell, result, effects);
  } catch (error) {
    if (!(error instanceof SqlRefused)) throw error;
    return recorded(await refused(error, requestOf(asker, action, undefined), effects), effects);
  }
}

interface Cell {
  text: string;
  tokens: Token[];
  plan: SqlPlan;
  /** Of each table that is read. */
  facts: QueryFacts[];
  /** A table with exact counts of people is read. */
  counts: boolean;
  /** A withheld count may stand in the answer. */
  withholds: boolean;
}

async function bindCell(text: string, asker: Asker, effects: SqlEffects): Promise<Cell> {
  const tokens = tokensOf(text);
  checkWords(tokens);
  checkInternalNames(tokens, effects.known);
  checkSchemas(tokens, effects.known);
  const asked = `SELECT * FROM (${printTokens(tokens)}) AS "answer" LIMIT ${mostShown + 1}`;
  const printed = showsSmallCounts(asker) ? asked : withGuards(asked, tokens, effects.known, asker.manifest);
  const plan = readPlan(await bound(effects.explain(printed)), tokens, effects.known);
  const all = [...plan.reads].map(([table, columns]) => factsOf(table, columns, plan, asker));
  // A view joins `variants` to name them, which reads nothing of it but the number of a row.
  const facts = all.filter(({table, columns}) => all.length === 1 || table !== "variants" || columns.length > 0);
  if (facts.length === 0)
    throw new SqlRefused(
      "sql.no-table",
      "The query reads no released table, so there is nothing to judge.",
      `Ask ${Object.keys(effects.known).join(", ")}.`
    );
  const readsCounts = facts.filter(({columns}) => columns.some(countsPeople));
  const counts = readsCounts.some(({noisy}) => !noisy);
  if (counts && !showsSmallCounts(asker)) checkCounts(tokens);
  const threshold = counts ? smallestThreshold(tokens) : null;
  return {
    text: printed,
    tokens,
    plan,
    facts: facts.map((fact) => ({...fact, ...(threshold !== null && holdsCounts(fact) && {min_cell: threshold})})),
    counts,
    withholds: readsCounts.length > 0
  };
}

/** Such counts are open to anybody by the consent, so nothing is withheld and nothing can be worked out. */
function showsSmallCounts({manifest: {cohort}}: Asker): boolean {
  return cohort.class === "open" && cohort.consent.length > 0 && cohort.consent.every((code) => code === "DUO:0000004");
}

/** `NAME_rows` and `variant_row` are how tables are kept here, and no part of the release. */
function checkInternalNames(tokens: readonly Token[], known: SqlEffects["known"]): void {
  const internal = new Set(["variant_row", ...Object.keys(known).map((name) => `${name}_rows`)]);
  if (tokens.some(({text}) => internal.has(text.toLowerCase())))
    throw new SqlRefused(
      "sql.unknown-table",
      "The query reads a table that was not released.",
      `Ask ${Object.keys(known).join(", ")}.`
    );
}

/** What the database says of a text that it cannot bind quotes that text and names of columns, and no value of a table. */
async function bound(explained: Promise<unknown>): Promise<unknown> {
  try {
    return await explained;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const said = /^(?:Parser|Binder|Catalog) Error: [^\n]*/.exec(message)?.[0];
    throw new SqlRefused(
      "sql.cannot-bind",
      said ? `The database cannot read the query: ${said}` : "The database cannot read the query.",
      "Compare the names with the list of tables and columns."
    );
  }
}

function factsOf(table: string, columns: ReadonlySet<string>, plan: SqlPlan, {manifest}: Asker): QueryFacts {
  const {strata} = manifest.people;
  const released = manifest.tables.find(({name}) => name === table)?.columns.map(({name}) => name) ?? [];
  const groups = released.filter((name) => strata.includes(name));
  const sizes = groupsOf(manifest.people, {}, groups).map(({people}) => people);
  const counts = [...columns].some(countsPeople);
  const facts: QueryFacts = {
    table,
    columns: [...columns],
    group_by: groups.filter((name) => columns.has(name)),
    filters: plan.narrowed ? ["sql"] : [],
    min_cell: null,
    variants: plan.narrowed ? 1 : null,
    quasi_identifiers: groups.filter((name) => columns.has(name)),
    result_level: groups.length > 0 && counts ? "stratum" : "cohort",
    smallest_group: counts && groups.length > 0 && sizes.length > 0 ? Math.min(...sizes.filter((n) => n > 0)) : null
  };
  return factsOfTable(facts, manifest);
}

/** An export is judged by the rows that leave. */
function exported(facts: QueryFacts, action: Action, rows: number): QueryFacts {
  return action === "export" && !(facts.variants === 1 && rows === 0) ? {...facts, variants: Math.max(1, rows)} : facts;
}

function holdsCounts({columns, noisy}: QueryFacts): boolean {
  return !noisy && columns.some(countsPeople);
}

/** A failure while running may quote a value, so only its kind is told. */
async function runCell(text: string, effects: SqlEffects): Promise<Result> {
  try {
    return await effects.run(text);
  } catch (error) {
    if (error instanceof Error && /Abort|Timeout/.test(error.name))
      throw new SqlRefused("sql.stopped", "The query was stopped before it was done.", "Narrow it with WHERE.");
    throw new SqlRefused(
      "sql.failed",
      "The query could not be worked out: a value cannot be used in the way that it asks.",
      "Leave out casts and divisions by zero; try the inner parts one by one."
    );
  }
}

/** A whole row or a list in one cell cannot be judged number by number. */
function checkSingleValues({values}: Result): void {
  if (values.some((column) => column.some((value) => typeof value === "string" && /^[{[]/.test(value))))
    throw new SqlRefused(
      "sql.count-hidden",
      "A cell of the answer holds several values, among which a count of people could not be judged.",
      "Name the columns one by one."
    );
}

async function recheck(planned: Request[], cell: Cell, result: Result, effects: SqlEffects): Promise<AskedSql> {
  const harmless = harmlessColumns(cell.tokens, new Set(Object.values(effects.known).flat()));
  const isHarmless = (i: number): boolean => harmless.length === result.names.length && harmless[i];
  // Put below each other, texts and counts become texts; nowhere else does the database turn one into the other by itself.
  const united = cell.tokens.some(
    ({kind, text}) => kind === "word" && /^(?:union|except|intersect|values)$/.test(text)
  );
  const small = cell.counts ? smallestCount(result, isHarmless, united) : null;
  const requests = planned.map((request) => {
    const facts = exported(request.query!, request.action, result.rows);
    const cells = [small, facts.min_cell].filter((n): n is number => n !== null);
    return {...request, query: holdsCounts(facts) ? {...facts, min_cell: least(cells)} : facts};
  });
  const decision = await decideAll(requests, effects);
  const answer = decision.outcome === "permit" ? answerOf(result, cell, isHarmless) : null;
  return recorded({requests, decision: answer ? withNote(decision, cell) : decision, answer}, effects);
}

/**
 * The smallest whole number of at least 1, either side of 0, in any column that is not shown to be no count.
 * With `texts`, a text that reads as a number is taken for one.
 */
export function smallestCount({values}: Result, isHarmless: (column: number) => boolean, texts = false): number | null {
  let smallest = Infinity;
  values.forEach((column, i) => {
    if (isHarmless(i)) return;
    for (const value of column) {
      const isNumber =
        typeof value === "number" || (texts && typeof value === "string" && /^\s*[-+.\d]+\s*$/.test(value));
      const size = isNumber ? Math.abs(Number(value)) : NaN;
      if (Number.isInteger(size) && size >= 1 && size < smallest) smallest = size;
    }
  });
  return smallest === Infinity ? null : smallest;
}

function least(values: number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null;
}

/** NULL is withheld where a count of people could stand, and nothing elsewhere; texts are never null. */
function answerOf(result: Result, cell: Cell, isHarmless: (column: number) => boolean): SqlAnswer {
  const shown = result.names.flatMap((name, i) => (name === "variant_row" ? [] : [i]));
  const rows = Math.min(result.rows, mostShown);
  const values = shown.map((i) => {
    const text = result.values[i].some((value) => typeof value === "string");
    const absent = text ? "" : cell.withholds && !isPlain(i) ? null : NaN;
    return result.values[i].slice(0, rows).map((value) => value ?? absent);
  });
  return {names: shown.map((i) => result.names[i]), values, rows, offset: 0, cut: result.rows > mostShown};

  function isPlain(i: number): boolean {
    return isHarmless(i) && !/ac|an|hom|het|hemi|missing|^n/.test(result.names[i]);
  }
}

function withNote(decision: Decision, {plan, withholds}: Cell): Decision {
  if (!plan.grouped || !withholds) return decision;
  const sentence = "Sums and averages leave out withheld counts, so they can be too small: say so where they are used.";
  return {...decision, obligations: [...decision.obligations, {rule: "sql.withheld-left-out", sentence}]};
}

/** The strictest outcome of all tables, with the reasons and obligations of each. */
async function decideAll(requests: readonly Request[], {policy}: SqlEffects): Promise<Decision> {
  const decisions = await Promise.all(requests.map((request) => policy.decide(request)));
  const outcome =
    (["forbid", "refer", "permit"] as const).find((o) => decisions.some((d) => d.outcome === o)) ?? "forbid";
  return {
    outcome,
    reasons: once(decisions.flatMap(({reasons}) => reasons)),
    obligations: outcome === "forbid" ? [] : once(decisions.flatMap(({obligations}) => obligations)),
    policy: decisions[0].policy
  };
}

function once<T extends {rule: string; sentence: string}>(found: T[]): T[] {
  return [...new Map(found.map((item) => [`${item.rule} ${item.sentence}`, item])).values()];
}

async function refused(error: SqlRefused, request: Request, {policy}: SqlEffects): Promise<AskedSql> {
  const {policy: hash} = await policy.decide(request);
  const {rule, message: sentence, remedy} = error;
  const reason = {rule, sentence, ...(remedy && {remedy: {sentence: remedy}})};
  return {
    requests: [request],
    decision: {outcome: "forbid", reasons: [reason], obligations: [], policy: hash},
    answer: null
  };
}

/** The table whose counts are judged stands for all: one entry is recorded for a cell. A binder's message quotes the text. */
async function recorded(asked: AskedSql, {record}: SqlEffects): Promise<AskedSql> {
  const request = asked.requests.find(({query}) => query && query.columns.some(countsPeople)) ?? asked.requests[0];
  const reasons = asked.decision.reasons.map((reason) =>
    /^sql\.(?:cannot-bind|unknown-function)$/.test(reason.rule)
      ? {...reason, sentence: "The query could not be read as one over released tables."}
      : reason
  );
  await record({request, decision: {...asked.decision, reasons}});
  return asked;
}
