import type {AssociationRows} from "./associationRows.js";
import type {PlacedEffects} from "./topLoci.js";

/** Associations of one trait and level with all variants of several batches, in their order; NaN = there is none. */
export interface AssociationsOfLevel extends PlacedEffects {
  pos: Int32Array;
  eaf: Float64Array;
}

/** What quantiles, plots and loci are made from. All batches have the same levels. */
export function associationsOfLevel(batches: readonly AssociationRows[], level: string): AssociationsOfLevel {
  const variantIds = batches.flatMap((batch) => batch.variantIds);
  const places = variantIds.map((id) => id.split("-", 2));
  const column = (of: (batch: AssociationRows) => Float64Array): Float64Array => {
    const values = new Float64Array(variantIds.length);
    let to = 0;
    for (const batch of batches) {
      const width = batch.levels.length;
      const at = batch.levels.indexOf(level);
      for (let row = at; row < batch.variantIds.length * width; row += width) values[to++] = of(batch)[row];
    }
    return values;
  };
  return {
    variantIds,
    chrom: places.map(([chrom]) => chrom),
    pos: Int32Array.from(places, ([, pos]) => Number(pos)),
    minusLog10P: column(({minusLog10P}) => minusLog10P),
    eaf: column(({eaf}) => eaf),
    beta: column(({beta}) => beta),
    se: column(({se}) => se)
  };
}
