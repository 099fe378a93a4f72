import type {Priority} from "./pharmacogenomics.js";
import type {PgxResult} from "./pharmacogenomicsTables.js";

/*
 * Tables `pgx_phenotypes`, `pgx_results` and `pgx_genes`: medicines and the genes that change what they do, in groups of
 * people. Counts of a cohort that is not open carry noise, and small ones are withheld.
 */

export const medicineTables = ["pgx_phenotypes", "pgx_results", "pgx_genes"] as const;
export type MedicineTableName = (typeof medicineTables)[number];

/** A share of the people of a group as it is shown. */
export interface ShownShare {
  /** A genetic ancestry group, or `all`. */
  ancestry: string;
  /** People whose genotypes are explained; null = withheld. */
  people: number | null;
  /** Of them, those who have it, to whole people; ambiguous ones by probability. Null = withheld. */
  n: number | null;
  /** 0–1; null = withheld. */
  share: number | null;
  /** 95 %, of sampling and of the noise together; what is uncertain of the calls is in `uncertain`. */
  low: number | null;
  high: number | null;
  /** Share of people of whom genotypes do not say whether they have it; null = withheld, since they are few or none. */
  uncertain: number | null;
  /** Standard deviation of the noise of every count, people; 0 = exact. */
  noiseSd: number;
  /** The files have every variant that defines alleles of the gene, or of all genes of the medicine. */
  whole: boolean;
}

export interface PhenotypeShare extends ShownShare {
  gene: string;
  /** Null = the tables of alleles give these diplotypes no phenotype. */
  phenotype: string | null;
  priority: Priority | null;
}

export interface ResultShare extends ShownShare {
  /** Null = by gene. */
  medicine: string | null;
  genes: string[];
  /** CPIC's level of evidence; null = none is given. */
  level: string | null;
  result: PgxResult;
  /** Share of people of whom the tables say nothing; null = withheld, since they are few or none. */
  silent: number | null;
}

/** What the files could tell of a gene, and what not: nothing in it is about people. */
export interface GeneCoverage {
  gene: string;
  /** `gene`: the gene itself, `why` null = called. `allele`: one that may be there unseen. `variant`: one in an unusable form. */
  about: "gene" | "allele" | "variant";
  /** Of the allele or variant; null for a gene. */
  name: string | null;
  /** Allele that is called in its place; null = any, or not about an allele. */
  looksLike: string | null;
  why: string | null;
  /** Defining variants, and how many of them are in the files. */
  variants: number;
  assayed: number;
  whole: boolean;
}
