import type {TrainingGenotypes} from "../../../data-loaders/tables/polygenic/trainingGenotypes.js";
import type {PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";

/** Names variants `1:1000:G:A`, `1:2000:G:A`, … for genotypes that have none. */
export function trainingOf(packed: PackedGenotypes): TrainingGenotypes {
  const all = <T>(value: T): T[] => Array.from({length: packed.variants}, () => value);
  return {
    ...packed,
    chrom: all("1"),
    pos: Int32Array.from({length: packed.variants}, (_, i) => 1000 * (i + 1)),
    ref: all("G"),
    alt: all("A"),
    rsid: all("")
  };
}
