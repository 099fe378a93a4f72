import {SqlRefused, type Token} from "./sqlTokens.js";

/** What a bound query reads, from the plan that the database would follow. */
export interface SqlPlan {
  /** Released table → its columns that are read; views, common table expressions and names are resolved. */
  reads: Map<string, Set<string>>;
  /** Rows are chosen: by a condition, a join on one, or a number of rows. */
  narrowed: boolean;
  grouped: boolean;
  /** The most rows that any step is expected to have. */
  rows: number;
  /** The rows that the answer is expected to have. */
  resultRows: number;
}

interface PlanNode {
  name?: string;
  children?: PlanNode[];
  extra_info?: Record<string, unknown>;
}

/** Rows of a step beyond which a query is not started: about ten times what the largest released table has. */
export const mostRows = 50_000_000;

const leaves = new Set(
  "CTE_SCAN CTE_REF DUMMY_SCAN DELIM_GET DELIM_SCAN CHUNK_GET COLUMN_DATA_SCAN EXPRESSION_GET EMPTY_RESULT".split(" ")
);
const steps = new Set(
  `PROJECTION FILTER AGGREGATE COMPARISON_JOIN CROSS_PRODUCT ANY_JOIN DELIM_JOIN ASOF_JOIN POSITIONAL_JOIN DEPENDENT_JOIN
  ORDER_BY TOP_N LIMIT LIMIT_PERCENT WINDOW UNNEST UNION EXCEPT INTERSECT DISTINCT CTE MATERIALIZED_CTE`.split(/\s+/)
);

/**
 * Reads the plans that `explain` gives. Throws a `SqlRefused` for a step that is not known, a table that is not among
 * `known`, and more rows than can be worked out. Columns are those that the scans of the plan hand on and those of the
 * table that the text names; all of them where the database answered from what it knows of a table without reading it.
 */
export function readPlan(
  plans: unknown,
  tokens: readonly Token[],
  known: Readonly<Record<string, readonly string[]>>
): SqlPlan {
  const stages = plans as {stage: string; plan: PlanNode[]}[];
  const stage = (name: string): PlanNode[] => {
    const found = stages.find((plan) => plan.stage === name);
    if (!found) throw new SqlRefused("sql.no-plan", "The database gave no plan to judge.");
    return found.plan.flatMap(nodesOf);
  };
  const logical = stage("logical_plan");
  const physical = stage("physical_plan");
  logical.forEach((node) => checkStep(node, known));
  const rows = Math.max(0, ...physical.map(rowsOf));
  if (rows > mostRows)
    throw new SqlRefused(
      "sql.too-large",
      "The query would put together more rows than a page can work out.",
      "Join tables on variant_id, and narrow them with WHERE first."
    );
  const named = (column: string): boolean => tokens.some(({kind, text}) => kind !== "string" && text === column);
  // The query is put into a SELECT of ours, whose limit chooses no variants.
  const ownLimit = logical.findIndex(({name}) => name === "LIMIT");
  const reads = new Map<string, Set<string>>();
  for (const table of new Set(logical.flatMap((node) => tableOf(node) ?? []))) {
    const scans = physical.filter((node) => tableOf(node) === table);
    const handedOn = new Set(
      scans.flatMap(({extra_info: info}) => [...texts(info?.Projections), ...words(info?.Filters)])
    );
    const whole = scans.length < logical.filter((node) => tableOf(node) === table).length / 2;
    reads.set(table, new Set(known[table].filter((name) => whole || handedOn.has(name) || named(name))));
  }
  return {
    reads,
    narrowed:
      logical.filter((_, i) => i !== ownLimit).some(isNarrowing) ||
      tokens.some(({kind, text}) => kind === "word" && text === "limit"),
    grouped: logical.some(({name}) => name === "AGGREGATE" || name === "DISTINCT"),
    rows,
    resultRows: Math.max(1, heldBy(physical[0]))
  };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

function checkStep(node: PlanNode, known: Readonly<Record<string, readonly string[]>>): void {
  const name = (node.name ?? "").trim();
  const table = tableOf(node);
  if (table !== undefined) {
    if (name === "SEQ_SCAN" && Object.hasOwn(known, table)) return;
    throw new SqlRefused("sql.unknown-table", "The query reads a table that was not released.", tablesToAsk(known));
  }
  if (leaves.has(name) || (steps.has(name) && (node.children ?? []).length > 0)) return;
  throw new SqlRefused(
    "sql.unknown-source",
    "The query takes rows from something other than the released tables.",
    tablesToAsk(known)
  );
}

function tablesToAsk(known: object): string {
  return `Ask ${Object.keys(known).join(", ")}.`;
}

/** `memory.main.allele_counts_rows` → `allele_counts`. */
function tableOf({extra_info: info}: PlanNode): string | undefined {
  if (info?.Table === undefined) return undefined;
  return String(info.Table)
    .split(".")
    .at(-1)!
    .replace(/^(.+)_rows$/, "$1");
}

/** A join of whole tables is expected to have all their pairs, whatever the estimate leaves out. */
function rowsOf(node: PlanNode): number {
  const own = Number(node.extra_info?.["Estimated Cardinality"] ?? 0);
  if (!/CROSS_PRODUCT|NL_JOIN|NESTED_LOOP|IE_JOIN|PIECEWISE/.test(node.name ?? "")) return own;
  return Math.max(
    own,
    (node.children ?? []).map(heldBy).reduce((product, rows) => product * rows, 1)
  );
}

function heldBy(node: PlanNode): number {
  const own = rowsOf(node);
  return own > 0 ? own : Math.max(1, ...(node.children ?? []).map(heldBy));
}

/** The join that resolves a view's variants chooses none. */
function isNarrowing({name = "", extra_info: info = {}}: PlanNode): boolean {
  if (/FILTER|LIMIT|TOP_N|EXCEPT|INTERSECT|ANY_JOIN|ASOF_JOIN/.test(name)) return true;
  return name === "COMPARISON_JOIN" && String(info.Conditions) !== "(variant_row = variant_row)";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
}

function words(value: unknown): string[] {
  return texts(value).flatMap((text) => text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
}
