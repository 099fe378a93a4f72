import type {Outcome} from "./decision.js";
import type {Request} from "./request.js";

/** The parts of `data/policies.json` that pages show. */
export interface PolicyPage {
  sha256: string;
  /** Numbers that sentences name, e.g. `small_cell.max_withheld`: 20. */
  bundle: {tables: {limits: Record<string, number>}; topics: Record<string, {title: string}>};
  /** `rationale.md` of each topic, Markdown. */
  rationales: Record<string, string>;
  rules: RulePage[];
  cases: PolicyCase[];
}

export interface RulePage {
  id: string;
  /** May hold slots such as `{trait}`. */
  sentence: string;
  why: string;
  source: {title: string; url: string};
  also?: {title: string; url: string}[];
  /** Who answers for the rule; since when it is in force and when it is to be looked at again, ISO 8601. */
  owner: string;
  inForceSince: string;
  reviewBy: string;
  remedy?: {sentence: string};
  /** What the rule does when it fires; `oblige` adds a condition. */
  outcome: Outcome | "oblige";
  /** The folder below `policies/`; its title is in `bundle.topics`. */
  topic: string;
  /** The clause as it is run. */
  polar: string;
  file: string;
  line: number;
  /** Indices into the `cases` of the page. */
  cases: number[];
}

export interface PolicyCase {
  /** The folder below `policies/` that it lies in. */
  topic: string;
  /** What the rules must answer. */
  outcome: Outcome;
  sentence: string;
  request: Request;
}
