import type {TableBatch} from "../../src/model/table.js";
import {Ploidy, type GenotypeBatch} from "../sources/cohort.js";
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
export function genotypeCountTable(batch: GenotypeBatch, counts: Int32Array, layout: StrataLayout): TableBatch {
  const {variables, combinations, cellCount} = layout;
  const rows = batch.count * combinations.length;
  const [homRef, het, homAlt, hemiRef, hemiAlt, missing] = genotypeCountColumns.map(() => new Int32Array(rows));
  const maleCells = Int32Array.from(combinations, ({maleCell}) => maleCell);
  const otherCells = Int32Array.from(combinations, ({otherCell}) => otherCell);

  let row = 0;
  for (let variant = 0; variant < batch.count; ++variant) {
    const ploidy = batch.ploidy[variant];
    const menHaploid = ploidy !== Ploidy.diploid;
    const othersHaploid = ploidy === Ploidy.haploid;
    const othersCounted = ploidy !== Ploidy.menOnly;
    const first = variant * cellCount;
    for (let i = 0; i < maleCells.length; ++i, ++row) {
      for (let others = 0; others < 2; ++others) {
        const cell = others ? otherCells[i] : maleCells[i];
        if (cell < 0 || (others && !othersCounted)) continue;
        const at = (first + cell) * 4;
        if (others ? othersHaploid : menHaploid) {
          hemiRef[row] += counts[at + Genotype.homRef];
          hemiAlt[row] += counts[at + Genotype.homAlt];
          missing[row] += counts[at + Genotype.missing] + counts[at + Genotype.het];
        } else {
          homRef[row] += counts[at + Genotype.homRef];
          het[row] += counts[at + Genotype.het];
          homAlt[row] += counts[at + Genotype.homAlt];
          missing[row] += counts[at + Genotype.missing];
        }
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
