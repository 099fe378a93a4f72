import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";

/** A point of a Manhattan plot: one variant, or the variants of a stretch of genome at one height. */
export interface ManhattanRow {
  trait: string;
  /** A genetic ancestry group, or `meta`. */
  ancestry: string;
  chrom: string;
  /** 1-based; the middle of the stretch where the row is no single variant. */
  pos: number;
  minusLog10P: number;
  /** Null: the row stands for a stretch. */
  variantId: string | null;
  /** Variants that the row stands for. */
  nVariants: number;
}

/** Table `manhattan`: what a chart of all variants shows at first, in few rows. */
export function manhattanTable(rows: readonly ManhattanRow[]): TableBatch {
  const text = (name: string, of: (row: ManhattanRow) => string, emptyIsNull = false) =>
    stringColumn(name, rows.map(of), {emptyIsNull});
  return {
    rows: rows.length,
    columns: [
      text("trait", ({trait}) => trait),
      text(ancestryVariable, ({ancestry}) => ancestry),
      text("chrom", ({chrom}) => chrom),
      {name: "pos", type: "int32", values: Int32Array.from(rows, ({pos}) => pos)},
      {name: "minus_log10_p", type: "float64", values: Float64Array.from(rows, ({minusLog10P}) => minusLog10P)},
      text("variant_id", ({variantId}) => variantId ?? "", true),
      {name: "n_variants", type: "int32", values: Int32Array.from(rows, ({nVariants}) => nVariants)}
    ]
  };
}
