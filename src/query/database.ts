import type {KnownColumns} from "./sql.js";
import type {Sql} from "./sqlText.js";

/** What the rest of this folder needs from a database; `duckdb.ts` has the one that runs in the browser. */
export interface Database {
  /** Tables that were loaded, with the columns that a question may name. */
  readonly known: KnownColumns;
  run(statement: Sql): Promise<Result>;
}

/** Column by column; text, numbers and null only. */
export interface Result {
  names: string[];
  values: (string | number | null)[][];
  rows: number;
}
