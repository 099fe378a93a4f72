import type {Priority} from "./pharmacogenomics.js";

/**
 * Genes and medicines by group, as the loaders make them. Exact counts of people: they must pass disclosure control
 * before they are shown. `group` is a level of the variable asked for, or `all`.
 */
export interface PgxTables {
  genes: PgxGeneRow[];
  coverage: PgxCoverageRow[];
  alleles: PgxAlleleRow[];
  diplotypes: PgxDiplotypeRow[];
  phenotypes: PgxPhenotypeRow[];
  /** By gene, and by medicine. */
  results: PgxResultRow[];
}

/**
 * A share of people, where some are not certain. Ambiguous people count with the probability of each of their
 * diplotypes, from the allele frequencies of their group under Hardy–Weinberg proportions; without them the share is
 * `least / people`. The interval is that of sampling alone (Wilson, 95 %): `least` and `most` bound what ambiguity hides.
 */
export interface PgxShare {
  /** Whose genotypes are explained. */
  people: number;
  /** For certain, and at most. */
  least: number;
  most: number;
  /** 0–1; NaN without people, as are the ends of the interval. */
  share: number;
  low: number;
  high: number;
}

/** What could be looked at in a gene. */
export interface PgxGeneRow {
  gene: string;
  /** Defining variants, and how many of them are in the genotype files. */
  variants: number;
  assayed: number;
  /** All of them are; what is called is not called for want of a variant. */
  whole: boolean;
  /** Why nobody is called; null = people are called. */
  refused: string | null;
  /** Alleles that may be there unseen, what is called in their place (empty = any), and why. */
  hidden: {allele: string; looksLike: string; why: string}[];
  /** Variants in the files in a form that cannot be used. */
  unusable: {variant: string; why: string}[];
}

/** People by what became of their genotypes of one gene. */
export interface PgxCoverageRow {
  gene: string;
  group: string;
  /** With a copy of the gene; the others add up to it. */
  people: number;
  called: number;
  /** Several diplotypes, and how many of these people have one phenotype all the same. */
  ambiguous: number;
  ambiguousOnePhenotype: number;
  /** No two alleles of the tables explain the genotypes. */
  unexplained: number;
  missing: number;
}

export interface PgxAlleleRow {
  gene: string;
  group: string;
  /** As in `PgxGeneRow`: false = among the alleles that the files can tell, others may hide behind them. */
  whole: boolean;
  allele: string;
  /** Copies of the gene in people whose genotypes are explained. */
  copies: number;
  /** Of this allele, for certain and at most. */
  least: number;
  most: number;
  /** 0–1, with a 95 % interval that widens where homozygotes are more than Hardy–Weinberg proportions would have. */
  frequency: number;
  low: number;
  high: number;
}

export interface PgxDiplotypeRow extends PgxShare {
  gene: string;
  group: string;
  whole: boolean;
  diplotype: string;
  phenotype: string | null;
}

export interface PgxPhenotypeRow extends PgxShare {
  gene: string;
  group: string;
  whole: boolean;
  /** Null = the tables give these diplotypes no phenotype. */
  phenotype: string | null;
  priority: Priority | null;
}

/** See `PgxResultRow`. */
export type PgxResult = "actionable" | "adverse" | "ambiguous" | "unexplained" | "missing";

/**
 * People with a result of some kind. By gene (`medicine` null): `actionable` = a phenotype rated abnormal; `adverse` = a
 * phenotype for which a reaction to some medicine is feared; `ambiguous` = several diplotypes. Of all people with a copy
 * of the gene, and not of those who are explained: `unexplained`, `missing` (see `DiplotypeCall`). By medicine:
 * `actionable` = the recommendation departs from that for normal phenotypes; `adverse` = for fear of a reaction.
 */
export interface PgxResultRow extends PgxShare {
  genes: string[];
  medicine: string | null;
  /** All of the genes are called, and whole. */
  whole: boolean;
  /** CPIC's level of evidence; empty = none is given. */
  level: string;
  group: string;
  result: PgxResult;
  /** Of `people`, those of whom the tables certainly say nothing: no rated phenotype, or no recommendation for it. */
  silent: number;
}
