import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {stringColumn} from "../stringColumn.js";

/** Squared correlations of pairs of variants. Arrays have one value per pair and group. */
export interface LdPairs {
  /** `chrom-pos-ref-alt` of all variants that any pair names. */
  variantIds: readonly string[];
  /** Genetic ancestry groups. */
  levels: readonly string[];
  /** Index into `levels`. */
  level: Int32Array;
  /** Index into `variantIds`; both of one chromosome. */
  a: Int32Array;
  b: Int32Array;
  /** 0 to 1. */
  r2: Float64Array;
}

/** Table `ld`: how far variants of one locus go together, by genetic ancestry group. */
export function ldTable({variantIds, levels, level, a, b, r2}: LdPairs): TableBatch {
  const chromOf = variantIds.map((id) => id.slice(0, id.indexOf("-")));
  return {
    rows: r2.length,
    columns: [
      stringColumn(
        "chrom",
        Array.from(a, (variant) => chromOf[variant])
      ),
      {name: ancestryVariable, type: "string", dictionary: levels, codes: level},
      {name: "variant_a", type: "string", dictionary: variantIds, codes: a},
      {name: "variant_b", type: "string", dictionary: variantIds, codes: b},
      {name: "r2", type: "float64", values: r2}
    ]
  };
}

export const noPairs: LdPairs = {
  variantIds: [],
  levels: [],
  level: new Int32Array(),
  a: new Int32Array(),
  b: new Int32Array(),
  r2: new Float64Array()
};
