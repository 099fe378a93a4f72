import {Genotype} from "../countGenotypes.js";
import {addedBy, type UsedVariant} from "./scorePeople.js";

/** The variant of a score that varies most in a group, with everybody's genotypes there. It stays in the loaders. */
export interface StrongestVariant extends Pick<UsedVariant, "adds" | "missing" | "genotypes"> {
  /** Index into the score's variants. */
  variant: number;
  /** Of what it adds to the score, at the group's allele frequency and random mating. */
  variance: number;
}

/**
 * Finds, variant by variant, the one that varies most in each group, among those of which at least `least` people of the
 * group carry either allele: how much a rarer one varies would tell of a few. The variance is that of its frequency and
 * random mating, since homozygotes may be few where carriers are not. One variant can carry a score in one group alone:
 * rs7254892 at APOE is common enough in few of them. `codes`: group per person, −1 = in none.
 */
export function openStrongest(
  codes: Int16Array,
  groups: number,
  least: number
): {add(used: Omit<UsedVariant, "score">): void; end(): (StrongestVariant | null)[]} {
  const best: (StrongestVariant | null)[] = Array.from({length: groups}, () => null);
  const slots = Int32Array.from(codes, (code) => 4 * (code < 0 ? groups : code));
  return {
    add({variant, adds, missing, genotypes}) {
      const counts = new Int32Array(4 * groups + 4);
      for (let person = 0; person < slots.length; ++person)
        counts[slots[person] + ((genotypes[person >> 2] >> (2 * (person & 3))) & 3)]++;
      for (let group = 0; group < groups; ++group) {
        const [homAlt, het, homRef] = [Genotype.homAlt, Genotype.het, Genotype.homRef].map(
          (code) => counts[4 * group + code]
        );
        if (Math.min(homAlt, homRef) + het < least) continue;
        const variance = varianceAt((2 * homAlt + het) / (2 * (homAlt + het + homRef)), adds);
        if (variance > (best[group]?.variance ?? 0))
          best[group] = {variant, variance, adds, missing, genotypes: genotypes.slice()};
      }
    },
    end: () => best
  };
}

/** The stronger one of what several threads found, per group; the earlier of equal ones. */
export function joinStrongest(parts: readonly (readonly (StrongestVariant | null)[])[]): (StrongestVariant | null)[] {
  return (parts[0] ?? []).map((_, group) =>
    parts.reduce<StrongestVariant | null>((most, part) => {
      const one = part[group];
      return one !== null && one.variance > (most?.variance ?? 0) ? one : most;
    }, null)
  );
}

/** The score without what a variant adds; missing genotypes added the mean of the cohort. */
export function scoreWithout(score: Float64Array, used: StrongestVariant): Float64Array {
  return score.map((value, person) => value - addedBy(used, person, -1));
}

function varianceAt(frequency: number, adds: Float64Array): number {
  const [q, p] = [frequency, 1 - frequency];
  const [none, one, two] = [adds[Genotype.homRef], adds[Genotype.het], adds[Genotype.homAlt]];
  const mean = p * p * none + 2 * p * q * one + q * q * two;
  return p * p * (none - mean) ** 2 + 2 * p * q * (one - mean) ** 2 + q * q * (two - mean) ** 2;
}
