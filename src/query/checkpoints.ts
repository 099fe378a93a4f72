import {isSigned, signStatement, type Signed} from "../governance/signature.js";
import type {LogCheckpoint} from "../model/checkpoint.js";
import type {LogEntry} from "../model/logEntry.js";

export type SignedCheckpoint = Signed<LogCheckpoint>;

/** Signs how far a log reaches now; throws an Error for an empty log, which has nothing to stand by. */
export function signCheckpoint(
  entries: readonly Pick<LogEntry, "hash">[],
  signer: {by: string; at: string; secret: string}
): SignedCheckpoint {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) throw new Error("an empty log has nothing to sign");
  const {by, at, secret} = signer;
  return signStatement(
    {kind: "log-checkpoint", log: first.hash, entries: entries.length, hash: last.hash, at, by},
    secret
  );
}

/** A checkpoint as somebody kept it. Throws an Error of one line for anything else; checks no signature. */
export function parseCheckpoint(text: string): SignedCheckpoint {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("not a checkpoint: not JSON");
  }
  if (!isCheckpoint(value)) throw new Error("not a checkpoint: expected statement, key and signature, and no more");
  return value;
}

/** Whether the value has the fields of a signed checkpoint, each of its type, and no others. */
export function isCheckpoint(value: unknown): value is SignedCheckpoint {
  return (
    hasFields(value, {key: "string", signature: "string", statement: "object"}) &&
    hasFields(value.statement, {
      at: "string",
      by: "string",
      entries: "number",
      hash: "string",
      kind: "string",
      log: "string"
    }) &&
    value.statement.kind === "log-checkpoint" &&
    // Hexadecimal digits are read in either case, so a flipped bit of a letter would leave key and signature valid.
    /^ed25519:[0-9a-f]{64}$/.test(value.key as string) &&
    /^[0-9a-f]{128}$/.test(value.signature as string)
  );
}

/**
 * Null when the signature holds and the log has what was signed: the same first entry, and at that number the same hash.
 * Otherwise a sentence that says what differs. The hashes of the entries must have been verified before.
 */
export function checkpointFault(signed: SignedCheckpoint, entries: readonly Pick<LogEntry, "hash">[]): string | null {
  const {statement} = signed;
  if (!isSigned(signed)) return "The signature does not belong to this checkpoint: one of the two was altered.";
  if (entries[0]?.hash !== statement.log)
    return "The checkpoint is of another log: the first entry differs, or the log was written anew from its start.";
  if (entries[statement.entries - 1] === undefined)
    return `The log had ${statement.entries} entries when this was signed, and has ${entries.length} now.`;
  if (entries[statement.entries - 1].hash !== statement.hash)
    return `Entry ${statement.entries} is not the one that was signed: the log was rewritten since.`;
  return null;
}

function hasFields(value: unknown, fields: Record<string, string>): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const given = value as Record<string, unknown>;
  const names = Object.keys(fields);
  return (
    Object.keys(given).length === names.length &&
    names.every((name) => given[name] !== null && typeof given[name] === fields[name])
  );
}
