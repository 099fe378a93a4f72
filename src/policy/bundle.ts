import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import type {ReleaseClass} from "../model/release.js";

/** All that one gate decides by: plain data, the same in a loader and in a browser. */
export interface PolicyBundle {
  decision: "release" | "query";
  /** Folders below `policies/` that this gate decides by, in the order of its reasons. */
  topics: Record<string, Topic>;
  /** Policy files topic by topic, alphabetically; `file` is the path from the repository's root. */
  polar: {file: string; text: string}[];
  /** Words for lay readers, by rule id. */
  rules: Record<string, RuleText>;
  tables: PolicyTables;
}

/** `about` of a topic's `rules.yaml`: its name for readers, who answers for its rules, and their dates (ISO 8601). */
export interface Topic {
  title: string;
  owner: string;
  inForceSince: string;
  reviewBy: string;
}

/** A rule of a topic's `rules.yaml`, with its sources looked up in `policies/sources.yaml`. */
export interface RuleText {
  /** May hold slots such as `{trait}`. */
  sentence: string;
  why: string;
  source: {title: string; url: string};
  /** Further sources. */
  also?: {title: string; url: string}[];
  /** Who answers for the rule. */
  owner: string;
  /** ISO 8601 days. */
  inForceSince: string;
  reviewBy: string;
  remedy?: RemedyText;
  /** Cases, by their sentence, that have to come with this rule; needed where it changes no outcome by itself. */
  case?: string[];
  /** Cases that must not come with this rule. */
  unless?: string[];
}

export interface RemedyText {
  sentence: string;
  /** Dotted path of the request → new value. `null`: a person must give the value. `$name`: computed from the request. */
  change?: Record<string, unknown>;
  /** What to say where the change cannot be made, e.g. because there is only one group. */
  otherwise?: string;
}

/** Data that the clauses look up; each row becomes a fact in Polar. */
export interface PolicyTables {
  /** `policies/thresholds.yaml`, numbers only, e.g. `small_cell.max_withheld`: 20. */
  limits: Record<string, number>;
  /** `policies/duo.csv`: what each consent term does, and to which kinds of purpose. */
  duo: {code: string; shorthand: string; effect: DuoEffect; kinds: string[]; label: string}[];
  /** `policies/purposes.csv`: what a reader may declare. `offered`: in the list that the site shows. */
  purposes: {code: string; kind: string; health: boolean; offered: boolean; label: string}[];
  /** `policies/concerns.csv`: aspects of a study that people look at wherever they are declared. */
  concerns: {id: string; label: string}[];
  /**
   * `policies/tables.csv`: who may hold which table, by release class; `both`: one of that name is public and another
   * for registered readers, told apart by the tier. `perVariant`: the table has a row per variant.
   */
  access: {table: string; perVariant: boolean; byClass: Record<ReleaseClass, Access>}[];
  /** `policies/traits.csv`: a trait may be in several classes. */
  traits: {id: string; label: string; classes: string[]}[];
}

export const accesses = ["public", "registered", "both"] as const;
export type Access = (typeof accesses)[number];

export const duoEffects = [
  /** No restriction at all. */
  "permits anything",
  /** The kinds of purpose listed and no others. */
  "permits",
  /** The kinds listed, for one disease, which a person has to compare. */
  "permits if same",
  /** The kinds listed are ruled out. */
  "prohibits",
  /** Binds whoever uses the data; whether the kinds listed keep to it is for a person to judge. */
  "not for profit",
  /** Only a person can check it. */
  "condition",
  /** A class of terms, which does not say what is permitted. */
  "unspecific",
  /** Binds whoever uses the data. */
  "duty",
  /** Always kept here. */
  "met"
] as const;
export type DuoEffect = (typeof duoEffects)[number];

/** SHA-256 of the bundle as JSON with sorted keys, hex: any change of a clause, word, limit or table changes it. */
export function bundleHash(bundle: PolicyBundle): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(bundle))));
}

/** JSON with sorted keys, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  );
}
