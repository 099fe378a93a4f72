import {normalMinusLog10P} from "./tails.js";

/**
 * McNemar's test of pairs that changed, `gained` against `lost`, whose numbers carry independent noise of standard
 * deviation `noiseSd`, in people: its error holds the noise. Both must be above 0. With `noiseSd` 0, p is that of McNemar's χ²
 * without correction. The 95 % interval of their ratio is of the logarithm, by the delta method.
 *
 * McNemar 1947, Psychometrika 12:153.
 */
export function noisyMcnemar(
  gained: number,
  lost: number,
  noiseSd: number
): {oddsRatio: number; interval: [low: number, high: number]; minusLog10P: number} {
  const ratio = gained / lost;
  const se = Math.sqrt(1 / gained + 1 / lost + (noiseSd / gained) ** 2 + (noiseSd / lost) ** 2);
  return {
    oddsRatio: ratio,
    interval: [ratio * Math.exp(-z95 * se), ratio * Math.exp(z95 * se)],
    minusLog10P: normalMinusLog10P((gained - lost) / Math.sqrt(gained + lost + 2 * noiseSd ** 2))
  };
}

const z95 = 1.959963984540054;
