import type {Filter, Question} from "../model/question.js";
import type {ReleasedTable, ReleaseManifest, TableName} from "../model/release.js";
import type {Action, Request} from "../model/request.js";
import {answerQuestion, countVariants} from "./answers.js";
import {ask, type Asked, type GateEffects} from "./gateway.js";
import type {LoadableDatabase} from "./duckdb.js";
import {fetchReleased} from "./releaseFiles.js";
import {sql} from "./sqlText.js";
import {openAge} from "./unlock.js";

/** How far the tables are: what a page says while it waits, and why it cannot go on. */
export type WorkbenchStatus =
  | {phase: "starting"}
  /** The tables are encrypted and there is no key yet, or `problem` says what was wrong with the one given. */
  | {phase: "locked"; problem?: string}
  /** `share` is from 0 to 1. */
  | {phase: "loading"; step: string; share: number}
  | {phase: "ready"}
  /** The release has no tables about variants. */
  | {phase: "absent"}
  | {phase: "failed"; problem: string};

export interface WorkbenchEffects extends Pick<GateEffects, "record"> {
  /** Opened in the background from the start. */
  database: Promise<LoadableDatabase>;
  policy: Promise<GateEffects["policy"]>;
  /** Who asks, read anew for each question. */
  identity(): Pick<Request, "actor" | "purpose">;
  /** Address of `data/manifest.json` on this site. */
  manifestUrl: string;
}

export interface Workbench {
  readonly status: WorkbenchStatus;
  onStatus(listener: (status: WorkbenchStatus) => void): () => void;
  /** Opens the encrypted tables with an age key; rejects, and stays locked, when the key is not one of theirs. */
  unlock(key: string): Promise<void>;
  ask(question: Question, action: Action): Promise<Asked>;
  /** Symbols of all genes that variants lie in, sorted. */
  genes(): Promise<string[]>;
  /** Ids that begin with a text, in genome order. */
  idsLike(prefix: string, limit: number): Promise<string[]>;
}

/** The tables that questions are asked of, in the order in which they are loaded. */
const asked = ["variants", "allele_counts", "genotype_counts"] as const satisfies TableName[];

/** Loads what is public at once; what is encrypted waits for a key. */
export function openWorkbench(manifest: ReleaseManifest, effects: WorkbenchEffects): Workbench {
  const tables = asked.flatMap((name) => tableToLoad(manifest, name) ?? []);
  const listeners = new Set<(status: WorkbenchStatus) => void>();
  let status: WorkbenchStatus = {phase: "starting"};
  const say = (next: WorkbenchStatus): void => {
    status = next;
    for (const listener of listeners) listener(next);
  };
  const encrypted = tables.some(({tier}) => tier === "registered");
  if (!tables.some(({name}) => name === "variants")) status = {phase: "absent"};
  else if (encrypted) status = {phase: "locked"};
  else void load(null).catch(() => undefined);
  return {
    get status() {
      return status;
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    unlock: (key) => load(key),
    async ask(question, action) {
      const database = await effects.database;
      const asker = {...effects.identity(), manifest};
      return ask(question, action, asker, {
        policy: await effects.policy,
        run: (q) => answerQuestion(q, database),
        count: (filters: Filter[]) => countVariants(filters, database),
        record: effects.record
      });
    },
    async genes() {
      const {values} = await (
        await effects.database
      ).run(sql`SELECT DISTINCT unnest(string_split(gene, ';')) AS gene FROM variants WHERE gene <> '' ORDER BY gene`);
      return values[0] as string[];
    },
    async idsLike(prefix, limit) {
      const {values} = await (
        await effects.database
      ).run(sql`SELECT CASE WHEN starts_with(rsid, ${prefix}) THEN rsid ELSE variant_id END FROM variants
        WHERE starts_with(rsid, ${prefix}) OR starts_with(variant_id, ${prefix}) ORDER BY variant_row LIMIT ${limit}`);
      return values[0] as string[];
    }
  };

  async function load(key: string | null): Promise<void> {
    try {
      // All are fetched and opened while the engine reads the first; what is said is about the one that is waited for.
      let waitedFor: ReleasedTable | null = null;
      const opened = tables.map((table) =>
        openTable(table, key, (step, share) => table === waitedFor && say({phase: "loading", step, share}))
      );
      for (const bytes of opened) bytes.catch(() => undefined);
      for (const [i, table] of tables.entries()) {
        waitedFor = table;
        await readTable(table, await opened[i]);
      }
      say({phase: "ready"});
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      say(key === null ? {phase: "failed", problem} : {phase: "locked", problem});
      throw error;
    }
  }

  async function openTable(
    table: ReleasedTable,
    key: string | null,
    tell: (step: string, share: number) => void
  ): Promise<Uint8Array> {
    const name = wordsOf(table);
    const file = await fetchReleased(effects.manifestUrl, table, {
      onProgress: (bytes) => tell(`Fetching ${name}`, bytes / table.bytes)
    });
    if (table.tier !== "registered") return file;
    return openAge(file, key ?? "", (open) => tell(`Opening ${name}`, open / file.length));
  }

  async function readTable(table: ReleasedTable, bytes: Uint8Array): Promise<void> {
    say({phase: "loading", step: "Starting the query engine", share: 0});
    const step = `Reading ${wordsOf(table)}`;
    await (await effects.database).load(table.name, bytes, (share) => say({phase: "loading", step, share}));
  }
}

function wordsOf({name}: ReleasedTable): string {
  return name.replaceAll("_", " ");
}

/** Public where there is a choice. */
function tableToLoad({tables}: ReleaseManifest, name: TableName): ReleasedTable | undefined {
  const named = tables.filter((table) => table.name === name);
  return named.find(({tier}) => tier === "public") ?? named[0];
}
