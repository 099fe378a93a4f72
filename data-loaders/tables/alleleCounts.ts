import {Ploidy} from "../../src/model/ploidy.js";
import type {TableBatch} from "../../src/model/table.js";
import {copiesOf} from "./copiesOf.js";
import type {VariantBatch} from "./countBatches.js";
import {Genotype} from "./countGenotypes.js";
import type {StrataLayout} from "./strataLayout.js";
import {cycledColumn, repeatedColumn} from "./stringColumn.js";
import {variantIds} from "./variantIds.js";

/** The stratum variable that divides `allele_counts`, and the only group of a cohort that does not have it. */
export const ancestryVariable = "ancestry";
export const wholeCohort = "all";

/**
 * Table `allele_counts`: `ac` copies of the alternate allele among `an` called copies, per variant and ancestry.
 * Only ancestries that have people; a cohort without that variable has one group, `all`.
 * One copy for people who have one (men on X and Y outside the pseudoautosomal regions, everybody on MT); their
 * heterozygous calls are missing, and so are women on Y.
 */
export function alleleCountTable(batch: VariantBatch, counts: Int32Array, layout: StrataLayout): TableBatch {
  const {cellCount} = layout;
  const {levels, levelCodes, groupOfCell, cellIsMale} = groupCells(layout);
  const groups = levelCodes.length;
  const ac = new Int32Array(batch.count * groups);
  const an = new Int32Array(batch.count * groups);
  for (let variant = 0, at = 0; variant < batch.count; ++variant) {
    const ploidy = batch.ploidy[variant];
    for (let cell = 0; cell < cellCount; ++cell, at += 4) {
      const row = variant * groups + groupOfCell[cell];
      const copies = ploidy === Ploidy.diploid ? 2 : copiesOf(ploidy, cellIsMale[cell] === 1);
      const homRef = counts[at + Genotype.homRef];
      const homAlt = counts[at + Genotype.homAlt];
      if (copies === 2) {
        const het = counts[at + Genotype.het];
        ac[row] += het + 2 * homAlt;
        an[row] += 2 * (homRef + het + homAlt);
      } else if (copies === 1) {
        ac[row] += homAlt;
        an[row] += homRef + homAlt;
      }
    }
  }
  return {
    rows: batch.count * groups,
    columns: [
      repeatedColumn("variant_id", variantIds(batch), groups),
      cycledColumn(ancestryVariable, levels, levelCodes, batch.count),
      {name: "ac", type: "int32", values: ac},
      {name: "an", type: "int32", values: an}
    ]
  };
}

/** Which row of a variant each cell belongs to: its ancestry's place among the ancestries that have people. */
function groupCells({variables, combinations, cellCount}: StrataLayout): {
  levels: readonly string[];
  levelCodes: number[];
  groupOfCell: Int32Array;
  cellIsMale: Uint8Array;
} {
  const variable = variables.findIndex(({name}) => name === ancestryVariable);
  const levelOf = ({codes}: {codes: number[]}): number => (variable < 0 ? 0 : codes[variable]);
  const levelCodes = [...new Set(combinations.map(levelOf))].sort((a, b) => a - b);
  const groupOfCell = new Int32Array(cellCount);
  const cellIsMale = new Uint8Array(cellCount);
  for (const combination of combinations) {
    const {maleCell, otherCell} = combination;
    const group = levelCodes.indexOf(levelOf(combination));
    if (maleCell >= 0) groupOfCell[maleCell] = group;
    if (maleCell >= 0) cellIsMale[maleCell] = 1;
    if (otherCell >= 0) groupOfCell[otherCell] = group;
  }
  return {levels: variable < 0 ? [wholeCohort] : variables[variable].levels, levelCodes, groupOfCell, cellIsMale};
}
