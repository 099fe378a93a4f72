import {openDB, type DBSchema, type IDBPDatabase} from "idb";
import type {Decision} from "../model/decision.js";
import type {LogEntry} from "../model/logEntry.js";
import type {Request} from "../model/request.js";
import {genesis, linkEntry, type LogHead} from "./decisionChain.js";

/** An append-only list of decisions. Entries hold questions and answers of the gate, never a person's data. */
export interface DecisionLog {
  /** False where the browser keeps nothing (private windows, blocked storage): the log then ends with the page. */
  readonly kept: boolean;
  record(made: {request: Request; decision: Decision; at?: Date | string}): Promise<LogEntry>;
  /** Oldest first. */
  read(): Promise<{entries: LogEntry[]; head: LogHead}>;
  /** Forgets everything; the next entry starts a new chain. */
  clear(): Promise<void>;
}

/** Adds one decision to this browser's log. Two tabs that record at once are put in order by the database. */
export async function recordDecision(made: Parameters<DecisionLog["record"]>[0]): Promise<LogEntry> {
  const entry = await (await browserLog()).record(made);
  announce();
  return entry;
}

export async function readDecisions(): Promise<{entries: LogEntry[]; head: LogHead; kept: boolean}> {
  const log = await browserLog();
  return {...(await log.read()), kept: log.kept};
}

export async function clearDecisions(): Promise<void> {
  await (await browserLog()).clear();
  announce();
}

/** Calls `listener` after every change of this browser's log, from any tab; returns how to stop. */
export function onDecision(listener: () => void): () => void {
  listeners.add(listener);
  channel ??= openChannel();
  return () => void listeners.delete(listener);
}

/** Opens the log named `name` in IndexedDB; one kept in memory where there is none. */
export async function openDecisionLog(name = "covenant-decisions"): Promise<DecisionLog> {
  try {
    return indexedLog(
      await openDB<LogSchema>(name, 1, {
        upgrade(db) {
          db.createObjectStore("entries", {keyPath: "seq"});
          db.createObjectStore("head");
        }
      })
    );
  } catch {
    return memoryLog();
  }
}

interface LogSchema extends DBSchema {
  entries: {key: number; value: LogEntry};
  /** Kept apart from the entries, so that a cut-off end is noticed. */
  head: {key: "head"; value: LogHead};
}

const empty: LogHead = {entries: 0, hash: genesis};
const listeners = new Set<() => void>();
let opened: Promise<DecisionLog> | null = null;
let channel: BroadcastChannel | null = null;

function browserLog(): Promise<DecisionLog> {
  opened ??= openDecisionLog();
  return opened;
}

function indexedLog(db: IDBPDatabase<LogSchema>): DecisionLog {
  return {
    kept: true,
    // Head and entry in one read-write transaction: IndexedDB runs such transactions one after another, across tabs.
    // Hashing is synchronous, because a transaction ends as soon as it is left waiting for anything else.
    async record(made) {
      const tx = db.transaction(["entries", "head"], "readwrite");
      const last = (await tx.objectStore("head").get("head")) ?? empty;
      const entry = linkEntry(stamped(made), last);
      void tx.objectStore("entries").add(entry);
      void tx.objectStore("head").put({entries: entry.seq, hash: entry.hash}, "head");
      await tx.done;
      return entry;
    },
    async read() {
      const tx = db.transaction(["entries", "head"]);
      const [entries, head] = await Promise.all([
        tx.objectStore("entries").getAll(),
        tx.objectStore("head").get("head"),
        tx.done
      ]);
      return {entries, head: head ?? empty};
    },
    async clear() {
      const tx = db.transaction(["entries", "head"], "readwrite");
      await Promise.all([tx.objectStore("entries").clear(), tx.objectStore("head").clear(), tx.done]);
    }
  };
}

function memoryLog(): DecisionLog {
  let entries: LogEntry[] = [];
  let head = empty;
  return {
    kept: false,
    async record(made) {
      const entry = linkEntry(stamped(made), head);
      entries = [...entries, entry];
      head = {entries: entry.seq, hash: entry.hash};
      return entry;
    },
    async read() {
      return {entries, head};
    },
    async clear() {
      entries = [];
      head = empty;
    }
  };
}

function stamped({request, decision, at = new Date()}: Parameters<DecisionLog["record"]>[0]) {
  return {request, decision, at: typeof at === "string" ? at : at.toISOString()};
}

function announce(): void {
  for (const listener of listeners) listener();
  channel ??= openChannel();
  channel?.postMessage("changed");
}

function openChannel(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  const opened = new BroadcastChannel("covenant-decisions");
  opened.onmessage = () => listeners.forEach((listener) => listener());
  // Node would otherwise stay alive for it.
  (opened as {unref?: () => void}).unref?.();
  return opened;
}
