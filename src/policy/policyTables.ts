import * as z from "zod";
import {releaseClasses, type ReleaseClass} from "../model/release.js";
import {accesses, duoEffects, type Access, type PolicyTables} from "./bundle.js";
import {PolicyError} from "./policyError.js";
import {parseCsvRows, parseYamlEntries, type PolicyFiles} from "./policyFile.js";

const words = z.string().trim().min(1);
const limitGroup = z.looseObject({sentence: words, source: words, url: z.url()});

/** The data that clauses look up. Throws a `PolicyError` with file and line for a row that cannot be used. */
export function parseTables(files: PolicyFiles): PolicyTables {
  return {
    limits: parseLimits(files),
    duo: parseCsvRows(files, "policies/duo.csv", ["code", "shorthand", "effect", "kinds", "label"]).map(
      ({code, shorthand, effect, kinds, label}, row) => ({
        code,
        shorthand,
        effect: oneOf(duoEffects, effect, "policies/duo.csv", row, "effect"),
        kinds: kinds.split(" ").filter(Boolean),
        label
      })
    ),
    purposes: parseCsvRows(files, "policies/purposes.csv", ["code", "kind", "health", "offered", "label"]).map(
      ({code, kind, health, offered, label}, row) => ({
        code,
        kind,
        health: isYes(health, "policies/purposes.csv", row, "health"),
        offered: isYes(offered, "policies/purposes.csv", row, "offered"),
        label
      })
    ),
    concerns: parseCsvRows(files, "policies/concerns.csv", ["id", "label"]).map(({id, label}) => ({id, label})),
    access: parseCsvRows(files, "policies/tables.csv", ["table", ...releaseClasses, "per_variant"]).map(
      (row, index) => ({
        table: row.table,
        perVariant: isYes(row.per_variant, "policies/tables.csv", index, "per_variant"),
        byClass: Object.fromEntries(
          releaseClasses.map((name) => [name, oneOf(accesses, row[name], "policies/tables.csv", index, name)])
        ) as Record<ReleaseClass, Access>
      })
    ),
    traits: parseCsvRows(files, "policies/traits.csv", ["id", "label", "class"]).map(({id, label, class: text}) => ({
      id,
      label,
      // `enhancement:stature` is in the class `enhancement`; `appearance; re-identifying` is in two.
      classes: text.split(";").map((name) => name.split(":")[0].trim())
    }))
  };
}

function parseLimits(files: PolicyFiles): Record<string, number> {
  const groups = parseYamlEntries(files, "policies/thresholds.yaml", limitGroup);
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, fields]) =>
      Object.entries(fields)
        .filter(([, value]) => typeof value === "number")
        .map(([name, value]) => [`${group}.${name}`, value as number])
    )
  );
}

function isYes(value: string, file: string, row: number, column: string): boolean {
  return oneOf(["yes", "no"], value, file, row, column) === "yes";
}

function oneOf<T extends string>(allowed: readonly T[], value: string, file: string, row: number, column: string): T {
  const found = allowed.find((name) => name === value);
  if (!found) throw new PolicyError(file, row + 2, `${column}: expected ${allowed.join(", ")}`);
  return found;
}
