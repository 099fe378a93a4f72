import {openDB, type DBSchema, type IDBPDatabase} from "idb";

/** A change of the policy files that somebody tried out, and that is not yet a proposal. */
export interface ProposalDraft {
  /** SHA-256 of the policy set before the change, hex. */
  base: string;
  /** Files with their whole text after the change; `null` takes a file away. */
  changes: {file: string; text: string | null}[];
}

/** Keeps a draft in this browser, in place of an earlier one, for the page "Review and sign-off" to complete. */
export async function saveDraft(draft: ProposalDraft): Promise<void> {
  inMemory = structuredClone(draft);
  await (await opened())?.put("draft", draft, "draft");
}

/** The draft of this browser, or null. */
export async function readDraft(): Promise<ProposalDraft | null> {
  return (await (await opened())?.get("draft", "draft")) ?? inMemory;
}

export async function clearDraft(): Promise<void> {
  inMemory = null;
  await (await opened())?.delete("draft", "draft");
}

interface DraftSchema extends DBSchema {
  draft: {key: "draft"; value: ProposalDraft};
}

/** Where the browser keeps nothing, a draft lasts until the page is left. */
let inMemory: ProposalDraft | null = null;
let database: Promise<IDBPDatabase<DraftSchema> | null> | null = null;

function opened(): Promise<IDBPDatabase<DraftSchema> | null> {
  database ??= openDB<DraftSchema>("covenant-draft", 1, {
    upgrade(db) {
      db.createObjectStore("draft");
    }
  }).catch(() => null);
  return database;
}
