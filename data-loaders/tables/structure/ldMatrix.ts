import type {PackedGenotypes} from "./alleleFrequencies.js";
import {openCorrelator} from "./correlation.js";

/**
 * r² between all variants of a locus within one group of people (`included` 1): variants × variants, symmetric, row by
 * row. The squared correlation of copies of alt over the people who have both genotypes, as plink1.9 --r2 (which does
 * not look at phase); 0 to 1. NaN where one of the two does not vary in them; so is the diagonal of such a variant, and 1
 * that of the others.
 */
export async function ldMatrix(packed: PackedGenotypes, included: Uint8Array): Promise<Float64Array> {
  const {variants} = packed;
  const correlator = await openCorrelator(included, variants);
  for (let variant = 0; variant < variants; ++variant) correlator.put(variant, packed, variant);
  const matrix = new Float64Array(variants * variants);
  for (let a = 0; a < variants; ++a) {
    for (let b = a; b < variants; ++b) {
      const r2 = correlator.squaredCorrelation(a, b);
      matrix[a * variants + b] = r2;
      matrix[b * variants + a] = r2;
    }
  }
  return matrix;
}
