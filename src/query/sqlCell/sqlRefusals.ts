import type {Reason} from "../../model/decision.js";

/** Limits of a query that a person types. Covenant's own. */
export const sqlLimits = {
  characters: 20_000,
  /** Parentheses within parentheses. */
  depth: 40,
  /** SELECTs in one query. */
  selects: 32,
  /** Rows that a series of numbers may have. */
  series: 10_000,
  /** Rows that any step of the plan may be expected to make, unless a released table is a quarter as long. */
  estimatedRows: 20_000_000,
  /** Columns of an answer. */
  columns: 60,
  /** Rows of an answer. */
  rows: 2_000
} as const;

type Words = [sentence: string, remedy: string];

const number = (n: number): string => n.toLocaleString("en").replaceAll(",", "\u2009");

/** Why the plan of a query, or the text before there is a plan, rules it out; `{what}` is the part that does. */
const refusals = {
  "sql.empty": ["There is nothing to ask.", "Write a query that begins with SELECT."],
  "sql.too-long": [
    `A query may have ${number(sqlLimits.characters)} characters, because a longer one cannot be read by whoever reviews it.`,
    "Write a shorter query."
  ],
  "sql.too-deep": [
    "The query is nested too deeply to be judged.",
    `Use at most ${sqlLimits.depth} parentheses within each other and ${sqlLimits.selects} times SELECT.`
  ],
  "sql.unicode": [
    "The text has characters that cannot be seen, or letters that only look like those of a name.",
    "Type the query anew with plain letters; other letters may stand between single quotes."
  ],
  "sql.quoting": [
    "A string, a name or a comment in the text has no end, or is written in a form that can be read in two ways.",
    "Put text between single quotes, names between double quotes, and do not nest comments."
  ],
  "sql.symbol": [
    "The text has a symbol that no query here needs.",
    "Use names, numbers, text between single quotes and + − * / % = < > ( )."
  ],
  "sql.two-statements": ["Only one query at a time can be judged.", "Leave out the semicolon and what follows it."],
  "sql.statement": [
    "Only a question can be asked here; {what} would do something else than answer one.",
    "Begin with SELECT, FROM or WITH."
  ],
  "sql.function": [
    "The function {what} is not among those that are known to do no harm.",
    "Use arithmetic, aggregates such as sum and count, and window functions such as rank."
  ],
  "sql.series": [
    "A series of numbers could be too long to work out.",
    `Give its bounds as whole numbers that are no more than ${number(sqlLimits.series)} apart.`
  ],
  "sql.internal": [
    "The name {what} belongs to the database itself and is no released table or column.",
    "Ask the tables and columns that are listed on this page."
  ],
  "sql.file": ["A query cannot read a file or an address.", "Ask the tables that are listed on this page."],
  "sql.recursive": [
    "A query that refers to itself has no end that could be known beforehand.",
    "Leave out RECURSIVE, or use a window function."
  ],
  "sql.pivot": ["PIVOT and UNPIVOT hide which columns are read.", "Use GROUP BY, and FILTER behind an aggregate."],
  "sql.sample": [
    "A sample drawn by chance gives another answer each time, and many of them tell more than one.",
    "Ask the whole table, or use LIMIT with ORDER BY."
  ],
  "sql.positional": [
    "A positional join puts rows beside each other that do not belong together.",
    "Join by a column, for instance USING (variant_id)."
  ],
  "sql.unbound": ["The database does not understand the query{what}.", "Compare the names with the list on this page."],
  "sql.operator": [
    "The plan has a step, {what}, that is not among those known to do no harm.",
    "Use SELECT, JOIN, WHERE, GROUP BY, ORDER BY and LIMIT."
  ],
  "sql.source": [
    "The plan takes rows from {what}, which is no released table.",
    "Ask the tables that are listed on this page."
  ],
  "sql.too-large": [
    "The query could make more rows than a browser can work out.",
    "Join the tables by variant_id, or filter them first."
  ],
  "sql.too-many-columns": [`An answer may have ${sqlLimits.columns} columns.`, "Name the columns that you need."],
  "sql.result-type": [
    "The column {what} is neither a number nor text, so a small count in it could not be found.",
    "Show each value in a row and column of its own."
  ],
  "sql.count-as-text": [
    "The query could write counts of people as text, where a small one could not be found.",
    "Show counts as numbers."
  ],
  "sql.small-comparison": [
    "The query compares a count of people with a number of 1 to {what}, which would sort out the smallest counts.",
    "Compare with a larger number, or with 0."
  ],
  "sql.failed": [
    "The query failed while it ran. The database’s message is not shown, because it can quote values.",
    "Look for casts of text to numbers, and divisions."
  ]
} satisfies Record<string, Words>;

export type SqlRule = keyof typeof refusals;

/** Ids of all rules by which the plan itself can refuse. */
export const sqlRules = Object.keys(refusals) as SqlRule[];

/** The reason of a refusal; `what` names the part of the query, and is never longer than a name. */
export function sqlRefusal(rule: SqlRule, what = ""): Reason {
  const [sentence, remedy] = refusals[rule];
  const named = what.length > 120 ? `${what.slice(0, 119)}…` : what;
  return {rule, sentence: sentence.replace("{what}", named), remedy: {sentence: remedy}};
}
