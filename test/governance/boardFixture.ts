import type {BoardMember, BoardView, Proposal, Referral} from "../../src/model/governance.js";
import {beginDossier, type Dossier} from "../../src/governance/dossier.js";
import {openVote, sealVote, type Ballot} from "../../src/governance/review.js";
import {publicKeyOf} from "../../src/governance/signature.js";

/** Secret keys of this test alone: 32 bytes of one value each. */
export const secretOf = (byte: number): string => `ed25519-secret:${byte.toString(16).padStart(2, "0").repeat(32)}`;
export const saltOf = (byte: number): string => byte.toString(16).padStart(2, "0").repeat(32);

export const secrets = {amara: secretOf(1), bilal: secretOf(2), chen: secretOf(3), reader: secretOf(9)};

export const board: BoardMember[] = (["amara", "bilal", "chen"] as const).map((id) => ({
  id,
  name: `${id[0].toUpperCase()}${id.slice(1)}`,
  key: publicKeyOf(secrets[id]),
  from: "2026-01-01",
  until: null,
  demo: false
}));

export const now = "2026-11-24T10:00:00.000Z";

export const view: BoardView = {
  board,
  limits: {reviewers: 2, waiverSignatures: 2, signoffDays: 400, waiverDays: 400},
  now,
  synthetic: false
};

export const set = "ab".repeat(32);

export function proposal(change: Partial<Proposal> = {}): Proposal {
  return {
    kind: "proposal",
    id: "smaller-cells",
    title: "Show counts from 11 on",
    rationale: "Counts of 11 to 20 are shown elsewhere.",
    base: "cd".repeat(32),
    set,
    changes: [{file: "policies/thresholds.yaml", text: "small_cell:\n  max_withheld: 10\n"}],
    author: {id: "reader-1", name: "A reader"},
    at: now,
    in_force_until: "2027-11-24",
    ...change
  };
}

export const yes: Ballot = {verdict: "approve", reasons: "Well argued.", interests: ""};
export const no: Ballot = {verdict: "reject", reasons: "Too soon.", interests: "I know the author."};

/** A proposal on which members sealed and opened these votes. */
export function voted(
  votes: Partial<Record<"amara" | "bilal" | "chen", Ballot>>,
  {change, at = view, author = secrets.reader}: {change?: Partial<Proposal>; at?: BoardView; author?: string} = {}
): Dossier {
  let dossier = beginDossier(proposal(change), author);
  const members = Object.entries(votes) as ["amara" | "bilal" | "chen", Ballot][];
  const opened = members.map(([id, ballot], i) => {
    const sealed = sealVote(dossier, ballot, {secret: secrets[id], view: at, salt: saltOf(i + 20)});
    dossier = sealed.dossier;
    return {id, vote: sealed.vote};
  });
  for (const {id, vote} of opened) dossier = openVote(dossier, vote, {secret: secrets[id], view: at});
  return dossier;
}

export function referral(change: Partial<Referral> = {}): Referral {
  return {
    kind: "referral",
    id: "referral-1",
    reader: {id: "reader-1", name: "A reader"},
    request: {
      actor: {id: "reader-1", role: "researcher"},
      purpose: {code: "DUO:0000006", statement: "Which lipid genes vary in every group?"},
      dataset: {id: "synthetic", class: "public-safe", consent: ["DUO:0000006"]},
      action: "export"
    },
    reasons: [{rule: "export.large", sentence: "The export has more than 5,000 variants."}],
    policy: "ef".repeat(32),
    words: "The whole table is needed for a meta-analysis.",
    at: now,
    ...change
  };
}
