import type {Dossier} from "../../src/governance/dossier.js";
import type {BoardMember, GovernanceLimits} from "../../src/model/governance.js";
import {readPolicySet} from "./policyBundle.js";
import {demoBoard, releaseManifest} from "./released.js";
import {limitsOf, readDecisions, withDemoMarked} from "./signOff.js";

/** `data/decisions.json`: the board, and what it has decided. Pages verify every signature themselves. */
export interface Decisions {
  /** Hash of the policy set that the site shows. */
  set: string;
  board: BoardMember[];
  limits: GovernanceLimits;
  /** All people and all data are simulated: the signatures of demo members count. */
  synthetic: boolean;
  /** Keys that the cohort's manifest names; null: every key of the board. */
  pinned: string[] | null;
  dossiers: Dossier[];
  /** Published secret keys, for trying things out; empty unless all is simulated. */
  demo: {id: string; name: string; key: string; secret: string}[];
}

export async function decisionsJson(): Promise<string> {
  const set = readPolicySet();
  const {cohort, signOff} = await releaseManifest();
  const decisions: Decisions = {
    set: set.sha256,
    board: await withDemoMarked(set.board),
    limits: limitsOf(set),
    synthetic: cohort.synthetic.genotypes && cohort.synthetic.phenotypes,
    pinned: signOff?.board ?? null,
    dossiers: (await readDecisions()).dossiers,
    demo: await demoBoard()
  };
  return JSON.stringify(decisions);
}
