import * as z from "zod";
import {isSigned, signStatement, type Signed, type Statement} from "./signature.js";

/** How far a decision log reached when somebody looked at it. Kept elsewhere, it shows whether the log was rewritten. */
export interface Checkpoint extends Statement {
  kind: "log-checkpoint";
  /** `hash` of the log's first entry, which tells logs apart. */
  log: string;
  entries: number;
  /** `hash` of entry number `entries`. */
  hash: string;
  /** ISO 8601, UTC, by the signer's clock. */
  at: string;
  /** Who signed, in their own words; the key is what counts. */
  by: string;
}

export type SignedCheckpoint = Signed<Checkpoint>;

/** What a log can be compared by: the hashes of its entries, oldest first. */
export type Hashes = readonly {hash: string}[];

const hash = z.string().regex(/^[0-9a-f]{64}$/);

// Strict, lower case only: each checkpoint has one way to be written, so that no bit of it can change unnoticed.
const shape: z.ZodType<SignedCheckpoint> = z.strictObject({
  statement: z.strictObject({
    kind: z.literal("log-checkpoint"),
    log: hash,
    entries: z.number().int().min(1),
    hash,
    at: z.iso.datetime(),
    by: z.string().max(200)
  }),
  key: z.string().regex(/^ed25519:[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/)
});

/** Signs that the log stood like this. Throws an Error for an empty log and for what is no secret key. */
export function signCheckpoint(
  log: Hashes,
  {at, by, secret}: {at: string; by: string; secret: string}
): SignedCheckpoint {
  if (log.length === 0) throw new Error("the log is empty: there is nothing to sign yet");
  const [first, last] = [log[0], log[log.length - 1]];
  return signStatement(
    {kind: "log-checkpoint", log: first.hash, entries: log.length, hash: last.hash, at, by: by.trim()},
    secret
  );
}

/** Throws an Error of one line for what is no checkpoint, and for one that its key did not sign. */
export function readCheckpoint(value: unknown): SignedCheckpoint {
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0].path.join(".");
    throw new Error(`not a checkpoint of a decision log${field ? `: ${field} is missing or malformed` : ""}`);
  }
  if (!isSigned(parsed.data)) throw new Error("the checkpoint is not signed by its key: it was altered");
  return parsed.data;
}

/** Whether a log still holds, at the checkpoint's place, what was signed. The checkpoint's own signature is not looked at. */
export function compareCheckpoint(
  {statement}: SignedCheckpoint,
  log: Hashes
): {agrees: boolean; fault: "another-log" | "shorter" | "rewritten" | null; sentence: string} {
  const {entries} = statement;
  if (log[0]?.hash !== statement.log)
    return {
      agrees: false,
      fault: "another-log",
      sentence: "The checkpoint is of another log, or this log was rewritten from its first entry."
    };
  if (log.length < entries)
    return {
      agrees: false,
      fault: "shorter",
      sentence: `The log had ${entries} entries when the checkpoint was signed and has ${log.length} now.`
    };
  if (log[entries - 1].hash !== statement.hash)
    return {
      agrees: false,
      fault: "rewritten",
      sentence: `Entry ${entries} is not the one that was signed: the log was rewritten before or at that place.`
    };
  return {
    agrees: true,
    fault: null,
    sentence: `${entries === 1 ? "The first entry is the one" : `The first ${entries} entries are those`} that the log had when the checkpoint was signed.`
  };
}
