import {mostEvenNoise} from "./mostEvenNoise.js";

export interface CellKeyRule {
  /** Largest change of a count. */
  D: number;
  /** Variance of the change; rows that cannot have as much have less. */
  V: number;
  /** Counts of 1 to `js` are never shown. */
  js: number;
  /** Least share of counts that stay as they are; lowered by steps of 0.05 in rows where the variance needs it. */
  pStay: number;
}

/** Chances of what a count becomes; the last row serves for its count and all larger ones. */
export type PerturbationTable = {
  count: number;
  /** What the count may become, ascending, with its probability. */
  results: number[];
  probabilities: number[];
}[];

const stayStep = 0.05;

/**
 * Perturbation of counts that is 0 on average, has variance V, is at most D, and never gives a negative count or one of
 * 1 to js; of all such it is the one with the most entropy. 0 stays 0. Rows go from 0 to D + js + 1 (to D without js).
 * Throws when a row has no solution. Monotone probabilities, an option of the R package ptable, are not asked for.
 *
 * Marley & Leaver 2011; Giessing 2016, LNCS 9867:237; Enderle, ptable 1.0.0.
 */
export function perturbationTable({D, V, js, pStay}: CellKeyRule): PerturbationTable {
  if (!(Number.isInteger(D) && D >= 1 && V > 0 && Number.isInteger(js) && js >= 0 && pStay >= 0 && pStay < 1))
    throw new RangeError(`no perturbation for D ${D}, V ${V}, js ${js}, pStay ${pStay}`);
  const last = js === 0 ? D : D + js + 1;
  return Array.from({length: last + 1}, (_, count) => {
    if (count === 0) return {count, results: [0], probabilities: [1]};
    const results: number[] = [];
    for (let result = Math.max(0, count - D); result <= count + D; ++result)
      if (result === 0 || result > js) results.push(result);
    const noise = results.map((result) => result - count);
    for (let stay = noise.includes(0) ? pStay : 0; ; stay = Math.max(0, stay - stayStep)) {
      const probabilities = mostEvenNoise(noise, V, stay);
      if (probabilities) return {count, results, probabilities};
      if (stay === 0) throw new RangeError(`no perturbation of ${count} for D ${D}, V ${V}, js ${js}`);
    }
  });
}

/** What a count becomes; the same key gives the same change. `cellKey` is in [0, 1). */
export function perturb(count: number, cellKey: number, table: PerturbationTable): number {
  const row = rowOf(table, count);
  let below = 0;
  for (let i = 0; i < row.results.length - 1; ++i) {
    below += row.probabilities[i];
    if (cellKey < below) return count + row.results[i] - row.count;
  }
  return count + row.results[row.results.length - 1] - row.count;
}

/** Expected absolute change of a count. */
export function perturbationError(count: number, table: PerturbationTable): number {
  const row = rowOf(table, count);
  return row.results.reduce((sum, result, i) => sum + row.probabilities[i] * Math.abs(result - row.count), 0);
}

/**
 * Key of a cell: the sum of its people's record keys, each in [0, 1), modulo 1. Keys count in steps of 2^-32, so that the
 * sum does not depend on the order of the people, as one of doubles would.
 */
export function cellKeyOf(recordKeys: Iterable<number>): number {
  let sum = 0;
  for (const key of recordKeys) sum = (sum + Math.floor(key * 0x100000000)) >>> 0;
  return sum / 0x100000000;
}

function rowOf(table: PerturbationTable, count: number): PerturbationTable[number] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`no perturbation of ${count}`);
  return table[Math.min(count, table.length - 1)];
}
