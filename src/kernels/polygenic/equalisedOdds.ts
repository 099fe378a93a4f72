import {wilsonInterval} from "../wilsonInterval.js";

/** How often a rule "score at or above the threshold" is right in a group. */
export interface GroupRates {
  cases: number;
  controls: number;
  /** Share of cases, and of controls, at or above the threshold; with 95 % intervals. NaN without any. */
  truePositive: number;
  truePositiveInterval: [low: number, high: number];
  falsePositive: number;
  falsePositiveInterval: [low: number, high: number];
}

/** Rates of one group from counts of cases and controls, and of those at or above the threshold. */
export function groupRates(cases: number, casesAbove: number, controls: number, controlsAbove: number): GroupRates {
  return {
    cases,
    controls,
    truePositive: casesAbove / cases,
    truePositiveInterval: intervalOf(casesAbove, cases),
    falsePositive: controlsAbove / controls,
    falsePositiveInterval: intervalOf(controlsAbove, controls)
  };
}

/**
 * Largest difference between groups in the share of cases found, and in the share of controls marked wrongly: both are 0
 * under equalised odds. Groups whose rate is not known are left out; NaN where fewer than two are left.
 *
 * Hardt, Price & Srebro 2016, NeurIPS 29.
 */
export function equalisedOddsGaps(groups: readonly GroupRates[]): {truePositive: number; falsePositive: number} {
  return {
    truePositive: gap(groups.map(({truePositive}) => truePositive)),
    falsePositive: gap(groups.map(({falsePositive}) => falsePositive))
  };
}

function gap(rates: readonly number[]): number {
  const known = rates.filter((rate) => !Number.isNaN(rate));
  return known.length < 2 ? NaN : Math.max(...known) - Math.min(...known);
}

function intervalOf(count: number, n: number): [low: number, high: number] {
  return n > 0 ? wilsonInterval(count, n) : [NaN, NaN];
}
