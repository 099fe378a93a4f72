import {addScores, scoreTable} from "./scorePeople.js";

/**
 * Homer's statistic per person: T = mean(D) / (sd(D) / √m) over the m variants that the person has a call for and whose
 * frequency was published, D = |Y − reference| − |Y − pool| with Y = 0, ½, 1 by genotype. Larger = nearer to the pool; 0
 * where a person has none or all D are equal. `pool`: published frequencies, NaN = withheld; `reference`: of the
 * population or a reference panel; both one per variant. `genotypes` as `addScores` takes them.
 *
 * Homer and others 2008, PLoS Genet 4:e1000167.
 */
export function homerScores(
  genotypes: Uint8Array,
  people: number,
  pool: Float64Array,
  reference: Float64Array
): Float64Array {
  const variants = pool.length;
  const distances = scoreTable(variants, (variant) =>
    Number.isNaN(pool[variant])
      ? [0, 0, 0]
      : [
          distance(0, reference[variant], pool[variant]),
          distance(0.5, reference[variant], pool[variant]),
          distance(1, reference[variant], pool[variant])
        ]
  );
  const squares = distances.map((entry) => entry * entry);
  const counted = scoreTable(variants, (variant) => (Number.isNaN(pool[variant]) ? [0, 0, 0] : [1, 1, 1]));
  const sum = (table: Float64Array): Float64Array => {
    const sums = new Float64Array(people);
    addScores(sums, genotypes, variants, people, table);
    return sums;
  };
  const sumOfDistances = sum(distances);
  const sumOfSquares = sum(squares);
  const calls = sum(counted);
  return sumOfDistances.map((total, person) => {
    const m = calls[person];
    if (m === 0) return 0;
    const variance = sumOfSquares[person] / m - (total / m) ** 2;
    return variance > 0 ? total / m / Math.sqrt(variance / m) : 0;
  });
}

function distance(dosage: number, reference: number, pool: number): number {
  return Math.abs(dosage - reference) - Math.abs(dosage - pool);
}
