import type {TableBatch} from "../../src/model/table.js";
import type {VariantBatch} from "./countBatches.js";
import type {DividedCounts} from "./divideCounts.js";
import type {StrataLayout} from "./strataLayout.js";
import {cycledColumn, repeatedColumn} from "./stringColumn.js";
import {variantIds} from "./variantIds.js";

/** The columns of counts, in their order. `hemi_*`: people who have one copy only. */
export const genotypeCountColumns = ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"] as const;

/**
 * Table `genotype_counts`: a row per variant and combination of strata that has people, variants in file order.
 * The six counts of a row add up to the people of the combination, except on Y, where only men are counted.
 */
export function genotypeCountTable(
  batch: VariantBatch,
  {homRef, het, homAlt, hemiRef, hemiAlt, missing}: Omit<DividedCounts, "ac" | "an">,
  {variables, combinations}: StrataLayout
): TableBatch {
  return {
    rows: batch.count * combinations.length,
    columns: [
      repeatedColumn("variant_id", variantIds(batch), combinations.length),
      ...variables.map(({name, levels}, i) =>
        cycledColumn(
          name,
          levels,
          combinations.map(({codes}) => codes[i]),
          batch.count
        )
      ),
      ...[homRef, het, homAlt, hemiRef, hemiAlt, missing].map((values, i) => ({
        name: genotypeCountColumns[i],
        type: "int32" as const,
        values
      }))
    ]
  };
}
