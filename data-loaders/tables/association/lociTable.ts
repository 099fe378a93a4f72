import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";
import {floatColumn} from "./numberColumns.js";

/** A stretch of genome whose variants go with a trait, by the variant that does so most clearly. */
export interface LocusRow {
  trait: string;
  /** A genetic ancestry group, or `meta`. */
  ancestry: string;
  /** Counted from 1 in genome order, within trait and group. */
  locus: number;
  chrom: string;
  /** First and last position, 1-based and both inside. */
  start: number;
  end: number;
  /** The leading variant. */
  variantId: string;
  pos: number;
  /** The nearest gene; null = none on the chromosome. */
  gene: string | null;
  /** Bases between the leading variant and that gene; 0 inside, and where there is no gene. */
  distanceBp: number;
  /** Of the leading variant; NaN = withheld. */
  beta: number;
  se: number;
  minusLog10P: number;
  /** Variants of the locus that reach the level. */
  nVariants: number;
}

/** Table `loci`: where a trait is associated most clearly, one row per locus and group. */
export function lociTable(rows: readonly LocusRow[]): TableBatch {
  const text = (name: string, of: (row: LocusRow) => string, emptyIsNull = false) =>
    stringColumn(name, rows.map(of), {emptyIsNull});
  const int = (name: string, of: (row: LocusRow) => number) => ({
    name,
    type: "int32" as const,
    values: Int32Array.from(rows, of)
  });
  const float = (name: string, of: (row: LocusRow) => number) => floatColumn(name, Float64Array.from(rows, of));
  return {
    rows: rows.length,
    columns: [
      text("trait", ({trait}) => trait),
      text(ancestryVariable, ({ancestry}) => ancestry),
      int("locus", ({locus}) => locus),
      text("chrom", ({chrom}) => chrom),
      int("start", ({start}) => start),
      int("end", ({end}) => end),
      text("variant_id", ({variantId}) => variantId),
      int("pos", ({pos}) => pos),
      text("gene", ({gene}) => gene ?? "", true),
      int("distance_bp", ({distanceBp}) => distanceBp),
      float("beta", ({beta}) => beta),
      float("se", ({se}) => se),
      float("minus_log10_p", ({minusLog10P}) => minusLog10P),
      int("n_variants", ({nVariants}) => nVariants)
    ]
  };
}
