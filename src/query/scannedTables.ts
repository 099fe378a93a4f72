import type {LoadableDatabase} from "./duckdb.js";

/** What a statement would read, from the plan that the database would follow. */
export interface Scan {
  /** Names of the tables read, each once, sorted; views and common table expressions are resolved. */
  tables: string[];
  /** Whatever else the plan takes rows from: functions, files, the catalogue. */
  others: string[];
}

/**
 * The tables that a SQL text typed by a person would read. Judged by the bound plan and never by the text, which can
 * hide a table behind a view, a macro or a name. Only one statement, and only a query, has such a plan:
 * anything else rejects with an Error.
 */
export async function scannedTables(text: string, database: Pick<LoadableDatabase, "explain">): Promise<Scan> {
  if (!/^\s*(select|with|from|values|\()/i.test(text))
    throw new Error("only a query can be judged: begin with SELECT or WITH");
  if (hasSecondStatement(text))
    throw new Error("only one statement can be judged: leave out the semicolon and what follows");
  const tables = new Set<string>();
  const others = new Set<string>();
  for (const node of nodesOf(await database.explain(text))) {
    const {name = "", children = [], extra_info: info = {}} = node;
    if (/^(INSERT|UPDATE|DELETE|MERGE|CREATE|COPY|DROP|ALTER)/.test(name.trim()))
      throw new Error("only a query can be judged: this statement would change a table");
    if (info.Table) tables.add(releasedName(String(info.Table)));
    else if (children.length === 0 && !harmless.has(name.trim())) others.add(name.trim());
  }
  return {tables: [...tables].sort(), others: [...others].sort()};
}

interface PlanNode {
  name?: string;
  children?: PlanNode[];
  extra_info?: Record<string, unknown>;
}

/** Leaves of a plan that bring in no data: they stand for another part of it, for constants, or for nothing. */
const harmless = new Set(
  "CTE_SCAN CTE_REF REC_CTE_SCAN DUMMY_SCAN DELIM_SCAN DELIM_GET COLUMN_DATA_SCAN CHUNK_GET EXPRESSION_GET EMPTY_RESULT".split(
    " "
  )
);

function* nodesOf(plan: unknown): Generator<PlanNode> {
  if (Array.isArray(plan)) for (const part of plan) yield* nodesOf(part);
  else if (plan !== null && typeof plan === "object") {
    const node = plan as PlanNode & {plan?: unknown};
    if (node.plan !== undefined) yield* nodesOf(node.plan);
    else {
      yield node;
      yield* nodesOf(node.children ?? []);
    }
  }
}

/** `memory.main.allele_counts_rows` → `allele_counts`. */
function releasedName(name: string): string {
  return name
    .split(".")
    .at(-1)!
    .replace(/_rows$/, "");
}

/** A semicolon with anything after it, outside of strings, quoted names and comments. */
function hasSecondStatement(text: string): boolean {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  return /;\s*\S/.test(bare);
}
