import {parse as parseCsv} from "csv-parse/browser/esm/sync";
import {isMap, LineCounter, parseDocument, type Document} from "yaml";
import type * as z from "zod";
import {PolicyError} from "./policyError.js";

/** Texts of policy files by their path from the repository's root, such as `policies/thresholds.yaml`. */
export type PolicyFiles = Record<string, string>;

/** The text of a file, line ends as `\n`. Throws where it is missing: nothing is decided without it. */
export function textOf(files: PolicyFiles, file: string): string {
  if (!Object.hasOwn(files, file))
    throw new PolicyError(file, null, "policy file not found; nothing is decided without it");
  return files[file].replace(/\r\n/g, "\n");
}

/** Entries of a mapping, all of one shape, by id; those that `wanted` leaves out are not looked at. Errors name the line. */
export function parseYamlEntries<T>(
  files: PolicyFiles,
  file: string,
  shape: z.ZodType<T>,
  wanted: (id: string) => boolean = () => true
): Record<string, T> {
  const lines = new LineCounter();
  const document = parseDocument(textOf(files, file), {lineCounter: lines});
  const broken = document.errors[0];
  if (broken)
    throw new PolicyError(file, lines.linePos(broken.pos[0]).line, `invalid YAML: ${firstLine(broken.message)}`);
  if (!isMap(document.contents)) throw new PolicyError(file, 1, "expected entries of the form `id: …`");
  return Object.fromEntries(
    Object.entries(document.toJS() as Record<string, unknown>)
      .filter(([id]) => wanted(id))
      .map(([id, value]) => {
        const result = shape.safeParse(value);
        if (result.success) return [id, result.data];
        const {path, message} = result.error.issues[0];
        throw new PolicyError(file, lineOf(document, id, lines), `${[id, ...path].join(".")}: ${message}`);
      })
  );
}

/** The rows of a table by column. The first of `columns` names a row: it is never empty and never given twice. */
export function parseCsvRows(files: PolicyFiles, file: string, columns: string[]): Record<string, string>[] {
  const rows = rowsOf(files, file);
  for (const column of columns) {
    if (!rows[0] || !(column in rows[0])) throw new PolicyError(file, 1, `missing column: ${column}`);
  }
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const id = row[columns[0]];
    if (!id || seen.has(id)) throw new PolicyError(file, index + 2, `${columns[0]} is empty or was given before`);
    seen.add(id);
  });
  return rows;
}

function rowsOf(files: PolicyFiles, file: string): Record<string, string>[] {
  const text = textOf(files, file);
  try {
    return parseCsv(text, {columns: true, skip_empty_lines: true}) as Record<string, string>[];
  } catch (error) {
    const {lines, message} = error as {lines?: number; message: string};
    throw new PolicyError(file, lines ?? null, `invalid CSV: ${firstLine(message)}`);
  }
}

function lineOf(document: Document, id: string, lines: LineCounter): number {
  const range = (document.get(id, true) as {range?: [number, number, number]} | undefined)?.range;
  return range ? lines.linePos(range[0]).line : 1;
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}
