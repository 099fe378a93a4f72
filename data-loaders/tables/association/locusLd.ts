import {createCounter, Genotype} from "../countGenotypes.js";
import {ldMatrix} from "../structure/ldMatrix.js";
import type {LocusVariants} from "./chooseLocusVariants.js";
import type {LdPairs} from "./ldTable.js";

/** Genotypes of the variants of all loci. */
export interface LocusGenotypes {
  people: number;
  variantIds: readonly string[];
  /** `variantIds.length × ceil(people / 4)` bytes, coded as in `GenotypeBatch`. */
  genotypes: Uint8Array;
}

/** Called alleles behind the pairs: variants × levels of the pairs. */
export interface CalledAlleles {
  ac: Int32Array;
  an: Int32Array;
}

/** Pairs below this are left out, but for those with a leading variant: a chart of a region colours from 0.2. */
const leastR2 = 0.1;

/**
 * r² between the variants of each locus within each group. `groups`: who is in which, by the genotypes' people.
 * A variant that does not vary in a group has no pairs there.
 */
export async function locusLd(
  loci: readonly LocusVariants[],
  {people, variantIds, genotypes}: LocusGenotypes,
  groups: readonly {level: string; people: Int32Array}[]
): Promise<{pairs: LdPairs; copies: CalledAlleles}> {
  const bytes = Math.ceil(people / 4);
  const placeOf = new Map(variantIds.map((id, place) => [id, place]));
  const found: {level: number; a: number; b: number; r2: number}[] = [];
  const copies = {
    ac: new Int32Array(variantIds.length * groups.length),
    an: new Int32Array(variantIds.length * groups.length)
  };
  for (const [level, group] of groups.entries()) {
    const included = new Uint8Array(people);
    for (const person of group.people) included[person] = 1;
    const cells = Int32Array.from(included, (one) => one - 1);
    const counts = (await createCounter({people, cells, cellCount: 1})).count(genotypes, variantIds.length);
    for (let v = 0; v < variantIds.length; ++v) {
      const of = (genotype: number): number => counts[v * 4 + genotype];
      copies.ac[v * groups.length + level] = 2 * of(Genotype.homAlt) + of(Genotype.het);
      copies.an[v * groups.length + level] = 2 * (of(Genotype.homAlt) + of(Genotype.het) + of(Genotype.homRef));
    }
    for (const locus of loci) {
      const places = locus.variantIds.flatMap((id) => placeOf.get(id) ?? []);
      const leads = new Set(locus.leads.map((id) => placeOf.get(id)));
      const rows = new Uint8Array(places.length * bytes);
      places.forEach((place, i) => rows.set(genotypes.subarray(place * bytes, (place + 1) * bytes), i * bytes));
      const matrix = await ldMatrix({genotypes: rows, variants: places.length, people}, included);
      for (let i = 0; i < places.length; ++i)
        for (let j = i + 1; j < places.length; ++j) {
          const r2 = matrix[i * places.length + j];
          if (r2 >= leastR2 || (!Number.isNaN(r2) && (leads.has(places[i]) || leads.has(places[j]))))
            found.push({level, a: places[i], b: places[j], r2});
        }
    }
  }
  return {
    pairs: {
      variantIds,
      levels: groups.map(({level}) => level),
      level: Int32Array.from(found, ({level}) => level),
      a: Int32Array.from(found, ({a}) => a),
      b: Int32Array.from(found, ({b}) => b),
      r2: Float64Array.from(found, ({r2}) => r2)
    },
    copies
  };
}
