import {frequencyByAncestry} from "./drawBlock.js";
import type {Ancestry} from "./populations.js";
import {drawBlocks, syntheticModel, type SyntheticParameters} from "./syntheticModel.js";
import {byAncestry} from "./truth.js";

/** A row of a reference panel: where a variant is, and the frequency of `alt` per ancestry. */
export type PanelRow = {chrom: string; pos: number; ref: string; alt: string} & Record<Ancestry, number>;

/**
 * The frequencies that the model draws genotypes from, in genome order: the panel of a population of which the cohort
 * is one sample. It depends on the seed and the number of variants only, not on who is in the cohort.
 */
export function* modelFrequencies(parameters: SyntheticParameters): Generator<PanelRow> {
  for (const block of drawBlocks(syntheticModel(parameters))) {
    for (let j = 0; j < block.count; ++j) {
      const locus = {chrom: block.chrom, pos: block.pos[j], ref: block.ref[j], alt: block.alt[j]};
      yield {...locus, ...byAncestry(frequencyByAncestry(block, j))};
    }
  }
}
