import type {Filter, Question} from "../model/question.js";
import type {ReleasedTable, ReleaseManifest, TableName, Tier} from "../model/release.js";
import type {Action, Request} from "../model/request.js";
import {tierView} from "../model/tierView.js";
import {answerQuestion, countVariants} from "./answers.js";
import {ask, type Asked, type Asker, type GateEffects} from "./gateway.js";
import type {LoadableDatabase} from "./duckdb.js";
import {askSql, type AskedSql} from "./sqlCell.js";
import {fetchReleased} from "./releaseFiles.js";
import {sql} from "./sqlText.js";
import {openAge} from "./unlock.js";

/** How far the tables are: what a page says while it waits, and why it cannot go on. */
export type WorkbenchStatus =
  | {phase: "starting"}
  /** The tables are encrypted and there is no key yet, or `problem` says what was wrong with the one given. */
  | {phase: "locked"; problem?: string}
  | ({phase: "loading"} & Step)
  /**
   * Tables of `tier` can be asked. `unlockable`: a key would open more of them; then `opening` says how far that is,
   * and `problem` what was wrong with the last key.
   */
  | {phase: "ready"; tier: Tier; unlockable: boolean; opening?: Step; problem?: string}
  /** The release has no tables about variants. */
  | {phase: "absent"}
  | {phase: "failed"; problem: string};

interface Step {
  step: string;
  /** From 0 to 1. */
  share: number;
}

export interface WorkbenchEffects extends Pick<GateEffects, "record" | "earlier"> {
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
  /** Opens the encrypted tables with an age key; rejects, and stays as it was, when the key is not one of theirs. */
  unlock(key: string): Promise<void>;
  ask(question: Question, action: Action): Promise<Asked>;
  /** A cell of SQL over the open tables, judged by its plan; `signal` stops it while it runs. */
  askSql(text: string, action: Action, signal?: AbortSignal): Promise<AskedSql>;
  /** Symbols of all genes that variants lie in, sorted. */
  genes(): Promise<string[]>;
  /** Ids that begin with a text, in genome order. */
  idsLike(prefix: string, limit: number): Promise<string[]>;
}

/** The tables that questions are asked of, in the order in which they are loaded. */
const asked = ["variants", "allele_counts", "genotype_counts"] as const satisfies TableName[];

/** Loads what is public at once; what is encrypted waits for a key, and then takes its place. */
export function openWorkbench(manifest: ReleaseManifest, effects: WorkbenchEffects): Workbench {
  const forEverybody = tablesOf(tierView(manifest, "public")).filter(({tier}) => tier === "public");
  const forReaders = tablesOf(tierView(manifest, "registered"));
  const encrypted = hasVariants(forReaders) && forReaders.some(({tier}) => tier === "registered");
  const listeners = new Set<(status: WorkbenchStatus) => void>();
  let status: WorkbenchStatus = {phase: "starting"};
  /** The side of the release that is in the database; null while there is none, or only a part of one. */
  let open: Tier | null = null;
  // Questions wait while tables are exchanged, and an exchange waits for the questions under way: none sees both sides.
  let exchange: Promise<unknown> = Promise.resolve();
  const underWay = new Set<Promise<unknown>>();
  const say = (next: WorkbenchStatus): void => {
    status = next;
    for (const listener of listeners) listener(next);
  };
  if (!hasVariants(forEverybody)) status = encrypted ? {phase: "locked"} : {phase: "absent"};
  const begun = hasVariants(forEverybody) ? loadPublic().catch(() => undefined) : Promise.resolve();
  return {
    get status() {
      return status;
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    unlock,
    async ask(question, action) {
      const database = await effects.database;
      const policy = await effects.policy;
      await settled();
      if (!open) throw new Error("the tables are not open: unlock them, or reload the page");
      const asker: Asker = {
        ...effects.identity(),
        manifest: tierView(manifest, open),
        ...(question.trait && {trait: question.trait})
      };
      const asking = ask(question, action, asker, {
        policy,
        run: (q) => answerQuestion(q, database),
        count: (filters: Filter[]) => countVariants(filters, database),
        record: effects.record,
        earlier: effects.earlier
      });
      underWay.add(asking);
      return asking.finally(() => underWay.delete(asking));
    },
    async askSql(text, action, signal) {
      const database = await effects.database;
      const policy = await effects.policy;
      await settled();
      if (!open) throw new Error("the tables are not open: unlock them, or reload the page");
      const asking = askSql(
        text,
        action,
        {...effects.identity(), manifest: tierView(manifest, open)},
        {
          policy,
          earlier: effects.earlier,
          known: database.known,
          explain: (printed) => database.explain(printed),
          run: (printed) => database.runText(printed, signal),
          record: effects.record
        }
      );
      underWay.add(asking);
      return asking.finally(() => underWay.delete(asking));
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

  async function settled(): Promise<void> {
    for (let seen: Promise<unknown> | null = null; seen !== exchange;) await (seen = exchange);
  }

  async function loadPublic(): Promise<void> {
    try {
      await load("public", null, sayLoading);
      say({phase: "ready", tier: "public", unlockable: encrypted});
    } catch (error) {
      say({phase: "failed", problem: messageOf(error)});
      throw error;
    }
  }

  /** The first table proves the key before anything is exchanged; until then the public tables can be asked. */
  async function unlock(key: string): Promise<void> {
    if (!encrypted) throw new Error("this release has no encrypted tables: there is nothing to unlock");
    await begun;
    const before = status;
    try {
      await load("registered", key, (step, share) =>
        before.phase === "ready"
          ? say({...before, opening: {step, share}, problem: undefined})
          : sayLoading(step, share)
      );
      say({phase: "ready", tier: "registered", unlockable: false});
    } catch (error) {
      const problem = messageOf(error);
      if (open === null && before.phase === "ready") await loadPublic();
      if (before.phase === "ready") say({...before, opening: undefined, problem});
      else say({phase: "locked", problem});
      throw error;
    }
  }

  /** `tellOpening` hears of the first table until it is open; from then on the status says what is read. */
  async function load(side: Tier, key: string | null, tellOpening: typeof sayLoading): Promise<void> {
    const tables = side === "public" ? forEverybody : forReaders;
    // All are fetched and opened while the engine reads the first; what is said is about the one that is waited for.
    let waitedFor = tables[0];
    const opened = tables.map((table, i) =>
      openTable(table, key, (step, share) => table === waitedFor && (i === 0 ? tellOpening : sayLoading)(step, share))
    );
    for (const bytes of opened) bytes.catch(() => undefined);
    await opened[0];
    const exchanged = Promise.allSettled([exchange, ...underWay]).then(async () => {
      open = null;
      for (const [i, table] of tables.entries()) {
        waitedFor = table;
        await readTable(table, await opened[i]);
      }
      open = side;
    });
    exchange = exchanged.catch(() => undefined);
    await exchanged;
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
    sayLoading("Starting the query engine", 0);
    const step = `Reading ${wordsOf(table)}`;
    await (await effects.database).load(table.name, bytes, (share) => sayLoading(step, share));
  }

  function sayLoading(step: string, share: number): void {
    say({phase: "loading", step, share});
  }
}

function tablesOf({tables}: ReleaseManifest): ReleasedTable[] {
  return asked.flatMap((wanted) => tables.find(({name}) => name === wanted) ?? []);
}

function hasVariants(tables: ReleasedTable[]): boolean {
  return tables.some(({name}) => name === "variants");
}

function wordsOf({name}: ReleasedTable): string {
  return name.replaceAll("_", " ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
