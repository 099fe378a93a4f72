import type {Action, Request} from "./request.js";

/** A member of the ethics board, as `policies/board.yaml` lists them. */
export interface BoardMember {
  /** Short and lasting, e.g. `amara`. */
  id: string;
  name: string;
  /** `ed25519:` and 64 hexadecimal digits. */
  key: string;
  /** First and last day on which their signature counts, ISO 8601; `until` null: no end. */
  from: string;
  until: string | null;
  /** The secret half is published for trying things out: the signature counts only where all people are simulated. */
  demo: boolean;
}

/** Numbers of `policies/thresholds.yaml` that bind the board itself. */
export interface GovernanceLimits {
  /** Members who have to approve a change of the rules. */
  reviewers: number;
  /** Members who have to sign an exception. */
  waiverSignatures: number;
  /** Longest time for which rules are signed, and for which an exception is granted, in days. */
  signoffDays: number;
  waiverDays: number;
}

/** Whose signatures count, and when. */
export interface BoardView {
  board: readonly BoardMember[];
  limits: GovernanceLimits;
  /** The moment that is asked about, ISO 8601. */
  now: string;
  /** Genotypes and phenotypes are simulated: the signatures of demo members count. */
  synthetic: boolean;
  /** Keys that the cohort's manifest names; only these count then. Null: every key of the board. */
  pinned?: readonly string[] | null;
}

export interface FileChange {
  /** Path from the repository's root, below `policies/` but not in `policies/decisions/`. */
  file: string;
  /** The whole text after the change; null takes the file away. */
  text: string | null;
}

/** A change of the policy set that the board is asked to sign; without changes: the rules as they are. */
export interface Proposal {
  kind: "proposal";
  /** Lower case letters, digits and hyphens; names the file of its dossier. */
  id: string;
  title: string;
  rationale: string;
  /** SHA-256 of the policy set before and after, hex. */
  base: string;
  set: string;
  changes: FileChange[];
  author: {id: string; name: string};
  at: string;
  /** Last day of the sign-off, ISO 8601. */
  in_force_until: string;
}

export const verdicts = ["approve", "reject", "abstain"] as const;
export type Verdict = (typeof verdicts)[number];

/** What a reviewer commits to before anybody's vote is open: `seal` is the SHA-256 of the vote's canonical JSON. */
export interface SealedVote {
  kind: "sealed-vote";
  /** Hash of the signed proposal. */
  proposal: string;
  member: string;
  seal: string;
  at: string;
}

export interface Vote {
  kind: "vote";
  proposal: string;
  member: string;
  /** 1: sealed first. 2 and later: in the open, after the reviewers disagreed. */
  round: number;
  verdict: Verdict;
  reasons: string;
  /** What the reviewer declares about interests of their own; empty: none. */
  interests: string;
  /** Random, so that nobody can try out which vote fits a seal. */
  salt: string;
  at: string;
  /** What an approving vote puts into force; null for any other. */
  sign_off: SignOffTerms | null;
}

export interface SignOffTerms {
  set: string;
  name: string;
  /** First and last day, ISO 8601. */
  from: string;
  until: string;
}

export interface Comment {
  kind: "comment";
  proposal: string;
  member: string;
  text: string;
  at: string;
}

/** A question that the rules referred to the board, with the reader's own words. */
export interface Referral {
  kind: "referral";
  id: string;
  reader: {id: string; name: string};
  /** What was asked, as the rules saw it. Holds no person's data. */
  request: Request;
  reasons: {rule: string; sentence: string}[];
  /** Hash of the rules that referred it. */
  policy: string;
  words: string;
  at: string;
}

/** What an exception covers; all of it has to fit. It takes referrals away, never a refusal. */
export interface Waiver {
  actor: string;
  /** Code of the purpose. */
  purpose: string;
  dataset: string;
  action: Action;
  /** Id of the trait; null: questions without a trait. */
  trait: string | null;
  /** Ids of the rules whose referral it answers. */
  rules: string[];
  from: string;
  until: string;
}

/** One member's answer to a referral. An exception counts once enough members signed the same terms. */
export interface BoardAnswer {
  kind: "answer";
  /** Hash of the signed referral. */
  referral: string;
  member: string;
  waiver: Waiver | null;
  reasons: string;
  interests: string;
  at: string;
}

/** Whether the board stands behind a policy set, as far as files can tell. */
export type SignOff =
  | {signed: true; set: string; proposal: string; title: string; signers: Signer[]; from: string; until: string}
  | {
      signed: false;
      set: string;
      why: "unsigned" | "altered" | "expired";
      sentence: string;
      /** Files whose text is not the one that was signed, where that can be known. */
      files: string[];
    };

export interface Signer {
  id: string;
  name: string;
  key: string;
  /** Day of the signature. */
  at: string;
}
