import type {LogEntry} from "../model/logEntry.js";
import {hashEntry} from "./entryLine.js";

/** How far a log reaches. Without it nobody could tell that its last entries were cut off. */
export interface LogHead {
  entries: number;
  /** Of the last entry; `genesis` for an empty log. */
  hash: string;
}

export type ChainVerdict =
  | {intact: true; entries: number}
  | {intact: false; /** 1-based place of the first fault. */ at: number; fault: Fault; sentence: string};

export type Fault = "altered" | "missing" | "reordered";

export const genesis = "0".repeat(64);

export function linkEntry(entry: Pick<LogEntry, "at" | "request" | "decision">, last: LogHead): LogEntry {
  const unsealed = {
    seq: last.entries + 1,
    at: entry.at,
    request: entry.request,
    decision: entry.decision,
    previous: last.hash
  };
  // Through JSON, so that what is hashed is what an export holds (no undefined, no class instances).
  const plain = JSON.parse(JSON.stringify(unsealed)) as Omit<LogEntry, "hash">;
  return {...plain, hash: hashEntry(plain)};
}

/**
 * Finds the first entry that was altered, is missing or stands in another place than it was written.
 * A chain shows changes only to somebody who kept its head: whoever can rewrite everything can also hash everything anew.
 */
export function verifyChain(entries: readonly LogEntry[], head?: LogHead): ChainVerdict {
  let previous = genesis;
  for (const [i, entry] of entries.entries()) {
    const at = i + 1;
    if (hashEntry(entry) !== entry.hash) {
      return broken(at, "altered", `Entry ${at} was altered after it was written: its content no longer has its hash.`);
    }
    if (entry.seq !== at || entry.previous !== previous) {
      const elsewhere = entries.some((other) => other.seq === at && other.previous === previous);
      return elsewhere
        ? broken(at, "reordered", `Entry ${at} stands in the wrong place: it was written as number ${entry.seq}.`)
        : broken(
            at,
            "missing",
            `Entry ${at} is missing: the next one, number ${entry.seq}, does not follow what is before it.`
          );
    }
    previous = entry.hash;
  }
  if (head && head.entries > entries.length) {
    const at = entries.length + 1;
    return broken(at, "missing", `Entry ${at} is missing: the log had ${head.entries} entries and ends before it.`);
  }
  if (head && (head.entries !== entries.length || head.hash !== previous)) {
    const at = Math.max(1, head.entries);
    return broken(at, "altered", `Entry ${at} is not the one that the log ended with when it was written.`);
  }
  return {intact: true, entries: entries.length};
}

export function headOf(entries: readonly LogEntry[]): LogHead {
  const last = entries.at(-1);
  return {entries: entries.length, hash: last ? last.hash : genesis};
}

function broken(at: number, fault: Fault, sentence: string): ChainVerdict {
  return {intact: false, at, fault, sentence};
}
