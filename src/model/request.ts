import type {ReleaseClass, Tier} from "./release.js";

export const roles = ["researcher", "ethics_board", "policymaker", "public"] as const;
export type Role = (typeof roles)[number];

/** What is done with data, and then what is done with the rules. */
export const actions = ["view", "analyse", "export", "release", "propose", "review", "waive", "change_policy"] as const;
export type Action = (typeof actions)[number];

/** What an answer is made by. `kinship`: who is related to whom; `membership`: who took part. */
export const methods = ["count", "association", "score", "kinship", "membership"] as const;
export type Method = (typeof methods)[number];

/** What somebody, or a loader, asks a gate to permit. Anything left out is unknown, and unknown is never permitted. */
export interface Request {
  actor: {id: string; role: Role; affiliation?: string; visas?: string[]};
  /**
   * `code` is a term of `policies/purposes.csv` such as `DUO:0000006`; `statement` is the person's own sentence;
   * `concerns` are aspects of the study from `policies/concerns.csv`.
   */
  purpose: {code: string; statement: string; concerns?: string[]};
  /**
   * `synthetic`: the people are simulated; `invented_traits`: the people are real, but not what is said of their age,
   * status or traits. Such answers must say so.
   */
  dataset: {id: string; class: ReleaseClass; consent: string[]; synthetic?: boolean; invented_traits?: boolean};
  action: Action;
  /** Ontology id (`EFO_0004339`) and label of the trait asked about, if any. */
  trait?: {id: string; label: string};
  query?: QueryFacts;
  /** Of an action about the rules: whose proposal or referral it is about, and how many members have approved it. */
  proposal?: {author?: string; approvals?: number};
}

/** What a query would return, as facts the policy can judge: never SQL text. */
export interface QueryFacts {
  table: string;
  columns: string[];
  group_by: string[];
  filters: string[];
  /** Smallest count of people (not 0) that the answer would show or let a reader derive; null when no count is shown. */
  min_cell: number | null;
  /** Number of variants the question names or selects; null when it spans the whole table. */
  variants: number | null;
  /** Columns of the answer that describe people: ancestry, sex, age, status, … */
  quasi_identifiers: string[];
  /** `cohort`: totals; `stratum`: groups of people; `individual`: a row per person. */
  result_level: "cohort" | "stratum" | "individual";
  /** How many people the smallest group asked about holds, where known; at least as many as any count of it. */
  smallest_group?: number | null;
  /** How often the two smallest groups of the answer were merged, so that none stays too small. Default 0. */
  merge_smallest?: number;
  /** Where the table would be written, or which of two tables of that name is asked. */
  tier?: Tier;
  /** The numbers carry noise of a known size, so a small one is no small count of people. Default false. */
  noisy?: boolean;
  /** What the answer is made by; left out for counts and frequencies. */
  method?: Method;
  /** Names of data from elsewhere that the answer would be joined with, person by person or group by group. */
  linked_with?: string[];
  /** The fewest people by whom a group of this answer differs from a group that was answered before; null: from none. */
  difference?: number | null;
  /** Of a polygenic score: the genetic ancestry groups in which its accuracy was evaluated, and those it is shown for. */
  score?: {evaluated_in: string[]; shown_for: string[]};
  /** Release only: whether the table stayed within the membership budget and withstood the attacks. Default `none`. */
  audit?: "none" | "passed" | "failed";
  /** Release only: how many public keys a registered table would be encrypted to. Default 0. */
  recipients?: number;
  /** Release only: whether the cohort's manifest asks for the ethics board's sign-off, and whether it is there. */
  signoff_required?: boolean;
  signed_off?: boolean;
}
