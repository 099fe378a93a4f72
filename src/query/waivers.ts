import {inspectDossier, type Dossier} from "../governance/dossier.js";
import {waiversIn} from "../governance/waiver.js";
import type {BoardMember, BoardView, GovernanceLimits, Waiver} from "../model/governance.js";
import {openDossiers} from "./dossiers.js";

/** The parts of `data/decisions.json` that decide whose signatures count, and what was decided. */
export interface BoardDecisions {
  board: BoardMember[];
  limits: GovernanceLimits;
  synthetic: boolean;
  pinned: string[] | null;
  dossiers: Dossier[];
}

/** The board as it stands at a moment (ISO 8601). What is no number in the file is NaN here, under which nothing counts. */
export function boardAt({board, limits, synthetic, pinned}: BoardDecisions, now: string): BoardView {
  const number = (value: unknown): number => (typeof value === "number" ? value : NaN);
  return {
    board,
    synthetic,
    pinned,
    now,
    limits: {
      reviewers: number(limits.reviewers),
      waiverSignatures: number(limits.waiverSignatures),
      signoffDays: number(limits.signoffDays),
      waiverDays: number(limits.waiverDays)
    }
  };
}

/** What the site ships and what this browser holds, together; anything altered is left out. */
export async function readDossiers(decisions: BoardDecisions): Promise<Dossier[]> {
  const own = await (await openDossiers()).list();
  return [...decisions.dossiers, ...own].flatMap((dossier) => {
    try {
      return [inspectDossier(JSON.stringify(dossier)).dossier];
    } catch {
      return [];
    }
  });
}

/** The exceptions that count at a moment: those shipped with the site, and those that the reader has imported. */
export async function readWaivers(decisions: BoardDecisions, now: string): Promise<Waiver[]> {
  return waiversIn(await readDossiers(decisions), boardAt(decisions, now));
}
