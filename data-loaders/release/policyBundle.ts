import {readdirSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {parse as parseCsv} from "csv-parse/sync";
import {isMap, LineCounter, parseDocument, type Document} from "yaml";
import * as z from "zod";
import {releaseClasses, type ReleaseClass} from "../../src/model/release.js";
import {
  accesses,
  duoEffects,
  type Access,
  type PolicyBundle,
  type PolicyTables,
  type RuleText
} from "../../src/policy/bundle.js";
import {InputError} from "../sources/inputError.js";

const repository = resolve(import.meta.dirname, "../..");
const words = z.string().trim().min(1);

const ruleText = z.strictObject({
  sentence: words,
  why: words,
  source: words,
  case: words.optional(),
  remedy: z
    .strictObject({sentence: words, change: z.record(z.string(), z.unknown()).optional(), otherwise: words.optional()})
    .optional()
});
const sourceText = z.strictObject({title: words, url: z.url()});
const limitGroup = z.looseObject({sentence: words, source: words, url: z.url()});

/**
 * What `policies/` says about one decision, files in alphabetical order.
 * Anything that is missing or cannot be read throws an `InputError` that names file and line, so that nothing is decided.
 */
export function readPolicyBundle(decision: "release" | "query", root = repository): PolicyBundle {
  const folder = join(root, "policies", decision);
  const polar = listPolar(folder, decision).map((name) => ({
    file: `policies/${decision}/${name}`,
    text: readText(root, `policies/${decision}/${name}`)
  }));
  return {decision, polar, rules: readRules(decision, root), tables: readTables(root)};
}

function listPolar(folder: string, decision: string): string[] {
  const names = listFolder(folder, `policies/${decision}`).filter((name) => name.endsWith(".polar"));
  if (names.length === 0) throw new InputError(`policies/${decision}`, null, "no .polar file; expected at least one");
  return names;
}

function listFolder(folder: string, label: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    throw new InputError(label, null, "policy folder not found; nothing is decided without it");
  }
}

function readRules(decision: string, root: string): Record<string, RuleText> {
  const sources = readYaml(root, "policies/sources.yaml", sourceText);
  const file = `policies/${decision}/rules.yaml`;
  return Object.fromEntries(
    Object.entries(readYaml(root, file, ruleText)).map(([id, rule]) => {
      const source = sources[rule.source];
      if (!source) throw new InputError(file, null, `${id}: source ${rule.source} is not in policies/sources.yaml`);
      return [id, {...rule, source}];
    })
  );
}

function readTables(root: string): PolicyTables {
  return {
    limits: readLimits(root),
    duo: readCsv(root, "policies/duo.csv", ["code", "shorthand", "effect", "kinds", "label"]).map(
      ({code, shorthand, effect, kinds, label}, row) => ({
        code,
        shorthand,
        effect: oneOf(duoEffects, effect, "policies/duo.csv", row, "effect"),
        kinds: kinds.split(" ").filter(Boolean),
        label
      })
    ),
    purposes: readCsv(root, "policies/purposes.csv", ["code", "kind", "health", "offered", "label"]).map(
      ({code, kind, health, offered, label}, row) => ({
        code,
        kind,
        health: oneOf(["yes", "no"], health, "policies/purposes.csv", row, "health") === "yes",
        offered: oneOf(["yes", "no"], offered, "policies/purposes.csv", row, "offered") === "yes",
        label
      })
    ),
    access: readCsv(root, "policies/tables.csv", ["table", ...releaseClasses, "per_variant"]).map((row, index) => ({
      table: row.table,
      perVariant: oneOf(["yes", "no"], row.per_variant, "policies/tables.csv", index, "per_variant") === "yes",
      byClass: Object.fromEntries(
        releaseClasses.map((name) => [name, oneOf(accesses, row[name], "policies/tables.csv", index, name)])
      ) as Record<ReleaseClass, Access>
    })),
    traits: readCsv(root, "policies/traits.csv", ["id", "label", "class"]).map(({id, label, class: text}) => ({
      id,
      label,
      // `enhancement:stature` is in the class `enhancement`; `appearance; re-identifying` is in two.
      classes: text.split(";").map((name) => name.split(":")[0].trim())
    }))
  };
}

function readLimits(root: string): Record<string, number> {
  const groups = readYaml(root, "policies/thresholds.yaml", limitGroup);
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, fields]) =>
      Object.entries(fields)
        .filter(([, value]) => typeof value === "number")
        .map(([name, value]) => [`${group}.${name}`, value as number])
    )
  );
}

/** A mapping whose values all have one shape; errors name the line of the entry. */
function readYaml<T>(root: string, file: string, shape: z.ZodType<T>): Record<string, T> {
  const lines = new LineCounter();
  const document = parseDocument(readText(root, file), {lineCounter: lines});
  const broken = document.errors[0];
  if (broken)
    throw new InputError(file, lines.linePos(broken.pos[0]).line, `invalid YAML: ${firstLine(broken.message)}`);
  if (!isMap(document.contents)) throw new InputError(file, 1, "expected entries of the form `id: …`");
  return Object.fromEntries(
    Object.entries(document.toJS() as Record<string, unknown>).map(([id, value]) => {
      const result = shape.safeParse(value);
      if (result.success) return [id, result.data];
      const {path, message} = result.error.issues[0];
      throw new InputError(file, lineOf(document, id, lines), `${[id, ...path].join(".")}: ${message}`);
    })
  );
}

function lineOf(document: Document, id: string, lines: LineCounter): number {
  const range = (document.get(id, true) as {range?: [number, number, number]} | undefined)?.range;
  return range ? lines.linePos(range[0]).line : 1;
}

function readCsv(root: string, file: string, columns: string[]): Record<string, string>[] {
  const rows = parseCsvText(root, file);
  for (const column of columns) {
    if (!rows[0] || !(column in rows[0])) throw new InputError(file, 1, `missing column: ${column}`);
  }
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const id = row[columns[0]];
    if (!id || seen.has(id)) throw new InputError(file, index + 2, `${columns[0]} is empty or was given before`);
    seen.add(id);
  });
  return rows;
}

function parseCsvText(root: string, file: string): Record<string, string>[] {
  try {
    return parseCsv(readText(root, file), {columns: true, skip_empty_lines: true});
  } catch (error) {
    if (error instanceof InputError) throw error;
    const {lines, message} = error as {lines?: number; message: string};
    throw new InputError(file, lines ?? null, `invalid CSV: ${firstLine(message)}`);
  }
}

function oneOf<T extends string>(allowed: readonly T[], value: string, file: string, row: number, column: string): T {
  const found = allowed.find((name) => name === value);
  if (!found) throw new InputError(file, row + 2, `${column}: expected ${allowed.join(", ")}`);
  return found;
}

function readText(root: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch {
    throw new InputError(file, null, "policy file not found; nothing is decided without it");
  }
  return text.replace(/\r\n/g, "\n");
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}
