import type {Request} from "../model/request.js";
import type {DuoEffect, PolicyTables} from "./bundle.js";

/** What a dataset's consent says, term by term; kinds of purpose as in `policies/purposes.csv`. */
export interface Consent {
  /** The release is open and the consent restricts nothing. */
  unrestricted: boolean;
  /** Kinds of purpose that the consent permits. */
  permitted: string[];
  /** Kinds that it permits for one disease. */
  permitted_if_same: string[];
  /** Pairs of a term and a kind of purpose that it rules out. */
  prohibited: [code: string, kind: string][];
  /** Pairs of a term and a kind of purpose of which a person has to judge whether it keeps to the term. */
  doubtful: [code: string, kind: string][];
  conditions: string[];
  duties: string[];
  /** Terms that name a class of terms and so say nothing in particular. */
  unspecific: string[];
  unknown_terms: string[];
}

/**
 * Reads the terms of a dataset. Several permissions add up: a cohort's manifest may name only what each of its people
 * permits, which the loaders check person by person where the codes are given.
 */
export function consentOf(dataset: Request["dataset"], {duo}: PolicyTables): Consent {
  const codes = [...new Set(dataset.consent)];
  const terms = codes.flatMap((code) => duo.find((term) => term.code === code) ?? []);
  const unknown = codes.filter((code) => !terms.some((term) => term.code === code));
  const withEffect = (...effects: DuoEffect[]): typeof terms => terms.filter(({effect}) => effects.includes(effect));
  const kindsOf = (...effects: DuoEffect[]): string[] => withEffect(...effects).flatMap(({kinds}) => kinds);
  const codesOf = (...effects: DuoEffect[]): string[] => withEffect(...effects).map(({code}) => code);
  const pairsOf = (effect: DuoEffect): [string, string][] =>
    withEffect(effect).flatMap(({code, kinds}) => kinds.map((kind): [string, string] => [code, kind]));
  const restrictions = codesOf("prohibits", "not for profit", "condition", "unspecific");
  const anything = codesOf("permits anything").length > 0;
  return {
    unrestricted: dataset.class === "open" && anything && restrictions.length === 0 && unknown.length === 0,
    permitted: kindsOf("permits anything", "permits"),
    permitted_if_same: kindsOf("permits if same"),
    prohibited: pairsOf("prohibits"),
    doubtful: pairsOf("not for profit"),
    conditions: codesOf("condition"),
    duties: codesOf("not for profit", "duty"),
    unspecific: codesOf("unspecific"),
    unknown_terms: unknown
  };
}
