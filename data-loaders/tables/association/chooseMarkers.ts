import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {Genotype, type GenotypeCounter} from "../countGenotypes.js";

/** Which variants tell ancestry and kinship. */
export interface MarkerLimits {
  /** Frequency of the rarer allele. */
  mafMin: number;
  callRateMin: number;
  /** Bases between two of them. */
  spacingBp: number;
}

/** Common variants with hardly a call missing, spread over the autosomes. */
export const usualMarkers: MarkerLimits = {mafMin: 0.05, callRateMin: 0.98, spacingBp: 50_000};

/** Some variants with everybody's genotypes, coded as in `GenotypeBatch`. Plain data. */
export interface Markers {
  chrom: string[];
  pos: number[];
  /** Codes of `Ploidy`. */
  ploidy: number[];
  /** `pos.length × ceil(people / 4)` bytes. */
  genotypes: Uint8Array<ArrayBuffer>;
}

/**
 * Single-base variants of the autosomes, and of X where men have one, that are common and well called among the people
 * whom `counter` counts in its only cell, each at least `spacingBp` from the one before.
 */
export async function chooseMarkers(
  batches: AsyncIterable<GenotypeBatch>,
  counter: GenotypeCounter,
  {mafMin, callRateMin, spacingBp}: MarkerLimits
): Promise<Markers> {
  const chosen: {chrom: string; pos: number; ploidy: number; row: Uint8Array}[] = [];
  for await (const {count, chrom, pos, ref, alt, ploidy, genotypes} of batches) {
    const bytes = genotypes.length / Math.max(1, count);
    const counts = counter.count(genotypes, count);
    for (let v = 0; v < count; ++v) {
      const last = chosen.at(-1);
      const isAutosomal = ploidy[v] === Ploidy.diploid && /^\d+$/.test(chrom[v]);
      if (!(isAutosomal || ploidy[v] === Ploidy.menHaploid) || ref[v].length !== 1 || alt[v].length !== 1) continue;
      if (last?.chrom === chrom[v] && pos[v] - last.pos < spacingBp) continue;
      const of = (genotype: number): number => counts[v * 4 + genotype];
      const called = of(Genotype.homAlt) + of(Genotype.het) + of(Genotype.homRef);
      const frequency = (2 * of(Genotype.homAlt) + of(Genotype.het)) / (2 * called);
      if (called < callRateMin * (called + of(Genotype.missing))) continue;
      if (!(Math.min(frequency, 1 - frequency) >= mafMin)) continue;
      chosen.push({chrom: chrom[v], pos: pos[v], ploidy: ploidy[v], row: genotypes.slice(v * bytes, (v + 1) * bytes)});
    }
  }
  return joined(chosen, chosen[0]?.row.length ?? 0);
}

/** Joins those that shards chose and that are wanted, and takes every k-th where there are more than `most`. */
export function joinMarkers(
  found: readonly Markers[],
  people: number,
  isWanted: (ploidy: number) => boolean,
  most: number
): Markers {
  const bytes = Math.ceil(people / 4);
  const all = found
    .flatMap(({chrom, pos, ploidy, genotypes}) =>
      pos.map((position, i) => ({
        chrom: chrom[i],
        pos: position,
        ploidy: ploidy[i],
        row: genotypes.subarray(i * bytes, (i + 1) * bytes)
      }))
    )
    .filter(({ploidy}) => isWanted(ploidy));
  const step = Math.max(1, all.length / most);
  return joined(
    Array.from({length: Math.min(all.length, most)}, (_, i) => all[Math.floor(i * step)]),
    bytes
  );
}

function joined(
  markers: readonly {chrom: string; pos: number; ploidy: number; row: Uint8Array}[],
  bytes: number
): Markers {
  const genotypes = new Uint8Array(markers.length * bytes);
  markers.forEach(({row}, i) => genotypes.set(row, i * bytes));
  return {
    chrom: markers.map(({chrom}) => chrom),
    pos: markers.map(({pos}) => pos),
    ploidy: markers.map(({ploidy}) => ploidy),
    genotypes
  };
}
