import type {Reason} from "../../model/decision.js";
import type {PlanFacts} from "../../model/sqlAnswer.js";
import {sqlLimits, sqlRefusal} from "./sqlRefusals.js";

/** Tables that may be read, with their released columns. */
export type Released = Readonly<Record<string, readonly string[] | undefined>>;

/** One stage of what `EXPLAIN (FORMAT json)` gives. */
interface Stage {
  stage: string;
  plan: unknown;
}

export interface PlanNode {
  name: string;
  children: PlanNode[];
  info: Record<string, unknown>;
}

/** Steps that only combine the rows of the steps below them. */
const steps = words(`
  PROJECTION FILTER AGGREGATE ORDER_BY TOP_N LIMIT LIMIT_PERCENT STREAMING_LIMIT DISTINCT COMPARISON_JOIN ANY_JOIN DELIM_JOIN
  CROSS_PRODUCT UNION EXCEPT INTERSECT WINDOW STREAMING_WINDOW UNNEST CTE MATERIALIZED_CTE DEPENDENT_JOIN
  HASH_JOIN NESTED_LOOP_JOIN BLOCKWISE_NL_JOIN PIECEWISE_MERGE_JOIN IE_JOIN LEFT_DELIM_JOIN RIGHT_DELIM_JOIN
  HASH_GROUP_BY PERFECT_HASH_GROUP_BY UNGROUPED_AGGREGATE SIMPLE_AGGREGATE PARTITIONED_AGGREGATE ASOF_JOIN INOUT_FUNCTION
`);

/** Steps that bring in constants, numbers in order, or rows of another step, as the groups of a correlated subquery are. */
const leaves = words(`
  DUMMY_SCAN EMPTY_RESULT CTE_SCAN CTE_REF DELIM_SCAN DELIM_GET COLUMN_DATA_SCAN CHUNK_GET EXPRESSION_GET EXPRESSION_SCAN
  RANGE GENERATE_SERIES UNNEST HASH_GROUP_BY
`);

const scans = words("SEQ_SCAN TABLE_SCAN INDEX_SCAN");

/** Reads a plan against an allow-list: a step that is not on it, or a table that was not released, rules the query out. */
export function readPlan(explained: unknown, known: Released): PlanFacts | {reasons: Reason[]} {
  const stages = explained as Stage[];
  const all = stages.flatMap(({plan}) => [...nodesOf(plan)]);
  const reasons = all.flatMap((node) => wrongStep(node, known));
  if (all.length === 0) reasons.push(sqlRefusal("sql.operator", "of an unknown form"));
  if (reasons.length > 0) return {reasons: distinct(reasons)};
  const optimised = stages.filter(({stage}) => stage !== "logical_plan").flatMap(({plan}) => [...nodesOf(plan)]);
  const tables = unique(all.flatMap((node) => scanned(node, known) ?? []));
  // A scan that is answered from statistics, or not at all, leaves no trace of its columns: it may have needed any.
  const vanished = tables.filter((table) => !optimised.some((node) => scanned(node, known) === table));
  const facts: PlanFacts = {
    tables,
    columns: unique([
      ...columnsIn(
        optimised,
        tables.flatMap((table) => known[table] ?? [])
      ),
      ...vanished.flatMap((table) => known[table] ?? [])
    ]),
    chosenBy: unique(all.flatMap(choiceOf)),
    limited: all.some(({name}) => /LIMIT|TOP_N|DISTINCT|WINDOW/.test(name)),
    estimatedRows: Math.max(0, ...all.map(({info}) => Number(info["Estimated Cardinality"] ?? 0))),
    sources: stages
      .filter(({stage}) => stage === "logical_plan")
      .flatMap(({plan}) => [...nodesOf(plan)])
      .filter(({name, children}) => children.length === 0 || /UNNEST/.test(name)).length,
    steps: unique(
      stages
        .filter(({stage}) => stage === "physical_plan")
        .flatMap(({plan}) => [...nodesOf(plan)].map(({name}) => name))
    )
  };
  return facts;
}

/** Columns that a plan needs, from the names in its steps once strings are taken out of them. */
export function columnsNeeded(explained: unknown, known: Released): string[] {
  const facts = readPlan(explained, known);
  return "reasons" in facts ? Object.values(known).flatMap((columns) => columns ?? []) : facts.columns;
}

export function* nodesOf(plan: unknown): Generator<PlanNode> {
  if (Array.isArray(plan)) for (const part of plan) yield* nodesOf(part);
  else if (plan !== null && typeof plan === "object") {
    const {name, children = [], extra_info: info = {}} = plan as Record<string, unknown>;
    yield {name: String(name ?? "").trim(), children: children as PlanNode[], info: info as Record<string, unknown>};
    yield* nodesOf(children);
  }
}

function wrongStep(node: PlanNode, known: Released): Reason[] {
  const {name, info, children} = node;
  if (scans.has(name) || info.Table !== undefined)
    return scanned(node, known) ? [] : [sqlRefusal("sql.source", String(info.Table ?? info.Function ?? "a function"))];
  if (leaves.has(name)) return [];
  if (children.length === 0) return [sqlRefusal("sql.source", name)];
  return steps.has(name) ? [] : [sqlRefusal("sql.operator", name)];
}

/** `memory.main.allele_counts_rows` → `allele_counts`; null for anything that is not how a released table is kept. */
function scanned({info}: PlanNode, known: Released): string | null {
  if (info.Table === undefined) return null;
  const parts = String(info.Table).split(".");
  const kept = parts.at(-1)!;
  if (parts.slice(0, -1).some((part) => part !== "memory" && part !== "main")) return null;
  const name = kept === "variants" ? kept : kept.endsWith("_rows") ? kept.slice(0, -"_rows".length) : "";
  return Object.hasOwn(known, name) ? name : null;
}

function columnsIn(nodes: PlanNode[], columns: string[]): string[] {
  const named = new Set(nodes.flatMap(({info}) => namesIn(Object.values(info).flat().map(String))));
  return columns.filter((column) => named.has(column.toLowerCase()));
}

/** Names in what a step filters or joins by; joining a table to its variants chooses nothing. */
function choiceOf({name, info}: PlanNode): string[] {
  const conditions = [info.Filters, info.Conditions, ...(name === "FILTER" ? [info.Expressions] : [])];
  return namesIn(
    conditions.flat().map((part) => String(part ?? "").replace(/\(?\bvariant_row = variant_row\b\)?/g, ""))
  );
}

function namesIn(expressions: string[]): string[] {
  return expressions.flatMap(
    (text) =>
      text
        .replace(/'(?:[^']|'')*'/g, " ")
        .toLowerCase()
        .match(/[a-z_][a-z0-9_]*/g) ?? []
  );
}

function distinct(reasons: Reason[]): Reason[] {
  return reasons.filter(({sentence}, i) => reasons.findIndex((other) => other.sentence === sentence) === i);
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort();
}

/** Whether a step would make more rows than a browser can work out; `longest` is the length of the longest table. */
export function isTooLarge({estimatedRows}: PlanFacts, longest: number): boolean {
  return estimatedRows > Math.max(sqlLimits.estimatedRows, 4 * longest);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
