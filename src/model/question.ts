/**
 * A question about released tables, as a value: it is judged, run, kept in a link and named in an export.
 * The answer has one row per variant that passes every filter, or per variant and group where `groupBy` names any.
 */
export interface Question {
  /** What the answer is made by, where it is more than counts: cases are compared with controls. */
  method?: "association";
  /** The trait that the answer is about, where the policy must know. */
  trait?: {id: string; label: string};
  /** Columns of `variants` to show, in order. */
  columns: string[];
  /** Stratum variables (`ancestry`, `sex`, …) that split a variant's row; empty for one row per variant. */
  groupBy: string[];
  /** How often the two smallest groups are shown as one. Default 0. */
  mergeSmallest?: number;
  /** The groups that are shown as one, each by its levels in the order of `groupBy`; follows from `mergeSmallest`. */
  merged?: string[][][];
  measures: Measure[];
  /** All must hold. */
  filters: Filter[];
  /** Names of columns or measures; ties and the rest stay in genome order. Withheld values come last. */
  orderBy: Order[];
  limit: number | null;
  offset: number;
}

/** A number computed from counts: a weighted sum of columns over the rows that match, or a ratio of two such sums. */
export interface Measure {
  name: string;
  table: CountTable;
  /** Column → weight, e.g. `{het: 1, hom_alt: 2, hemi_alt: 1}` for alternate alleles. */
  sum: Record<string, number>;
  /** Divisor, same form. */
  over?: Record<string, number>;
  /** Stratum variable → its level; empty for everybody. */
  where: Record<string, string>;
  /** True for a number of people or alleles, whose smallest value decides about disclosure; false for a ratio. */
  count: boolean;
}

export const countTables = ["allele_counts", "genotype_counts"] as const;
export type CountTable = (typeof countTables)[number];

export type Filter =
  /** `chrom-pos-ref-alt`. */
  | {kind: "variant"; ids: string[]}
  /** `rs…` or `syn…`. */
  | {kind: "rsid"; ids: string[]}
  /** 1-based, both ends included. */
  | {kind: "region"; chrom: string; start: number; end: number}
  | {kind: "gene"; names: string[]}
  /** Part of an id, rsid or gene, in any case. */
  | {kind: "text"; text: string};

export interface Order {
  by: string;
  descending: boolean;
}

/** Rows of an answer, column by column, in the order of the question: columns, groups, measures. */
export interface AnswerPage {
  names: string[];
  /** `null` = withheld; `NaN` = there was nothing to count (no such group, no calls). Text is never null. */
  values: (string | number | null)[][];
  rows: number;
  offset: number;
}

/** An answer that was computed in full and can be read piece by piece in any order. */
export interface Answer {
  names: string[];
  rows: number;
  /** Smallest count above 0 in any cell of any row; null when no count is shown. */
  smallestCell: number | null;
  /** Cells that are withheld, over all rows. */
  withheld: number;
  page(offset: number, limit: number, orderBy?: Order[]): Promise<AnswerPage>;
  close(): Promise<void>;
}
