import type {Reason} from "../../model/decision.js";
import type {ReleaseManifest, TableName} from "../../model/release.js";
import type {QueryFacts} from "../../model/request.js";
import type {PlanFacts, SqlColumn} from "../../model/sqlAnswer.js";
import {carriesNoise} from "../../model/tierView.js";
import {groupsOf} from "../mergeGroups.js";
import {factsOfTable} from "../plan.js";
import {checkSqlText, type CheckedSql} from "./checkSqlText.js";
import {refuseDisguise} from "./countRules.js";
import {readSelectList} from "./selectList.js";
import {sqlLimits, sqlRefusal} from "./sqlRefusals.js";
import {columnsNeeded, isTooLarge, readPlan, type Released} from "./sqlPlan.js";
import {peopleCounts} from "./sqlWords.js";

/** What is needed of a database to judge a query without running it. */
export interface Explains {
  readonly known: Released;
  /** The bound plan as JSON; rejects when a text cannot be bound. */
  explain(text: string): Promise<unknown>;
  /** Names and types of the columns that a query would have, in order. */
  describe(text: string): Promise<{name: string; type: string}[]>;
}

export type SqlManifest = Pick<ReleaseManifest, "cohort" | "people" | "strata" | "tables" | "privacy" | "rules">;

/** A query that its plan does not rule out: what the policy is asked, and how the answer is checked. */
export interface JudgedSql {
  query: CheckedSql;
  plan: PlanFacts;
  /** One for each table that is read; one without a table for a query that reads none. */
  facts: QueryFacts[];
  columns: SqlColumn[];
}

/**
 * Judges a typed query by its bound plan; nothing is run. The text is read first, for what leaves no trace in a plan.
 * `largestWithheld` is the largest count of people that is too small to be shown.
 */
export async function judgeSql(
  typed: string,
  manifest: SqlManifest,
  database: Explains,
  largestWithheld: number
): Promise<JudgedSql | {reasons: Reason[]; plan?: PlanFacts}> {
  const query = checkSqlText(typed);
  if ("reasons" in query) return query;
  const explained = await explainOr(query.text, database);
  if (typeof explained === "string") return {reasons: [sqlRefusal("sql.unbound", explained)]};
  const plan = readPlan(explained, database.known);
  if ("reasons" in plan) return plan;
  if (isTooLarge(plan, longestTable(manifest))) return {reasons: [sqlRefusal("sql.too-large")], plan};
  const described = await database.describe(query.text);
  // The database's own number of a variant is no released column: it is left out wherever `*` brings it in.
  const shown = described.map((column, at) => ({...column, at})).filter(({name}) => name !== "variant_row");
  if (shown.length > sqlLimits.columns) return {reasons: [sqlRefusal("sql.too-many-columns")], plan};
  const reads = plan.columns.some((name) => peopleCounts.has(name));
  const guarded = reads && readsPeople(plan, manifest);
  const plainly = readSelectList(query.tokens, described.length);
  const columns: (SqlColumn & {at: number})[] = [];
  for (const {name, type, at} of shown) {
    const depends = reads && (await dependsOnCounts(query.text, described.length, at, database));
    const isRows = plainly[at] === "rows" && plan.sources > 2;
    columns.push({
      name,
      ...kindOf(type),
      counts: guarded && depends,
      noisy: depends && !guarded,
      plainly: isRows ? null : plainly[at],
      at
    });
  }
  const reasons = [
    ...(guarded && manifest.cohort.class !== "open" ? refuseDisguise(query.tokens, largestWithheld) : []),
    ...columns.filter(isOpaque).map(({name}) => sqlRefusal("sql.result-type", `“${name.slice(0, 40)}”`))
  ];
  if (reasons.length > 0) return {reasons, plan};
  return {
    query: {...query, text: onlyColumns(query.text, described.length, columns)},
    plan,
    facts: factsOf(plan, manifest),
    columns
  };
}

/** The plan, or what the database says of a text that it cannot bind: nothing has been read then, so it quotes no value. */
async function explainOr(text: string, database: Explains): Promise<unknown> {
  try {
    return await database.explain(text);
  } catch (error) {
    return firstLine(error);
  }
}

/** Without suggestions, which name what the database keeps for itself. */
function firstLine(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  const kept = /^(Binder|Parser|Catalog) Error: /.test(line) ? line.replace(/ (Did you mean|Candidate).*$/, "") : "";
  return kept ? ` (${kept.replace(/^\w+ Error: /, "")})` : "";
}

/** Whether a table of counts is read whose numbers carry no noise. */
function readsPeople({tables}: PlanFacts, manifest: SqlManifest): boolean {
  return tables.some((name) => {
    const table = manifest.tables.find((table) => table.name === name);
    return name !== "variants" && !(table && carriesNoise(manifest, table.name, table.tier));
  });
}

/** What is left of the plan when only this column is wanted says what its values come from. */
async function dependsOnCounts(text: string, width: number, at: number, database: Explains): Promise<boolean> {
  const explained = await database.explain(onlyColumns(text, width, [{at}]));
  return columnsNeeded(explained, database.known).some((name) => peopleCounts.has(name));
}

function onlyColumns(text: string, width: number, columns: readonly {at: number}[]): string {
  const names = Array.from({length: width}, (_, i) => `c${i}`).join(", ");
  // The line break ends a comment at the end of the text.
  return `SELECT ${columns.map(({at}) => `c${at}`).join(", ")} FROM (${text}\n) AS asked(${names})`;
}

function kindOf(type: string): Pick<SqlColumn, "kind" | "whole"> {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/.test(type)) return {kind: "number", whole: true};
  if (/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return {kind: "number", whole: false};
  if (/^(VARCHAR|ENUM\(.*\))$/s.test(type)) return {kind: "text", whole: false};
  return {kind: type === "BOOLEAN" ? "truth" : "other", whole: false};
}

function isOpaque({kind, counts}: SqlColumn): boolean {
  return kind === "other" || (kind === "truth" && counts);
}

function longestTable({tables}: SqlManifest): number {
  return Math.max(0, ...tables.map(({rows}) => rows));
}

function factsOf(plan: PlanFacts, manifest: SqlManifest): QueryFacts[] {
  const strata = manifest.strata.map(({name}) => name).filter((name) => plan.columns.includes(name));
  const groups = groupsOf(manifest.people, {}, strata);
  const chosen = plan.chosenBy.filter((name) => !strata.includes(name) && !ofLanguage.has(name));
  const common = {
    columns: plan.columns,
    group_by: strata,
    filters: chosen.length > 0 ? ["sql"] : [],
    min_cell: null,
    variants: plan.limited || chosen.length > 0 ? 1 : null,
    quasi_identifiers: strata,
    result_level: strata.length > 0 ? ("stratum" as const) : ("cohort" as const),
    smallest_group: strata.length > 0 && groups.length > 0 ? Math.min(...groups.map(({people}) => people)) : null
  };
  const tables: string[] = plan.tables.length > 0 ? plan.tables : ["variants"];
  return tables.map((table) => factsOfTable({...common, table: table as TableName}, manifest));
}

/** Words that DuckDB writes into a printed condition and that choose nothing. */
const ofLanguage = new Set(
  "and or not in is null as cast varchar integer bigint double boolean true false enum distinct from".split(" ")
);
