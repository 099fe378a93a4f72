import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";
import {floatColumn} from "./numberColumns.js";

/** One point of a quantile–quantile plot of one trait, group and stratum of frequency. */
export interface QqRow {
  trait: string;
  /** A genetic ancestry group, or `meta`. */
  ancestry: string;
  /** Frequencies of the rarer allele, e.g. `0.01–0.05`. */
  mafStratum: string;
  /** −log10 p as chance would have it, and as it is. */
  expected: number;
  observed: number;
  /** Variants of the stratum. */
  nVariants: number;
  /** Genomic inflation of the stratum: median χ² over what chance would give; NaN = unknown. */
  lambda: number;
}

/** Table `qq`: quantiles of p-values, a curve per trait, group and stratum of frequency. */
export function qqTable(rows: readonly QqRow[]): TableBatch {
  const text = (name: string, of: (row: QqRow) => string) => stringColumn(name, rows.map(of));
  const float = (name: string, of: (row: QqRow) => number) => floatColumn(name, Float64Array.from(rows, of));
  return {
    rows: rows.length,
    columns: [
      text("trait", ({trait}) => trait),
      text(ancestryVariable, ({ancestry}) => ancestry),
      text("maf_stratum", ({mafStratum}) => mafStratum),
      float("expected", ({expected}) => expected),
      float("observed", ({observed}) => observed),
      {name: "n_variants", type: "int32", values: Int32Array.from(rows, ({nVariants}) => nVariants)},
      float("lambda", ({lambda}) => lambda)
    ]
  };
}
