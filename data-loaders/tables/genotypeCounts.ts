import {Ploidy} from "../../src/model/ploidy.js";
import type {TableBatch} from "../../src/model/table.js";
import {copiesOf} from "./copiesOf.js";
import type {VariantBatch} from "./countBatches.js";
import {Genotype} from "./countGenotypes.js";
import type {StrataLayout} from "./strataLayout.js";
import {cycledColumn, repeatedColumn} from "./stringColumn.js";
import {variantIds} from "./variantIds.js";

/** The columns of counts, in their order. `hemi_*`: people who have one copy only. */
export const genotypeCountColumns = ["hom_ref", "het", "hom_alt", "hemi_ref", "hemi_alt", "missing"] as const;

/**
 * Table `genotype_counts`: a row per variant and combination of strata that has people, variants in file order.
 * The six counts of a row add up to the people of the combination, except on Y, where only men are counted.
 * A heterozygous call of somebody with one copy is counted as missing, as plink2 --geno-counts does.
 * `counts` are those of `createCounter` for this batch and the layout's cells.
 */
export function genotypeCountTable(batch: VariantBatch, counts: Int32Array, layout: StrataLayout): TableBatch {
  const {variables, combinations, cellCount} = layout;
  const {rowOfCell, cellIsMale} = describeCells(layout);
  const rows = batch.count * combinations.length;
  const [homRef, het, homAlt, hemiRef, hemiAlt, missing] = genotypeCountColumns.map(() => new Int32Array(rows));

  for (let variant = 0, at = 0; variant < batch.count; ++variant) {
    const firstRow = variant * combinations.length;
    const ploidy = batch.ploidy[variant];
    for (let cell = 0; cell < cellCount; ++cell, at += 4) {
      const row = firstRow + rowOfCell[cell];
      const copies = ploidy === Ploidy.diploid ? 2 : copiesOf(ploidy, cellIsMale[cell] === 1);
      if (copies === 2) {
        homRef[row] += counts[at + Genotype.homRef];
        het[row] += counts[at + Genotype.het];
        homAlt[row] += counts[at + Genotype.homAlt];
        missing[row] += counts[at + Genotype.missing];
      } else if (copies === 1) {
        hemiRef[row] += counts[at + Genotype.homRef];
        hemiAlt[row] += counts[at + Genotype.homAlt];
        missing[row] += counts[at + Genotype.missing] + counts[at + Genotype.het];
      }
    }
  }

  return {
    rows,
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

/** Which row of a variant a cell adds to, and whether it is one of men. */
function describeCells({combinations, cellCount}: StrataLayout): {rowOfCell: Int32Array; cellIsMale: Uint8Array} {
  const rowOfCell = new Int32Array(cellCount);
  const cellIsMale = new Uint8Array(cellCount);
  combinations.forEach(({maleCell, otherCell}, row) => {
    if (maleCell >= 0) rowOfCell[maleCell] = row;
    if (maleCell >= 0) cellIsMale[maleCell] = 1;
    if (otherCell >= 0) rowOfCell[otherCell] = row;
  });
  return {rowOfCell, cellIsMale};
}
