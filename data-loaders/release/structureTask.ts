import {openMultiplier, blockColumns} from "../tables/structure/standardisedGenotypes.js";
import {Control, Wanted, type ProductShare, type SharedProduct} from "./structureThreads.js";

/** A pool task: multiplies its share of the variants with every block that is ordered, until the end is. */
export default async function structureTask(
  {first, count, personSums}: ProductShare,
  {people, genotypes, frequencies, block, variantSums, control}: SharedProduct
): Promise<{result: null}> {
  const multiplier = await openMultiplier(people);
  const bytesPerVariant = Math.ceil(people / 4);
  const packed = {
    genotypes: genotypes.subarray(first * bytesPerVariant, (first + count) * bytesPerVariant),
    variants: count,
    people
  };
  const own = variantSums.subarray(first * blockColumns, (first + count) * blockColumns);
  for (let seen = 0; ; ++seen) {
    Atomics.wait(control, Control.ordered, seen);
    const wanted = Atomics.load(control, Control.wanted);
    if (wanted === Wanted.end) return {result: null};
    const into = wanted === Wanted.sumsOfVariantsToo ? own : undefined;
    personSums.set(multiplier.covariance(packed, frequencies.subarray(first, first + count), block, into));
    Atomics.add(control, Control.done, 1);
    Atomics.notify(control, Control.done);
  }
}
