import {readdir, readFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import type {BoardMember, BoardView, GovernanceLimits, SignOff} from "../../src/model/governance.js";
import {inspectDossier, type Dossier} from "../../src/governance/dossier.js";
import {verifySignOff} from "../../src/governance/signOff.js";
import type {PolicySet} from "../../src/policy/policySet.js";
import type {CohortManifest} from "../sources/manifest.js";
import {readPolicySet} from "./policyBundle.js";

const project = resolve(import.meta.dirname, "../..");

/** What the signatures in `policies/decisions` say of the rules as they lie on disk, for a cohort and a moment (ISO 8601). */
export async function readSignOff(
  manifest: CohortManifest,
  now: string,
  root = project,
  set: PolicySet = readPolicySet(root)
): Promise<SignOff> {
  const {dossiers, altered} = await readDecisions(root);
  const signOff = verifySignOff(dossiers, set, await boardView(set, manifest, now));
  if (signOff.signed || altered.length === 0) return signOff;
  return {...signOff, sentence: [signOff.sentence, ...altered].join("; ")};
}

/**
 * The dossiers of `policies/decisions`, each without the documents that were altered; `altered` names those, and the
 * files that are no dossiers. A decision that cannot be read permits nothing.
 */
export async function readDecisions(root = project): Promise<{dossiers: Dossier[]; altered: string[]}> {
  const folder = join(root, "policies/decisions");
  const names = await readdir(folder).catch((error) => {
    if (error.code === "ENOENT") return [] as string[];
    throw error;
  });
  const found: {dossiers: Dossier[]; altered: string[]} = {dossiers: [], altered: []};
  for (const name of names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort()) {
    const file = `policies/decisions/${name}`;
    try {
      const {dossier, altered} = inspectDossier(await readFile(join(folder, name), "utf8"));
      found.dossiers.push(dossier);
      if (altered.length > 0) found.altered.push(`${file}: altered after it was signed: ${altered.join(", ")}`);
    } catch (error) {
      found.altered.push(`${file}: ${(error as Error).message}`);
    }
  }
  return found;
}

/** Whose signatures count for a cohort: those of the board of this policy set, of the keys that the manifest names. */
export async function boardView(
  set: PolicySet,
  {synthetic, provenance, release}: CohortManifest,
  now: string
): Promise<BoardView> {
  return {
    board: await withDemoMarked(set.board),
    limits: limitsOf(set),
    now,
    synthetic: synthetic !== null || (provenance.synthetic.genotypes && provenance.synthetic.phenotypes),
    pinned: release.board
  };
}

/** Everybody has the secret keys of the demo members, whatever the list of the board says of them. */
export async function withDemoMarked(board: readonly BoardMember[]): Promise<BoardMember[]> {
  const published = new Set((await demoMembers()).map(({key}) => key));
  return board.map((member) => ({...member, demo: member.demo || published.has(member.key)}));
}

/** The demo members with their published secret keys. */
export async function demoMembers(): Promise<{id: string; name: string; key: string; secret: string}[]> {
  const text = await readFile(new URL("../cohorts/synthetic-demo-board.json", import.meta.url), "utf8");
  return JSON.parse(text).members;
}

/** A limit that is missing is NaN, under which nothing is approved. */
export function limitsOf({gates}: PolicySet): GovernanceLimits {
  const {limits} = gates.query.tables;
  const limit = (name: string): number => limits[`governance.${name}`] ?? NaN;
  return {
    reviewers: limit("reviewers"),
    waiverSignatures: limit("waiver_signatures"),
    signoffDays: limit("signoff_days"),
    waiverDays: limit("waiver_days")
  };
}
