import type {CaseControlTable} from "./mantelHaenszel.js";

/** An odds ratio with a 95 % interval; `se` is of its logarithm. */
export interface OddsRatio {
  oddsRatio: number;
  se: number;
  interval: [low: number, high: number];
}

/**
 * Cross ratio of a 2 × 2 table with the interval of its logarithm. With an empty cell the interval says nothing: from 0
 * to Infinity. NaN where cases, controls or one of the columns are absent.
 *
 * Woolf 1955, Ann Hum Genet 19:251; the same as plink1.9 --assoc --ci 0.95.
 */
export function oddsRatio({caseAlt, caseRef, controlAlt, controlRef}: CaseControlTable): OddsRatio {
  const ratio = (caseAlt * controlRef) / (caseRef * controlAlt);
  const se = Math.sqrt(1 / caseAlt + 1 / caseRef + 1 / controlAlt + 1 / controlRef);
  return {oddsRatio: ratio, se, interval: intervalOf(ratio, se)};
}

/** 95 % interval of an odds ratio whose logarithm has this standard error. */
export function intervalOf(ratio: number, se: number): [low: number, high: number] {
  if (Number.isNaN(ratio) || Number.isNaN(se)) return [NaN, NaN];
  if (se === Infinity) return [0, Infinity];
  return [ratio * Math.exp(-z95 * se), ratio * Math.exp(z95 * se)];
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
