import {readDelimited} from "../delimited.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";

/** One row of a table of definitions; values by the name of their column. */
export interface TableRow<C extends string> {
  /** 1-based line of the file. */
  line: number;
  /** The value; empty for `N/A`, `NA` and columns that the file does not have. */
  get(column: C): string;
  fail(what: string): InputError;
}

/**
 * Rows of a table that must have the columns `needed` and may have those of `optional`; others are not looked at.
 * `what` names the table in messages.
 */
export async function readRows<C extends string>(
  input: InputFile,
  what: string,
  needed: readonly C[],
  optional: readonly C[] = []
): Promise<TableRow<C>[]> {
  const places = new Map<C, number>();
  const rows: TableRow<C>[] = [];
  const onHeader = (names: string[]): void => {
    for (const column of [...needed, ...optional])
      if (names.includes(column)) places.set(column, names.indexOf(column));
    const missing = needed.filter((column) => !places.has(column));
    if (missing.length > 0)
      throw new InputError(
        input.label,
        1,
        `has no column ${missing[0]}; a table of ${what} has the columns ${needed.join(", ")}`
      );
  };
  for await (const {line, values} of readDelimited(input, onHeader)) {
    rows.push({
      line,
      get: (column) => {
        const value = values[places.get(column) ?? -1] ?? "";
        return /^(N\/A|NA)$/i.test(value) ? "" : value;
      },
      fail: (problem) => new InputError(input.label, line, problem)
    });
  }
  if (rows.length === 0) throw new InputError(input.label, null, `has no ${what} below its header`);
  return rows;
}

/** A value in a message, cut where it is long. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
