import type {Decision} from "./decision.js";
import type {Request} from "./request.js";

/** What a bound plan says of a query that a person typed. */
export interface PlanFacts {
  /** Released tables that are read, sorted; views, subqueries and names are resolved. */
  tables: string[];
  /** Columns that the plan needs of any of them, after what is not used was left out, sorted. */
  columns: string[];
  /** Names that a filter or a join chooses rows by, as far as the plan shows them. */
  chosenBy: string[];
  /** Whether it keeps only some rows by their place in an order. */
  limited: boolean;
  /** The most rows that any step is expected to make. */
  estimatedRows: number;
  /** How many times the plan takes rows from anywhere: tables, series, lists. */
  sources: number;
  /** Steps of the plan, each once, sorted. */
  steps: string[];
}

/** A column of an answer, once its plan was read. */
export interface SqlColumn {
  name: string;
  kind: "number" | "text" | "truth" | "other";
  /** A whole number by its type. */
  whole: boolean;
  /** Its values depend on a count of people: by its expression, or by what its rows were chosen by. */
  counts: boolean;
  /** Its values depend so on counts that carry noise, which are no counts of people. */
  noisy: boolean;
  /** What the text plainly says that it is: a place in an order, a number of rows, a chromosome. */
  plainly: "rank" | "rows" | "chromosome" | null;
}

/** Column by column; a null is a withheld count, or a value that does not exist. */
export interface SqlAnswer {
  columns: SqlColumn[];
  values: (string | number | null)[][];
  rows: number;
  /** There are more rows than an answer may have. */
  cut: boolean;
}

export interface SqlAsked {
  /** The request that was decided most strictly; its `query` is never SQL text. */
  request: Request;
  decision: Decision;
  /** Null when there is none, because the text was refused before it was bound. */
  plan: PlanFacts | null;
  /** Null unless the decision is `permit`. */
  answer: SqlAnswer | null;
}
