import type {Row} from "./delimited.js";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";
import {readLines} from "./textFile.js";

/**
 * Rows of a table whose header may follow comments, lines that begin with `#`: MAF, AlphaMissense. A line with `#` and a
 * tab is the header. Delimited by tabs, or by commas where the header has no tab; quotes are not undone, since neither
 * format has them. `onHeader` gets the columns' names.
 *
 * Errors: `InputError` with the line for ragged rows, nameless or repeated columns, and all of `readText`.
 */
export async function* readCommentedTable(
  input: InputFile,
  onHeader: (columns: string[], line: number) => void
): AsyncGenerator<Row> {
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  let columns: string[] | null = null;
  let delimiter = "\t";
  for await (const {number: line, text} of readLines(input)) {
    if (text.trim() === "") continue;
    if (columns === null) {
      if (text.startsWith("#") && !text.includes("\t")) continue;
      delimiter = text.includes("\t") ? "\t" : ",";
      columns = withoutEmptyEnd(text.replace(/^#/, "").split(delimiter)).map((name) => name.trim());
      checkNames(columns, (what) => fail(line, what));
      onHeader(columns, line);
      continue;
    }
    if (text.startsWith("#")) continue;
    const values = text.split(delimiter);
    const used = withoutEmptyEnd(values).length;
    if (values.length < columns.length || used > columns.length)
      throw fail(line, `has ${Math.max(values.length, used)} columns, but the header has ${columns.length}`);
    yield {line, values: values.slice(0, columns.length).map((value) => value.trim())};
  }
  if (columns === null) throw fail(null, "has no header");
}

function withoutEmptyEnd(values: string[]): string[] {
  let end = values.length;
  while (end > 0 && values[end - 1].trim() === "") end--;
  return values.slice(0, end);
}

function checkNames(names: string[], fail: (what: string) => InputError): void {
  if (names.length < 2) throw fail("the header has one column; expected columns between tabs");
  names.forEach((name, i) => {
    if (name === "") throw fail(`column ${i + 1} has no name`);
    const earlier = names.indexOf(name);
    if (earlier < i) throw fail(`columns ${earlier + 1} and ${i + 1} have the same name`);
  });
}
