import {addScores, scoreTable} from "./scorePeople.js";

/**
 * Σ beta × (x − 2p) per person, x = copies of the alternate allele: high for cases and, less so, for cases beside people
 * who do not take part. `effects`: published effect of the alternate allele on log odds or on the frequency, one per
 * variant, NaN = not published; `frequencies`: of the alternate allele, in the study or the population. Missing calls add
 * 0. `genotypes` as `addScores` takes them.
 *
 * Im, Gamazon, Nicolae & Cox 2012, Am J Hum Genet 90:591.
 */
export function effectScores(
  genotypes: Uint8Array,
  people: number,
  effects: Float64Array,
  frequencies: Float64Array
): Float64Array {
  const scores = new Float64Array(people);
  const table = scoreTable(effects.length, (variant) => {
    const effect = Number.isNaN(effects[variant]) ? 0 : effects[variant];
    const expected = 2 * frequencies[variant];
    return [-effect * expected, effect * (1 - expected), effect * (2 - expected)];
  });
  addScores(scores, genotypes, effects.length, people, table);
  return scores;
}

/**
 * Separation d′ of cases from controls by the published `z` scores of unlinked variants: d′² = (1/cases + 1/controls) Σ z².
 * Variants without effect have z² = 1 on average, so many of them separate as the largest hits do.
 */
export function separationOfHits(z: ArrayLike<number>, cases: number, controls: number): number {
  let sum = 0;
  for (let hit = 0; hit < z.length; ++hit) sum += z[hit] ** 2;
  return Math.sqrt((1 / cases + 1 / controls) * sum);
}
