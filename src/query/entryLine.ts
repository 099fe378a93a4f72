import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type {LogEntry} from "../model/logEntry.js";

/** SHA-256, hex, over the canonical JSON (RFC 8785) of everything but the hash. */
export function hashEntry(entry: Omit<LogEntry, "hash">): string {
  return hashText(textOf(partsOf(entry)));
}

/** The one line, canonical JSON without its line break, that says what the entry says. */
export function entryLine(entry: LogEntry): string {
  return textOf(partsOf(entry), entry.hash);
}

/** The entry's only line and the hash its content should have, from one canonicalisation. */
export function lineAndHash(entry: LogEntry): {line: string; hash: string} {
  const parts = partsOf(entry);
  return {line: textOf(parts, entry.hash), hash: hashText(textOf(parts))};
}

type Parts = Record<"at" | "decision" | "previous" | "request" | "seq", string>;

function partsOf({at, decision, previous, request, seq}: Omit<LogEntry, "hash">): Parts {
  return {
    at: JSON.stringify(at),
    decision: canonicalText(decision),
    previous: JSON.stringify(previous),
    request: canonicalText(request),
    seq: JSON.stringify(seq)
  };
}

/** Keys in the order in which RFC 8785 sorts them. */
function textOf({at, decision, previous, request, seq}: Parts, hash?: string): string {
  const sealed = hash === undefined ? "" : `"hash":${JSON.stringify(hash)},`;
  return `{"at":${at},"decision":${decision},${sealed}"previous":${previous},"request":${request},"seq":${seq}}`;
}

function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** RFC 8785 is what JSON.stringify writes once keys are sorted; a line that is read has them sorted, which saves most of the time. */
export function canonicalText(value: unknown): string {
  return hasSortedKeys(value) ? JSON.stringify(value) : (canonicalize(value) as string);
}

function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  let last = "";
  for (const [key, inner] of Object.entries(value)) {
    if (key < last || !hasSortedKeys(inner)) return false;
    last = key;
  }
  return true;
}
