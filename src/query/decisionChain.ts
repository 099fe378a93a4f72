import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type {LogEntry} from "../model/logEntry.js";

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

/** JSON Lines: one line that says what it is and where it ends, then one line per entry. */
export function toJsonLines(entries: readonly LogEntry[], head: LogHead = headOf(entries)): string {
  const first = {format: logFormat, ...head};
  return [first, ...entries].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Reads what `toJsonLines` wrote. Throws an Error of one line naming the line that cannot be read; verifies nothing. */
export function parseJsonLines(text: string): {entries: LogEntry[]; head: LogHead} {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && lines[lines.length - 1].trim() === "") lines.pop();
  const first = parseLine(lines[0] ?? "", 1) as Partial<LogHead> & {format?: string};
  if (first.format !== logFormat || typeof first.hash !== "string" || !Number.isInteger(first.entries)) {
    throw new Error(
      `line 1: not a decision log: expected {"format":"${logFormat}",…}; choose a file exported from this page`
    );
  }
  const entries = lines.slice(1).map((line, i) => {
    const entry = parseLine(line, i + 2) as LogEntry;
    if (!isEntry(entry))
      throw new Error(`line ${i + 2}: not a log entry: expected seq, at, request, decision, previous, hash`);
    return entry;
  });
  return {entries, head: {entries: first.entries as number, hash: first.hash}};
}

const logFormat = "covenant-decision-log/1";

function parseLine(line: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below, in the same words as any other unusable line.
  }
  throw new Error(`line ${number}: not a JSON object; the file may be cut short`);
}

function isEntry(entry: Partial<LogEntry>): boolean {
  return (
    Number.isInteger(entry.seq) &&
    typeof entry.at === "string" &&
    typeof entry.previous === "string" &&
    typeof entry.hash === "string" &&
    typeof entry.request?.action === "string" &&
    typeof entry.decision?.outcome === "string"
  );
}

function hashEntry({seq, at, request, decision, previous}: Omit<LogEntry, "hash">): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize({seq, at, request, decision, previous}) as string)));
}

function broken(at: number, fault: Fault, sentence: string): ChainVerdict {
  return {intact: false, at, fault, sentence};
}
