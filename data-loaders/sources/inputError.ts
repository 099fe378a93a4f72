/**
 * Input that cannot be used: one line naming file and line, and what to do about it.
 * The message never holds a person's data: rows are named by number, values are not shown.
 */
export class InputError extends Error {
  constructor(
    readonly file: string,
    /** 1-based; null where a line has no meaning (a truncated binary file). */
    readonly line: number | null,
    readonly what: string
  ) {
    super(line === null ? `${file}: ${what}` : `${file}:${line}: ${what}`);
    this.name = "InputError";
  }
}
