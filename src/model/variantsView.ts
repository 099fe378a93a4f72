/** All that a reader has chosen on the Variants page; a link brings it back. */
export interface VariantsView {
  /** As typed. */
  search: string;
  /** Names of the columns shown, in order; null = the usual ones. */
  columns: string[] | null;
  sort: {by: string; descending: boolean} | null;
  /** `chrom-pos-ref-alt` of the variant that is open. */
  variant: string | null;
  /** Strata by which an open variant is split. */
  by: string[] | null;
}
