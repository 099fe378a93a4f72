import type {InferredAncestry} from "./ancestry.js";
import type {Decision, Reason} from "./decision.js";
import type {SignOff} from "./governance.js";
import type {ReleasedScore} from "./polygenicScores.js";
import type {PrivacyReport} from "./privacy.js";

export const releaseClasses = ["open", "public-safe", "controlled"] as const;
export type ReleaseClass = (typeof releaseClasses)[number];

/** `public`: readable by anybody. `registered`: age-encrypted to named recipients. */
export const tiers = ["public", "registered"] as const;
export type Tier = (typeof tiers)[number];

export const tableNames = [
  "variants",
  "genotype_counts",
  "allele_counts",
  "association",
  "manhattan",
  "qq",
  "loci",
  "ld",
  "pca_density",
  "equity_genomics",
  "pgx_phenotypes",
  "pgx_results",
  "pgx_genes",
  "genes",
  "structure_residues",
  "structure_models",
  "structure_errors",
  "structure_frequencies",
  "tumour_resistance",
  "tumour_pairs",
  "tumour_cooccurrence",
  "tumour_oncoprint",
  "tumour_evidence",
  "people",
  "people_margins",
  "representation",
  "equity",
  "polygenic_scores"
] as const;
export type TableName = (typeof tableNames)[number];

/** `manifest.json` of a release: all that a reader may know without opening a table. */
export interface ReleaseManifest {
  format: "covenant-release/1";
  cohort: CohortSummary;
  /** Variables that divide people into groups, levels in display order. */
  strata: {name: string; levels: string[]}[];
  traits: ReleasedTrait[];
  /** Polygenic scores of table `polygenic_scores`; absent where the cohort's manifest names none. */
  scores?: ReleasedScore[];
  /** What happened to people and variants, in order. */
  flow: FlowStep[];
  /** Protected counts of people, one row per combination of strata; `n` null = withheld. The same as table `people`. */
  people: {strata: string[]; rows: {levels: string[]; n: number | null}[]};
  /**
   * A `public-safe` release may have a table twice: in public, of a fixed panel of variants and with noise, and for
   * registered readers, of all variants after small-cell control.
   */
  tables: ReleasedTable[];
  /** Tables that the policy or the release class kept back, and why. */
  refused: {name: TableName; tier: Tier; reasons: Reason[]}[];
  withheld: Withheld[];
  /** The disclosure rules in force, for display. */
  rules: {id: string; sentence: string; value: number | string; source: string}[];
  /** Membership budget, attacks on this release and what they found, cost of privacy by group. */
  privacy: PrivacyReport;
  recipients: {registered: string[]};
  /** How the groups of the stratum `ancestry` were inferred; absent where the cohort brings its own. */
  ancestry?: InferredAncestry;
  /** Where the tables of star alleles come from that medicines were looked up in; absent without them. */
  medicines?: {source: string};
  /** Where tumours and the evidence beside them come from; absent without tumours. `evidence`: whether there is any. */
  tumours?: {source: string; evidence: boolean};
  /**
   * Whether the ethics board had signed the rules when the release was made. `required`: the cohort asks for it;
   * `board`: the keys that its manifest names, null = everybody on the board.
   */
  signOff?: SignOff & {required: boolean; board: string[] | null};
  /** SHA-256, hex: of the input files and manifest, of the thresholds, of the policy text. */
  hashes: {source: string; rules: string; policy: string};
  /** Day of the newest input file, ISO 8601; a rebuild of the same data gives the same day. */
  dataDate: string;
}

export interface ReleasedTrait {
  id: string;
  label: string;
  kind: "binary" | "quantitative";
  /** The variable of `strata` whose levels tell cases from controls, where one does: so counts can be compared. */
  stratum?: {variable: string; cases: string[]; controls: string[]};
}

/** Reference assembly of positions. NCBI36 (hg18) is read for older public data such as HapMap. */
export const genomeBuilds = ["GRCh37", "GRCh38", "NCBI36"] as const;
export type GenomeBuild = (typeof genomeBuilds)[number];

export interface CohortSummary {
  id: string;
  title: string;
  build: GenomeBuild;
  class: ReleaseClass;
  synthetic: {genotypes: boolean; phenotypes: boolean};
  source: string | null;
  licence: string | null;
  citation: string | null;
  /** DUO codes of the consent given, e.g. `DUO:0000042`. */
  consent: string[];
}

/** One step from the input files to the release. A count of 1–20 people is given in `words` only. */
export interface FlowStep {
  id: string;
  label: string;
  unit: "people" | "variants" | "cells" | "bytes" | "tables";
  count: number | null;
  /** What to show when `count` is null, e.g. `≤ 20`. */
  words?: string;
}

export interface ReleasedTable {
  name: TableName;
  tier: Tier;
  /** The trait that the file is about, by its id, where a table has a file for each trait: associations of all variants. */
  trait?: string;
  /** Path below the release folder, e.g. `registered/genotype_counts.parquet.age`. */
  file: string;
  bytes: number;
  /** SHA-256 of the file as written, hex. */
  sha256: string;
  rows: number;
  columns: {name: string; type: ColumnType}[];
  decision: Decision;
}

/** Cells that a rule kept back in one table. */
export interface Withheld {
  table: TableName;
  tier: Tier;
  /** As in `ReleasedTable`. */
  trait?: string;
  rule: string;
  sentence: string;
  cells: number;
  /** Of `cells`, and of all cells, per level of the first stratum variable (ancestry). */
  byStratum: {level: string; withheld: number; total: number}[];
}

/**
 * What a table's file is called before its ending: `allele_counts`, or `association-EFO_0004339` where there is a file for
 * each trait. Whatever is no letter, digit or underscore in a trait's id becomes an underscore.
 */
export function fileStem({name, trait}: Pick<ReleasedTable, "name" | "trait">): string {
  return trait === undefined ? name : `${name}-${trait.replace(/[^A-Za-z0-9_]/g, "_")}`;
}

export type ColumnType = "string" | "int32" | "float64";
