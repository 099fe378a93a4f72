import {CsvError, parse} from "csv-parse/sync";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";
import {maxLineBytes, readText} from "./textFile.js";

/** One row of a table, without white space around its values; as many values as the header has columns. */
export interface Row {
  /** 1-based line of the file where the row begins. */
  line: number;
  values: string[];
}

/**
 * Rows of a TSV, CSV (comma or semicolon) or white-space separated file with a header; .gz is fine, so are CRLF, a byte
 * order mark, `#` before the first column's name and empty columns at the end. The delimiter is told from the header.
 * `onHeader` gets the names of the columns before the first row is read.
 *
 * Errors: `InputError` with the line for ragged rows, nameless or repeated columns, an open quote, and all of `readText`.
 */
export async function* readDelimited(input: InputFile, onHeader: (columns: string[]) => void): AsyncGenerator<Row> {
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  let columns: string[] | null = null;
  for await (const rows of records(input)) {
    for (const {line, values} of rows) {
      if (values.every((value) => value === "")) continue;
      if (columns === null) {
        columns = checkHeader(values, line, fail);
        onHeader(columns);
        continue;
      }
      const used = lastUsed(values, columns.length);
      if (values.length < columns.length || used > columns.length)
        throw fail(line, `has ${Math.min(values.length, used)} columns, but the header has ${columns.length}`);
      yield {line, values: values.length === columns.length ? values : values.slice(0, columns.length)};
    }
  }
  if (columns === null) throw fail(null, "is empty");
}

/** Where a column is; undefined = not there. */
export function findColumn(columns: string[], name: string): number | undefined {
  const index = columns.indexOf(name.replace(/^#/, ""));
  return index < 0 ? undefined : index;
}

function checkHeader(values: string[], line: number, fail: (line: number, what: string) => InputError): string[] {
  const names = values.slice(0, lastUsed(values, 0)).map((name, i) => (i === 0 ? name.replace(/^#/, "") : name));
  names.forEach((name, i) => {
    if (name === "") throw fail(line, `column ${i + 1} has no name`);
    const earlier = names.indexOf(name);
    if (earlier < i) throw fail(line, `columns ${earlier + 1} and ${i + 1} have the same name`);
  });
  if (names.length === 0) throw fail(line, "the header names no columns");
  return names;
}

/** Number of values up to the last that is not empty, at least `least`. */
function lastUsed(values: string[], least: number): number {
  let end = values.length;
  while (end > least && values[end - 1] === "") end--;
  return end;
}

/** Rows as they come, in pieces, since a promise for each row would take longer than reading it. */
async function* records(input: InputFile): AsyncGenerator<Row[]> {
  const blocks = readText(input);
  const first = await blocks.next();
  if (first.done) return;
  const delimiter = sniffDelimiter(first.value.split("\n", 1)[0]);
  const all = startingWith(first.value, blocks);
  const quoting = delimiter === "," || delimiter === ";";
  let line = 1;
  for await (const piece of quoting ? untilQuotesClose(all) : all) {
    yield quoting && piece.includes('"') ? parseCsv(piece, line, delimiter, input) : splitLines(piece, line, delimiter);
    line += count("\n", piece);
  }
}

/** Without quotes no parser is needed, which takes several times as long. In TSV spreadsheets put quotes around a whole value. */
function splitLines(text: string, firstLine: number, delimiter: string | null): Row[] {
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  return lines.map((line, i) => {
    const values = delimiter === null ? line.trim().split(/\s+/) : line.split(delimiter).map((value) => value.trim());
    return {line: firstLine + i, values: values.map((value) => (/^".*"$/.test(value) ? value.slice(1, -1) : value))};
  });
}

/** Quoted values may hold line ends: pieces at whose ends all quotes are closed. */
async function* untilQuotesClose(blocks: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  let isOpen = false;
  for await (const block of blocks) {
    piece += block;
    if (count('"', block) % 2 === 1) isOpen = !isOpen;
    if (isOpen && piece.length < maxLineBytes) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function parseCsv(text: string, firstLine: number, delimiter: string, {label}: InputFile): Row[] {
  let line = firstLine;
  try {
    const format = {delimiter, record_delimiter: ["\r\n", "\n"], info: true, relax_column_count: true};
    const records = parse(text, format) as unknown as CsvRecord[];
    return records.map(({record, info}) => {
      const row = {line, values: record.map((value) => value.trim())};
      line = firstLine + info.lines;
      return row;
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = error.code === "CSV_QUOTE_NOT_CLOSED" ? lineOfOpenQuote(text) : Number(error.lines) - 1;
    throw new InputError(label, firstLine + at, csvProblem(error));
  }
}

interface CsvRecord {
  record: string[];
  /** `lines`: how many lines of the text the records up to here take. */
  info: {lines: number};
}

/** 0-based: the last line at whose end a quote is open that was closed at its start. */
function lineOfOpenQuote(text: string): number {
  let found = 0;
  let isOpen = false;
  text.split("\n").forEach((line, i) => {
    if (count('"', line) % 2 === 0) return;
    isOpen = !isOpen;
    if (isOpen) found = i;
  });
  return found;
}

function count(letter: string, text: string): number {
  let found = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) found++;
  return found;
}

/** Null = any white space. */
function sniffDelimiter(header: string): string | null {
  return ["\t", ",", ";"].find((delimiter) => header.includes(delimiter)) ?? null;
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

function csvProblem({code}: CsvError): string {
  switch (code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return 'a quote (") opens here and is never closed';
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return 'a quote (") within a value; double it ("") and quote the whole value';
    default:
      return `cannot be split into columns (${code})`;
  }
}
