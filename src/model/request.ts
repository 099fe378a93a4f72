import type {ReleaseClass, Tier} from "./release.js";

export const roles = ["researcher", "ethics_board", "policymaker", "public"] as const;
export type Role = (typeof roles)[number];

export const actions = ["view", "analyse", "export", "release", "change_policy"] as const;
export type Action = (typeof actions)[number];

/** What somebody, or a loader, asks a gate to permit. Anything left out is unknown, and unknown is never permitted. */
export interface Request {
  actor: {id: string; role: Role; affiliation?: string; visas?: string[]};
  /** `code` is a DUO term such as `DUO:0000006`; `statement` is the person's own sentence. */
  purpose: {code: string; statement: string};
  dataset: {id: string; class: ReleaseClass; consent: string[]};
  action: Action;
  /** Ontology id (`EFO_0004339`) and label of the trait asked about, if any. */
  trait?: {id: string; label: string};
  query?: QueryFacts;
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
  /** Release only: where the table would be written. */
  tier?: Tier;
}
