import type {ReleaseManifest} from "../model/release.js";
import {carriesNoise} from "../model/tierView.js";
import {countsPeople} from "./sqlCounts.js";
import {SqlRefused, type Token} from "./sqlTokens.js";

/** Of `policies/thresholds.yaml`, where the release does not say. */
const usualLargestWithheld = 20;

type GuardManifest = Pick<ReleaseManifest, "cohort" | "tables" | "privacy"> & Partial<Pick<ReleaseManifest, "rules">>;

/**
 * Puts a stand-in before each table with exact counts of people, in which a row with a small count has none. A released
 * table has no such row, so nothing changes there; but a small count that the release let through by mistake can then not
 * be added to, divided, compared or joined with anything, which no look at the answer would find.
 * `known` are the tables that can be asked with their columns; one that the text does not name needs no stand-in.
 */
export function withGuards(
  query: string,
  tokens: readonly Token[],
  known: Readonly<Record<string, readonly string[]>>,
  manifest: GuardManifest
): string {
  const largest = largestWithheld(manifest);
  const guards = Object.entries(known).flatMap(([table, columns]) => {
    const released = manifest.tables.find(({name}) => name === table);
    const counts = columns.filter(countsPeople);
    if (
      counts.length === 0 ||
      !tokens.some(({text}) => text === table) ||
      (released && carriesNoise(manifest, released.name, released.tier))
    )
      return [];
    const small = [...counts, ...(counts.includes("ac") && counts.includes("an") ? ["an - ac"] : [])]
      .map((count) => `${count} BETWEEN 1 AND ${largest}`)
      .join(" OR ");
    const values = columns.map((name) =>
      counts.includes(name) ? `CASE WHEN ${small} THEN NULL ELSE "${name}" END AS "${name}"` : `"${name}"`
    );
    return [`"${table}" AS NOT MATERIALIZED (SELECT ${values.join(", ")} FROM memory.main."${table}")`];
  });
  return guards.length > 0 ? `WITH ${guards.join(", ")} ${query}` : query;
}

/** A table that is named with its schema would be the one behind the stand-in. */
export function checkSchemas(tokens: readonly Token[], known: Readonly<Record<string, unknown>>): void {
  const reaches = tokens.some(({kind, text}, i) => {
    if (kind === "string") return Object.hasOwn(known, text.trim().toLowerCase()) && isPlace(tokens[i - 1]);
    return (text === "main" || text === "memory") && tokens[i + 1]?.text === ".";
  });
  if (reaches)
    throw new SqlRefused(
      "sql.unknown-table",
      "The query names a table by its schema, or by a text.",
      "Write the name of the table alone, as it is listed."
    );
}

function isPlace(before: Token | undefined): boolean {
  return before?.text === "," || (before?.kind === "word" && /^(?:from|join)$/.test(before.text));
}

function largestWithheld({rules = []}: GuardManifest): number {
  const limit = rules.find(({id, value}) => id.includes("small") && typeof value === "number")?.value;
  return typeof limit === "number" ? limit : usualLargestWithheld;
}
