import type {Outcome} from "./decision.js";
import type {Request} from "./request.js";

/** The parts of `data/policies.json` that pages show. */
export interface PolicyPage {
  sha256: string;
  /** Numbers that sentences name, e.g. `small_cell.max_withheld`: 20. */
  bundle: {tables: {limits: Record<string, number>}};
  rules: RulePage[];
  cases: PolicyCase[];
}

export interface RulePage {
  id: string;
  /** May hold slots such as `{trait}`. */
  sentence: string;
  why: string;
  source: {title: string; url: string};
  remedy?: {sentence: string};
  /** What the rule does when it fires; `oblige` adds a condition. */
  outcome: Outcome | "oblige";
  topic: string;
  /** The clause as it is run. */
  polar: string;
  file: string;
  line: number;
  /** Indices into the `cases` of the page. */
  cases: number[];
}

export interface PolicyCase {
  /** What the rules must answer. */
  outcome: Outcome;
  sentence: string;
  request: Request;
}
