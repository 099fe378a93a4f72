import {bytesToHex} from "@noble/hashes/utils.js";
import type {Dossier} from "../governance/dossier.js";
import {newSecretKey, publicKeyOf} from "../governance/signature.js";
import type {BoardView, Vote} from "../model/governance.js";
import type {DossierStore} from "./dossiers.js";
import {readerKeys, signingKeys} from "./keyring.js";
import {boardAt, type BoardDecisions} from "./waivers.js";

/** How the pages of the board read, keep and sign, in this browser. */
export async function openBoard(decisions: BoardDecisions, store: DossierStore) {
  let held = await signingKeys.read();
  return {
    view: (): BoardView => boardAt(decisions, new Date().toISOString()),
    random: (): string => bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    key: (): string | null => held,
    /** Holds a key until the page is left; rejects for what is none. */
    async take(secret: string): Promise<void> {
      publicKeyOf(secret);
      held = secret.trim().toLowerCase();
      signingKeys.hold(held);
    },
    async forget(): Promise<void> {
      held = null;
      await signingKeys.forget();
    },
    async readerKey(): Promise<string> {
      const kept = await readerKeys.read();
      if (kept) return kept;
      const made = newSecretKey();
      readerKeys.hold(made);
      // Where the browser keeps nothing, the key ends with the page; what it signed stays signed.
      await readerKeys.remember().catch(() => undefined);
      return made;
    },
    keep: (dossier: Dossier): Promise<Dossier> => store.keep(dossier),
    keepVote: (vote: Vote): Promise<void> => store.keepVote(vote),
    findVote: (proposal: string, member: string): Promise<Vote | undefined> => store.findVote(proposal, member),
    /** A new secret key, and its public half. */
    make(): {secret: string; key: string} {
      const secret = newSecretKey();
      return {secret, key: publicKeyOf(secret)};
    }
  };
}
