import {exactTail, type ExactTail} from "./exactTail.js";
import {logChoose} from "./logFactorial.js";

/** Change within pairs: a p-value, and how much commoner one direction is than the other. */
export interface McNemar extends ExactTail {
  /** `gained / lost`: the conditional maximum likelihood estimate of the odds ratio. NaN without discordant pairs. */
  oddsRatio: number;
  /** Exact 95 % interval of the odds ratio; [NaN, NaN] without discordant pairs. */
  interval: [low: number, high: number];
}

/**
 * McNemar's exact test of pairs that changed: `gained` from no to yes, `lost` from yes to no. Two-sided binomial test of
 * one half, with its mid-p, which is less conservative. −log10 p is 0 without discordant pairs.
 *
 * McNemar 1947, Psychometrika 12:153; mid-p: Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91; interval from
 * Clopper & Pearson 1934, Biometrika 26:404, as in R's exact2x2::mcnemar.exact.
 */
export function mcnemar(gained: number, lost: number): McNemar {
  const n = gained + lost;
  const tail = exactTail(gained, 0, n, (k) => (n - k) / (k + 1));
  if (n === 0) return {...tail, minusLog10MidP: 0, oddsRatio: NaN, interval: [NaN, NaN]};
  return {
    ...tail,
    oddsRatio: lost === 0 ? Infinity : gained / lost,
    interval: [
      gained === 0 ? 0 : Math.exp(logOddsWhere(n, gained, 0.025)),
      lost === 0 ? Infinity : Math.exp(-logOddsWhere(n, lost, 0.025))
    ]
  };
}

/** Log odds of a binomial chance at which `k` or more of `n` happen with this probability, by halving. */
function logOddsWhere(n: number, k: number, probability: number): number {
  let [low, high] = [-60, 60];
  for (;;) {
    const middle = (low + high) / 2;
    if (high - low < 1e-13 * Math.max(1, Math.abs(middle))) return middle;
    if (upperTail(n, k, middle) < probability) low = middle;
    else high = middle;
  }
}

function upperTail(n: number, k: number, logOdds: number): number {
  const [logP, logQ] = [-Math.log1p(Math.exp(-logOdds)), -Math.log1p(Math.exp(logOdds))];
  let sum = 0;
  for (let i = k; i <= n; ++i) sum += Math.exp(logChoose(n, i) + i * logP + (n - i) * logQ);
  return sum;
}
