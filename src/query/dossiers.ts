import {openDB, type DBSchema, type IDBPDatabase} from "idb";
import {mergeDossiers, type Dossier} from "../governance/dossier.js";
import type {Vote} from "../model/governance.js";

/** The dossiers of this browser, and the sealed votes that their reviewer has not opened yet. */
export interface DossierStore {
  /** False where the browser keeps nothing: all of it then ends with the page. */
  readonly kept: boolean;
  list(): Promise<Dossier[]>;
  /** Puts a copy together with the one that is kept, and gives back both as one. */
  keep(dossier: Dossier): Promise<Dossier>;
  forget(about: string): Promise<void>;
  /** A sealed vote stays in its reviewer's browser until it is opened; no dossier holds it before. */
  keepVote(vote: Vote): Promise<void>;
  findVote(proposal: string, member: string): Promise<Vote | undefined>;
}

export async function openDossiers(name = "covenant-dossiers"): Promise<DossierStore> {
  try {
    return indexedDossiers(
      await openDB<DossierSchema>(name, 1, {
        upgrade(db) {
          db.createObjectStore("dossiers", {keyPath: "about"});
          db.createObjectStore("votes", {keyPath: ["proposal", "member"]});
        }
      })
    );
  } catch {
    return memoryDossiers();
  }
}

interface DossierSchema extends DBSchema {
  dossiers: {key: string; value: Dossier};
  votes: {key: [string, string]; value: Vote};
}

function indexedDossiers(db: IDBPDatabase<DossierSchema>): DossierStore {
  return {
    kept: true,
    list: () => db.getAll("dossiers"),
    async keep(dossier) {
      const tx = db.transaction("dossiers", "readwrite");
      const kept = await tx.store.get(dossier.about);
      const merged = kept ? mergeDossiers(kept, dossier) : dossier;
      await tx.store.put(merged);
      await tx.done;
      return merged;
    },
    forget: (about) => db.delete("dossiers", about),
    keepVote: async (vote) => void (await db.put("votes", vote)),
    findVote: (proposal, member) => db.get("votes", [proposal, member])
  };
}

function memoryDossiers(): DossierStore {
  const dossiers = new Map<string, Dossier>();
  const votes = new Map<string, Vote>();
  return {
    kept: false,
    list: async () => [...dossiers.values()],
    async keep(dossier) {
      const kept = dossiers.get(dossier.about);
      const merged = kept ? mergeDossiers(kept, dossier) : dossier;
      dossiers.set(dossier.about, merged);
      return merged;
    },
    forget: async (about) => void dossiers.delete(about),
    keepVote: async (vote) => void votes.set(`${vote.proposal} ${vote.member}`, vote),
    findVote: async (proposal, member) => votes.get(`${proposal} ${member}`)
  };
}
