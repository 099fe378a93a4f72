import type {Dossier} from "../../governance/dossier.js";
import type {BoardView, Vote} from "../../model/governance.js";

/** What the pages of the board do to the world; each is given, so that a test can watch. */
export interface BoardEffects {
  /** The board as it stands now. */
  view(): BoardView;
  /** 32 random bytes as hexadecimal digits. */
  random(): string;
  /** The member's secret key, or null where none was given. */
  key(): string | null;
  /** The key that this browser made for its reader; made when it is first asked for. */
  readerKey(): Promise<string>;
  /** Keeps a copy in this browser, put together with the one that is there. */
  keep(dossier: Dossier): Promise<Dossier>;
  keepVote(vote: Vote): Promise<void>;
  findVote(proposal: string, member: string): Promise<Vote | undefined>;
  save(name: string, text: string): void;
}

/** Runs what a button does; what goes wrong is said in `place`, in one sentence. */
export function attempt(place: HTMLElement, act: () => Promise<void> | void): () => Promise<void> {
  return async () => {
    place.textContent = "";
    try {
      await act();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      place.textContent = `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
    }
  };
}
