/*
 * What a release says about its own risk: `privacy` in `manifest.json`. Nothing in it is about a person; figures of
 * attacks are rounded to three decimals, and what other settings would do follows from public numbers alone.
 */

/** Attacks that every release is put to; their words for readers are in `src/components/privacy/attackWords.ts`. */
export const attackIds = [
  /** Exact finite-pool likelihood ratio of a person's genotypes, in the form that fits what was published. */
  "likelihood-ratio",
  /** Homer's distance statistic. */
  "homer",
  /** Which alleles are listed at all (Shringarpure & Bustamante). */
  "beacon",
  /** Whether somebody who is known to take part is a case, from effect sizes. */
  "case-control",
  /** Whether somebody whose genome and trait are known took part, from effect sizes. */
  "effects",
  /** Whether somebody took part, from how variants go together. */
  "linkage",
  /** The likelihood ratio of a member's child. */
  "relatives",
  /** Alleles that one person only carries in a published group. */
  "unique-alleles",
  /** Subtraction of published numbers, one unknown at a time. */
  "subtraction",
  /** The range of each hidden number, given all that is published (linear programming). */
  "linear-program",
  /** Sums of published groups that differ by a hidden one. */
  "tracker",
  /** This version of the release beside the one before. */
  "two-versions"
] as const;
export type AttackId = (typeof attackIds)[number];

/** Operating characteristic of an attack on membership: how well scores of members and others are told apart. */
export interface MembershipFigures {
  kind: "membership";
  /** Who was attacked: members, and simulated people who are not. */
  people: number;
  nonMembers: number;
  /** Area under the curve, 0.5 = guessing, and its standard error. */
  auc: number;
  aucSe: number;
  /** Share of members found at a false-positive rate of 0.05. */
  tpr: number;
  tprSe: number;
  /** Share of members above the 99.9th percentile of the others; null where too few others were simulated. */
  beyond: number | null;
  /** [false-positive rate, true-positive rate], from (0, 0) to (1, 1). */
  curve: [number, number][];
}

/** How many hidden numbers an attack worked out. */
export interface RecoveryFigures {
  kind: "recovery";
  recovered: number;
  hidden: number;
  /** Width of the narrowest range that an attacker is left with; null when nothing is hidden. */
  narrowest: number | null;
  /** Width that each must have at least. */
  least: number;
}

export interface Finding {
  /** `public/allele_counts`, … */
  table: string;
  attack: AttackId;
  /** The group in which the attack did best; `all` = everybody together. */
  pool: string;
  figures: MembershipFigures | RecoveryFigures;
  withstood: boolean;
  /**
   * `enforced`: a release that does not withstand it is not made. `reported`: the table is open by consent, or
   * encrypted to named readers; the figure says what its readers could do.
   */
  standing: "enforced" | "reported";
}

/** The fixed list of variants that public frequencies are given for, drawn up before the cohort was looked at. */
export interface PanelReport {
  /** Where its frequencies come from: `model`, or the file of the manifest. */
  source: string;
  /** Rows of the reference; common enough in every group; left after pruning linked ones; left within the budget. */
  candidates: number;
  common: number;
  unlinked: number;
  released: number;
  /** Of the released, how many the cohort's genotype files do not have. */
  absent: number;
  /** `exact`: within the budget as they are. `noisy`: with noise. */
  form: "exact" | "noisy";
}

/** A group of people with public frequencies. */
export interface PoolReport {
  level: string;
  people: number;
  /** Levels that were too small to be listed alone and are counted here. */
  merged: string[];
  /** Standard deviation of the noise, in allele copies and as a frequency; 0 for exact counts. */
  noiseSd: number;
  frequencySd: number;
  /** False: the noise would exceed the largest allowed, so the group's column is hidden. */
  shown: boolean;
}

/** How much membership may be given away, what was spent, and what is left. */
export interface BudgetReport {
  /** Of all versions together, as zero-concentrated differential privacy (ρ), and as separation d′ = √(2ρ). */
  rhoTotal: number;
  separationTotal: number;
  /** Versions that spent something, the latest last; made again from the same people, a version spends nothing. */
  versions: {version: number; date: string; rho: number}[];
  rhoLeft: number;
  /** What this version spends it on. */
  parts: {table: string; rho: number}[];
}

/** How well an attacker would do on tables made by one rule from this cohort, as the number of variants grows. */
export interface AttackCurve {
  /** `exact`, `withheld` (small counts), `rounded`, `noisy`. */
  rule: "exact" | "withheld" | "rounded" | "noisy";
  /** `ancestry`: one number per ancestry; `all`: per combination of all strata. */
  level: "ancestry" | "all";
  points: {variants: number; auc: number; tpr: number}[];
}

/** What a rule of disclosure control would withhold from a table of allele counts by ancestry. */
export interface RegimeReport {
  id: string;
  title: string;
  sentence: string;
  source: string;
  url: string;
  /** Per ancestry: shares from 0 to 1, rounded to whole per cents. */
  groups: {
    level: string;
    people: number;
    /** Of cells; of cells whose allele is present at all. */
    cellsWithheld: number;
    presentWithheld: number;
    /** Expected absolute error of a frequency that is shown, from rounding or noise. */
    frequencyError: number;
  }[];
  /** Variants that are withheld in at least one group, though shown in another. */
  variantsUneven: number;
}

/** What another setting would do, for the slider; follows from group sizes and the public panel alone. */
export interface SettingReport {
  /** Limit of the attack's area under the curve. */
  auc: number;
  /** The same as a true-positive rate at a false-positive rate of 0.05. */
  tpr: number;
  rho: number;
  /** Variants that can be given exactly instead. */
  exactVariants: number;
  groups: {level: string; frequencySd: number; shown: boolean}[];
}

export interface PrivacyReport {
  mode: "strict" | "relaxed";
  /** What `enforced` findings are held to; a measured figure may be above by two standard errors. */
  limits: {auc: number; tpr: number; fpr: number; beyond: number; width: number};
  panel: PanelReport | null;
  pools: PoolReport[];
  budget: BudgetReport | null;
  audit: Finding[];
  curves: AttackCurve[];
  regimes: RegimeReport[];
  settings: SettingReport[];
  /** Public associations: how many reach genome-wide significance, and how many of them fit the budget. */
  hits: {significant: number; released: number; budget: number; spent: number} | null;
  /** Groups whose registered tables are kept back because few people joined or left since the version before. */
  changed: string[];
}
