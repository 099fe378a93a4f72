import type {Reference, ReferenceVariant} from "../cohort.js";
import {frequencyByAncestry, type Block} from "./drawBlock.js";
import {ancestries, ancestryOfPopulation, populations} from "./populations.js";
import {drawBlocks, syntheticModel, type SyntheticParameters} from "./syntheticModel.js";

/**
 * The frequencies that the model draws genotypes from, as a public panel: of the population of which the cohort is one
 * sample. It depends on the seed and the number of variants only, not on who is in the cohort.
 */
export function modelReference(parameters: SyntheticParameters): Reference {
  const variants: ReferenceVariant[] = [];
  let number = 0;
  for (const block of drawBlocks(syntheticModel(parameters))) {
    const linkage = linkageAlong(block);
    for (let j = 0; j < block.count; ++j)
      variants.push({
        chrom: block.chrom,
        pos: block.pos[j],
        ref: block.ref[j],
        alt: block.alt[j],
        frequencies: frequencyByAncestry(block, j),
        populationFrequencies: block.frequency.subarray(j * populations.length, (j + 1) * populations.length),
        block: String(number),
        linkage: linkage[j]
      });
    number += 1;
  }
  const shareOf = (level: number): number =>
    populations.reduce((sum, {share}, p) => sum + (ancestryOfPopulation[p] === level ? share : 0), 0);
  return {
    source: "model",
    levels: [...ancestries],
    populations: populations.map(({share}, p) => {
      const level = ancestryOfPopulation[p];
      return {level, share: share / shareOf(level)};
    }),
    variants
  };
}

/** Largest r² of two variants that are not taken as linked; alleles are correlated less than the latent variables. */
const largestR2 = 0.1;

/** Correlations multiply along a block, so their logarithms add; 1 is the distance at which r² has fallen to the limit. */
function linkageAlong({correlation, count}: Block): Float64Array {
  const n = populations.length;
  const along = new Float64Array(count);
  for (let j = 1; j < count; ++j) {
    const strongest = Math.max(...correlation.subarray(j * n, (j + 1) * n));
    along[j] = along[j - 1] + (2 * Math.log(strongest)) / Math.log(largestR2);
  }
  return along;
}
