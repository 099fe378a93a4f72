/** What a gate answers. Forbid beats refer beats permit; no matching permit is forbid. */
export type Outcome = "permit" | "refer" | "forbid";

/** Why a gate did not simply permit: one per policy clause that fired, in plain words. */
export interface Reason {
  /** Id of the policy rule, e.g. `reidentification.small-cell`. */
  rule: string;
  /** One sentence for lay readers. */
  sentence: string;
  /** The smallest change that would be permitted, where there is one. */
  remedy?: Remedy;
}

export interface Remedy {
  sentence: string;
  /** A change to the request that the page can apply with one click; absent where a person must act. */
  change?: Record<string, unknown>;
}

/** A condition that comes with a permission, e.g. "show accuracy by genetic ancestry group beside the score". */
export interface Obligation {
  rule: string;
  sentence: string;
}

export interface Decision {
  outcome: Outcome;
  reasons: Reason[];
  obligations: Obligation[];
  /** SHA-256 of the policy text that decided, hex. */
  policy: string;
}
