import type {GenomeBuild} from "./release.js";

/** A polygenic score as its file gives it: what it is, its variants, and the rows that cannot be used. */
export interface ScoringFile {
  /** The file's name in messages. */
  label: string;
  /** `PGS000001`; where the file gives none, its own name. */
  id: string;
  name: string;
  /** Empty where not given. */
  traitReported: string;
  traitMapped: string;
  /** Ontology ids, as `EFO_0004339`. */
  traitIds: string[];
  weightType: string;
  citation: string;
  licence: string;
  formatVersion: string;
  /** Of the positions below: the harmonised ones where the file has them. Null = the file does not say. */
  build: GenomeBuild | null;
  /** The build in the file's own words, of whatever kind; empty = not given. */
  buildSaid: string;
  /** Positions are those that the PGS Catalog harmonised. */
  harmonised: boolean;
  /** Rows below the header of columns, usable or not, without identical repetitions. */
  rows: number;
  /** Variants that the header promises; null = not given. A piece of a file (one chromosome) has fewer rows. */
  variantsPromised: number | null;
  variants: ScoreVariant[];
  unsupported: UnsupportedRow[];
  /** What is odd but does no harm to the result, each with its line. */
  warnings: {line: number; what: string}[];
}

export interface ScoreVariant {
  /** 1-based line of the file. */
  line: number;
  /** Empty = none. */
  rsid: string;
  /** As in our tables, without `chr`. */
  chrom: string;
  /** 1-based. */
  pos: number;
  /** Upper-case bases. */
  effectAllele: string;
  /** Null = not given, or inferred as one of several. */
  otherAllele: string | null;
  /** What 0, 1 and 2 copies of the effect allele add to the score. */
  weights: readonly [number, number, number];
  effect: ScoreEffect;
  /** Absolute weight, for shares: of one copy; of genotype weights their range. */
  size: number;
  /** Frequency of the effect allele where the score was made, 0 to 1; NaN = not given. */
  effectFrequency: number;
}

export type ScoreEffect = "additive" | "dominant" | "recessive" | "genotype";

export const unsupportedReasons = [
  "haplotype",
  "diplotype",
  "interaction",
  "no position",
  "alleles are not bases",
  "repeated"
] as const;
export type UnsupportedReason = (typeof unsupportedReasons)[number];

export interface UnsupportedRow {
  line: number;
  reason: UnsupportedReason;
  /** As in `ScoreVariant`; 0 of identical repetitions, NaN where it is not told. */
  size: number;
}

/** How alleles of a scoring file were found in the cohort. */
export const matchKinds = [
  "effect is alt",
  "effect is ref",
  "effect is alt, other strand",
  "effect is ref, other strand",
  "effect is alt, no other allele",
  "effect is ref, no other allele",
  "effect is alt, no other allele, other strand",
  "effect is ref, no other allele, other strand"
] as const;
export type MatchKind = (typeof matchKinds)[number];

/** Why a variant that is in the cohort was not used. */
export const exclusions = ["palindromic", "multiallelic", "other strand", "repeated in score", "no genotypes"] as const;
export type Exclusion = (typeof exclusions)[number];

/** What became of the rows of one score: every row is counted once. */
export interface MatchReport {
  score: string;
  rows: number;
  matched: number;
  matchedBy: Record<MatchKind, number>;
  excluded: Record<Exclusion, number>;
  /** No variant at the position; a variant there with other alleles. */
  unmatched: {"not in the cohort": number; "other alleles": number};
  unsupported: Record<UnsupportedReason, number>;
  /** Matched rows over all rows, 0 to 1. */
  overlap: number;
  /** The same with every row counted by its absolute weight; NaN where no weight is known. */
  weightShare: number;
  /** Further rows of the cohort with the same alleles at the same position: the first is used. */
  cohortRepeats: number;
  /** Why no score is given; null = it is given. */
  refused: string | null;
}
