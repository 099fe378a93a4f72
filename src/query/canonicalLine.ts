import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type {LogEntry} from "../model/logEntry.js";

/**
 * Canonical JSON (RFC 8785) of a value that came from JSON: what `canonicalize` gives, but by the engine's own
 * `JSON.stringify` where the keys are in order already, since a log has hundreds of thousands of lines.
 */
export function canonicalText(value: unknown): string {
  return hasSortedKeys(value) ? JSON.stringify(value) : (canonicalize(value) as string);
}

/** An entry's line in a file: canonical JSON with its hash, without the line's end. */
export function entryLine(entry: LogEntry): string {
  const {hash, ...unsealed} = entry;
  const [before, after] = aroundHash(unsealed);
  return `${before},"hash":${JSON.stringify(hash)}${after}`;
}

/** SHA-256, hex, of the canonical JSON of an entry without its hash. */
export function hashOfEntry(unsealed: Omit<LogEntry, "hash">): string {
  return bytesToHex(sha256(utf8ToBytes(aroundHash(unsealed).join(""))));
}

/** The same from a line that is known to be canonical: what stands before and after the hash is hashed as it is. */
export function hashOfLine(line: string, {at, decision, hash}: LogEntry): string {
  const cut = `{"at":${JSON.stringify(at)},"decision":${JSON.stringify(decision)}`.length;
  const rest = cut + `,"hash":"${hash}"`.length;
  return bytesToHex(sha256(utf8ToBytes(line.slice(0, cut) + line.slice(rest))));
}

/** Canonical JSON of all but the hash, cut where the hash belongs: h comes between d and p. */
function aroundHash({seq, at, request, decision, previous}: Omit<LogEntry, "hash">): [string, string] {
  return [
    `{"at":${JSON.stringify(at)},"decision":${canonicalText(decision)}`,
    `,"previous":${JSON.stringify(previous)},"request":${canonicalText(request)},"seq":${JSON.stringify(seq)}}`
  ];
}

/** Keys that look like array indices never count as sorted: objects hold those first, in an order of their own. */
function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  let last = "";
  for (const key of Object.keys(value)) {
    if (key < last) return false;
    last = key;
    if (!hasSortedKeys((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}
