import {matchKinds, type Exclusion, type MatchKind, type ScoreVariant} from "../../../src/model/polygenic.js";

/** A variant of the cohort at the position of a variant of a score. */
export interface CohortRow {
  ref: string;
  alt: string;
  /** Of alt in the people who are scored, 0 to 1; NaN where nobody has a genotype. */
  frequency: number;
  /** Another variant of the position shares an allele with this one. */
  multiallelic: boolean;
}

export interface MatchRules {
  /** A/T and C/G, which look the same on both strands: left out; taken as named; or read by allele frequencies. */
  palindromic: "exclude" | "keep" | "frequency";
  /** Whether alleles may be named on the other strand. */
  strandFlips: boolean;
  /** `keep`: only where the effect allele is one alternate allele, since the others are counted as reference. */
  multiallelic: "exclude" | "keep";
}

/** As pgsc_calc 2 does by default. */
export const usualRules: MatchRules = {palindromic: "exclude", strandFlips: true, multiallelic: "exclude"};

/** Palindromic alleles are told apart by frequency only where both frequencies are farther than this from one half. */
export const palindromicMargin = 0.1;

/** The row of the cohort that a score's variant is, and how; or why none is used. */
export type Match =
  | {row: number; kind: MatchKind; effectIsAlt: boolean}
  | {exclusion: Exclusion}
  | {exclusion: null; unmatched: "other alleles"};

/**
 * Finds a variant of a score among the cohort's rows at its position: of several ways the first of `matchKinds`, of
 * several rows the first. Alleles of one base only are looked for on the other strand.
 */
export function findMatch(variant: ScoreVariant, rows: readonly CohortRow[], rules: MatchRules): Match {
  let best: {row: number; kind: number} | null = null;
  rows.forEach((row, index) => {
    const kind = kindOf(variant, row);
    if (kind >= 0 && (best === null || kind < best.kind)) best = {row: index, kind};
  });
  if (best === null) return {exclusion: null, unmatched: "other alleles"};
  const {row, kind} = best as {row: number; kind: number};
  const found = rows[row];
  const onOtherStrand = kind % 4 >= 2;
  const effectIsAlt = kind % 2 === 0;
  if (!Number.isFinite(found.frequency)) return {exclusion: "no genotypes"};
  if (found.multiallelic && (rules.multiallelic === "exclude" || !effectIsAlt)) return {exclusion: "multiallelic"};
  if (isPalindromic(found.ref, found.alt)) return matchPalindromic(variant, row, kind, found, rules);
  if (onOtherStrand && !rules.strandFlips) return {exclusion: "other strand"};
  return {row, kind: matchKinds[kind], effectIsAlt};
}

/** Whether two alleles of one base are each other's complement. */
export function isPalindromic(a: string, b: string): boolean {
  return a.length === 1 && complement[a] === b;
}

const complement: Record<string, string> = {A: "T", C: "G", G: "C", T: "A"};

/** Index into `matchKinds`; -1 = not this row. */
function kindOf({effectAllele, otherAllele}: ScoreVariant, {ref, alt}: CohortRow): number {
  if (otherAllele === null) {
    const direct = [alt, ref].indexOf(effectAllele);
    if (direct >= 0) return 4 + direct;
    const flipped = onOtherStrand(effectAllele, ref, alt) ? [alt, ref].indexOf(complement[effectAllele]) : -1;
    return flipped < 0 ? -1 : 6 + flipped;
  }
  if (effectAllele === alt && otherAllele === ref) return 0;
  if (effectAllele === ref && otherAllele === alt) return 1;
  if (otherAllele.length !== 1 || !onOtherStrand(effectAllele, ref, alt)) return -1;
  if (complement[effectAllele] === alt && complement[otherAllele] === ref) return 2;
  return complement[effectAllele] === ref && complement[otherAllele] === alt ? 3 : -1;
}

function onOtherStrand(effectAllele: string, ref: string, alt: string): boolean {
  return effectAllele.length === 1 && ref.length === 1 && alt.length === 1;
}

function matchPalindromic(
  {effectFrequency}: ScoreVariant,
  row: number,
  kind: number,
  {frequency}: CohortRow,
  {palindromic, strandFlips}: MatchRules
): Match {
  const effectIsAlt = kind % 2 === 0;
  if (palindromic === "keep") return {row, kind: matchKinds[kind], effectIsAlt};
  const here = effectIsAlt ? frequency : 1 - frequency;
  const told =
    palindromic === "frequency" &&
    Math.abs(effectFrequency - 0.5) > palindromicMargin &&
    Math.abs(here - 0.5) > palindromicMargin;
  if (!told) return {exclusion: "palindromic"};
  if (effectFrequency > 0.5 === here > 0.5) return {row, kind: matchKinds[kind], effectIsAlt};
  // On the other strand the alleles change their names: effect is alt becomes effect is ref.
  return strandFlips ? {row, kind: matchKinds[(kind ^ 1) + 2], effectIsAlt: !effectIsAlt} : {exclusion: "other strand"};
}
