import type {TableBatch} from "../../../src/model/table.js";
import {ancestryVariable} from "../ancestryGroups.js";
import {cycledColumn, repeatedColumn} from "../stringColumn.js";
import {floatColumn, intColumn, nullIntColumn} from "./numberColumns.js";

/** How a row was computed, by its code. `fixed-effect`: inverse-variance meta-analysis over the groups. */
export const associationMethods = ["score", "saddlepoint", "wald", "firth", "linear", "fixed-effect"] as const;
export type AssociationMethod = (typeof associationMethods)[number];

/** The level of the rows that put the groups together. */
export const metaLevel = "meta";

/**
 * Associations of some variants with one trait, a row per variant and level, the rows of a variant together, in the order
 * of `levels`. Arrays have `variantIds.length × levels.length` values; NaN = there is none.
 */
export interface AssociationRows {
  /** Its id. */
  trait: string;
  /** `chrom-pos-ref-alt`, in genome order. */
  variantIds: readonly string[];
  /** Genetic ancestry groups; last `meta` where there is a meta-analysis over them. */
  levels: readonly string[];
  /** People analysed. */
  n: Int32Array;
  /** Cases among them; null for a quantitative trait. */
  nCase: Int32Array | null;
  /** Frequency of the alternate allele among the people analysed. */
  eaf: Float64Array;
  /** Log odds, or units of the trait, per copy of the alternate allele. */
  beta: Float64Array;
  se: Float64Array;
  z: Float64Array;
  minusLog10P: Float64Array;
  /** Index into `associationMethods`. */
  method: Uint8Array;
  /** Share of the variance between groups that is no chance, 0 to 1, and Cochran’s Q as −log10 p: of `meta` rows only. */
  i2: Float64Array;
  minusLog10PHet: Float64Array;
  /** DerSimonian–Laird: of `meta` rows only. */
  betaRandom: Float64Array;
  seRandom: Float64Array;
}

/** Table `association` of one trait: all variants, by genetic ancestry group and put together. */
export function associationRowsTable(associations: AssociationRows): TableBatch {
  const {trait, variantIds, levels, n, nCase, method} = associations;
  const rows = variantIds.length * levels.length;
  const float = (name: string, values: Float64Array) => floatColumn(name, values);
  return {
    rows,
    columns: [
      cycledColumn("trait", [trait], [0], rows),
      repeatedColumn("variant_id", variantIds, levels.length),
      cycledColumn(
        ancestryVariable,
        levels,
        levels.map((_, level) => level),
        variantIds.length
      ),
      intColumn("n", n),
      nCase ? intColumn("n_case", nCase) : nullIntColumn("n_case", rows),
      float("eaf", associations.eaf),
      float("beta", associations.beta),
      float("se", associations.se),
      float("z", associations.z),
      float("minus_log10_p", associations.minusLog10P),
      {name: "method", type: "string", dictionary: associationMethods, codes: Int32Array.from(method)},
      float("i2", associations.i2),
      float("minus_log10_p_het", associations.minusLog10PHet),
      float("beta_random", associations.betaRandom),
      float("se_random", associations.seRandom)
    ]
  };
}

export const noAssociations: AssociationRows = {
  trait: "",
  variantIds: [],
  levels: [],
  n: new Int32Array(),
  nCase: null,
  eaf: new Float64Array(),
  beta: new Float64Array(),
  se: new Float64Array(),
  z: new Float64Array(),
  minusLog10P: new Float64Array(),
  method: new Uint8Array(),
  i2: new Float64Array(),
  minusLog10PHet: new Float64Array(),
  betaRandom: new Float64Array(),
  seRandom: new Float64Array()
};
