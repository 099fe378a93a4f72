import {alleleFrequencies, type PackedGenotypes} from "./alleleFrequencies.js";
import {openCorrelator} from "./correlation.js";

export interface PruneOptions {
  /** 1 = defines frequencies and correlations; relatives are left out. */
  included: Uint8Array;
  /** Of each variant, in genome order: windows end where it changes. */
  chromosomes: ArrayLike<string>;
  /** Variants in a window; default 50. */
  window?: number;
  /** Variants by which it moves on; default 5. */
  step?: number;
  /** r² above which one of a pair goes; default 0.2. */
  threshold?: number;
}

/**
 * 1 for variants that stay when of every pair in a window whose r² is above the threshold the one with the lower minor
 * allele frequency goes (the later of two alike); 0 for those and for variants that do not vary. No pair above the
 * threshold is left in any window.
 *
 * Pairs are looked at as by plink1.9 --indep-pairwise: for each variant in turn the first pair above the threshold is
 * broken, again and again until there is none.
 */
export async function pruneLd(
  packed: PackedGenotypes,
  {included, chromosomes, window = 50, step = 5, threshold = 0.2}: PruneOptions
): Promise<Uint8Array> {
  const {variants} = packed;
  const frequencies = await alleleFrequencies(packed, included);
  const minor = frequencies.map((frequency) => Math.min(frequency, 1 - frequency));
  const kept = Uint8Array.from(minor, (frequency) => Number(frequency > 0));
  const correlator = await openCorrelator(included, window);
  /** The first later variant that each has not been compared with. */
  const next = Int32Array.from({length: variants}, (_, variant) => variant + 1);
  for (let start = 0, end = 0, loaded = 0; start < variants; start = end) {
    while (end < variants && chromosomes[end] === chromosomes[start]) ++end;
    loaded = start;
    for (let first = start; first < end; first += step) {
      const last = Math.min(end, first + window);
      for (; loaded < last; ++loaded) if (kept[loaded]) correlator.put(loaded % window, packed, loaded);
      while (pruneWindow(first, last));
      if (last === end) break;
    }
  }
  return kept;

  /** Goes over the window once; whether something was taken out. */
  function pruneWindow(first: number, last: number): boolean {
    let pruned = false;
    for (let a = first; a < last - 1; ++a) {
      if (!kept[a]) continue;
      for (; next[a] < last; ++next[a]) {
        const b = next[a];
        if (!kept[b] || !(correlator.squaredCorrelation(a % window, b % window) > threshold * nearOne)) continue;
        pruned = true;
        if (minor[a] < minor[b] / nearOne) kept[a] = 0;
        else kept[b] = 0;
        break;
      }
    }
    return pruned;
  }
}

/** Numbers whose ratio is smaller are taken as equal, as by plink1.9: rounding must not decide which variant goes. */
const nearOne = 1 + 2 ** -43;
