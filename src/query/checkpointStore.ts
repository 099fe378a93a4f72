import {openDB, type DBSchema, type IDBPDatabase} from "idb";
import type {SignedCheckpoint} from "../governance/checkpoint.js";
import {newSecretKey} from "../governance/signature.js";

interface CheckpointSchema extends DBSchema {
  /** One value: the secret key of this browser's reader. It never leaves the browser. */
  key: {key: "key"; value: string};
  signed: {key: string; value: SignedCheckpoint};
}

/** Checkpoints that were signed in this browser of the log whose first entry has this hash, oldest first. */
export async function readCheckpoints(log: string): Promise<SignedCheckpoint[]> {
  const kept = await (await open())?.getAll("signed").catch(() => []);
  return [...(kept ?? []), ...unkept]
    .filter(({statement}) => statement.log === log)
    .sort((a, b) => a.statement.entries - b.statement.entries || (a.statement.at < b.statement.at ? -1 : 1));
}

export async function keepCheckpoint(checkpoint: SignedCheckpoint): Promise<void> {
  const db = await open();
  if (db) await db.put("signed", checkpoint, checkpoint.signature);
  else unkept.push(checkpoint);
}

/** The secret key of this browser's reader, made when it is first needed; a new one each visit where nothing is kept. */
export async function readersKey(): Promise<string> {
  const db = await open();
  if (!db) return (unkeptKey ??= newSecretKey());
  // Of two tabs that ask at once, the second finds the key of the first.
  const tx = db.transaction("key", "readwrite");
  const known = await tx.store.get("key");
  const key = known ?? newSecretKey();
  if (!known) await tx.store.put(key, "key");
  await tx.done;
  return key;
}

const unkept: SignedCheckpoint[] = [];
let unkeptKey: string | undefined;
let opened: Promise<IDBPDatabase<CheckpointSchema> | null> | undefined;

/** Null in browsers that keep nothing. */
function open(): Promise<IDBPDatabase<CheckpointSchema> | null> {
  opened ??= Promise.resolve()
    .then(() =>
      openDB<CheckpointSchema>("covenant-checkpoints", 1, {
        upgrade(db) {
          db.createObjectStore("key");
          db.createObjectStore("signed");
        }
      })
    )
    .catch(() => null);
  return opened;
}
