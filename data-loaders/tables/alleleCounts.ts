import type {TableBatch} from "../../src/model/table.js";
import {ancestryGroups, ancestryVariable} from "./ancestryGroups.js";
import type {VariantBatch} from "./countBatches.js";
import type {DividedCounts} from "./divideCounts.js";
import type {StrataLayout} from "./strataLayout.js";
import {cycledColumn, repeatedColumn} from "./stringColumn.js";
import {variantIds} from "./variantIds.js";

/**
 * Table `allele_counts`: `ac` copies of the alternate allele among `an` called copies, per variant and ancestry.
 * Only ancestries that have people; a cohort without that variable has one group, `all`.
 */
export function alleleCountTable(
  batch: VariantBatch,
  {ac, an}: Pick<DividedCounts, "ac" | "an">,
  layout: StrataLayout
): TableBatch {
  const {levels, levelCodes} = ancestryGroups(layout);
  return {
    rows: batch.count * levelCodes.length,
    columns: [
      repeatedColumn("variant_id", variantIds(batch), levelCodes.length),
      cycledColumn(ancestryVariable, levels, levelCodes, batch.count),
      {name: "ac", type: "int32", values: ac},
      {name: "an", type: "int32", values: an}
    ]
  };
}
