import type {StratumVariable} from "../sources/cohort.js";

/** A group of people with public frequencies. */
export interface Pool {
  level: string;
  /** Levels of ancestry that were too small to be listed alone and are counted here; empty for a level of its own. */
  merged: string[];
  people: number;
  /** Share of each level of the reference among the pool's people; adds up to 1. */
  shares: number[];
}

export interface Pools {
  pools: Pool[];
  /** Per person of the genotype files: index of the pool; -1 = in none. */
  poolOf: Int16Array;
}

/** The only group of a cohort that knows no ancestries, and the one of all that are too small. */
const everybody = "all";
const rest = "other";

/**
 * Groups of at least `peopleMin` people whose ancestry the reference knows. Smaller ones are put together as `other`,
 * which is listed if it has enough. Without the variable `ancestry` everybody is one pool, `all`. Groups whose size is not
 * shown are in no pool, since public counts would tell it: `hidden` has their levels.
 */
export function planPools(
  ancestry: Pick<StratumVariable, "levels" | "codes"> | undefined,
  included: Uint8Array,
  referenceLevels: readonly string[],
  peopleMin: number,
  hidden: readonly string[] = []
): Pools {
  const levels = ancestry?.levels ?? [everybody];
  const codeOf = (person: number): number => (included[person] ? (ancestry ? ancestry.codes[person] : 0) : -1);
  const sizes = new Int32Array(levels.length);
  for (let person = 0; person < included.length; ++person) if (codeOf(person) >= 0) ++sizes[codeOf(person)];

  const known = levels.flatMap((level, code) =>
    referenceLevels.includes(level) && !hidden.includes(level) && sizes[code] > 0 ? code : []
  );
  const large = known.filter((code) => sizes[code] >= peopleMin);
  const small = known.filter((code) => sizes[code] < peopleMin);
  const groups = large.map((code) => ({level: levels[code], codes: [code], merged: [] as string[]}));
  if (small.reduce((sum, code) => sum + sizes[code], 0) >= peopleMin)
    groups.push({level: rest, codes: small, merged: small.map((code) => levels[code])});

  const poolOfCode = new Int16Array(levels.length).fill(-1);
  const pools = groups.map(({level, codes, merged}, pool): Pool => {
    for (const code of codes) poolOfCode[code] = pool;
    const people = codes.reduce((sum, code) => sum + sizes[code], 0);
    const shares = referenceLevels.map((name) =>
      codes.reduce((sum, code) => sum + (levels[code] === name ? sizes[code] / people : 0), 0)
    );
    return {level, merged, people, shares};
  });
  const poolOf = Int16Array.from(included, (_, person) => (codeOf(person) < 0 ? -1 : poolOfCode[codeOf(person)]));
  return {pools, poolOf};
}

/** Public frequency of `alt` in a pool: of its levels, weighted by their people. */
export function poolFrequency({shares}: Pick<Pool, "shares">, frequencies: readonly number[]): number {
  return shares.reduce((sum, share, level) => sum + share * frequencies[level], 0);
}
