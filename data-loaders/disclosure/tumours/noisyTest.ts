import type {CaseControlTable} from "../../../src/kernels/mantelHaenszel.js";
import {noisyTwoByTwo} from "../../../src/kernels/noisyTwoByTwo.js";
import {normalMinusLog10P} from "../../../src/kernels/tails.js";

/** How the cells of a table are made of counts that carry noise: per cell, how often each of them enters it. */
export type MadeOf = Readonly<Record<keyof CaseControlTable, readonly number[]>>;

/** Where mutated people and all people are counted, of cases and of controls. */
export const halves: MadeOf = {
  caseAlt: [1, 0, 0, 0],
  caseRef: [-1, 1, 0, 0],
  controlAlt: [0, 0, 1, 0],
  controlRef: [0, 0, -1, 1]
};

/** Where people with both genes mutated, with each, and all people are counted. */
export const together: MadeOf = {
  caseAlt: [1, 0, 0, 0],
  caseRef: [-1, 1, 0, 0],
  controlAlt: [-1, 0, 1, 0],
  controlRef: [1, -1, -1, 1]
};

/** A log odds ratio that is adjusted for covariates, from exact values of people. */
export interface AdjustedEffect {
  beta: number;
  /** Its standard error over that of the plain log odds ratio. */
  widening: number;
  /** A draw of standard deviation 1, always the same for the same effect. */
  noise: number;
}

/** A test made of noisy counts: as much of it as may be shown, else null. */
export interface NoisyTest {
  cells: Record<keyof CaseControlTable, number | null>;
  oddsRatio: number | null;
  oddsRatioLow: number | null;
  oddsRatioHigh: number | null;
  minusLog10P: number | null;
  beta: number | null;
  se: number | null;
  minusLog10PAdjusted: number | null;
}

/**
 * Tests a table made of noisy counts. Where the cell that is a count of its own, mutated cases or mutated controls, comes out
 * at `limit` or less, it is withheld with all that would tell it, and taken as `limit`: that brings the odds ratio closer
 * to 1, so what is still found is found all the more, and one end of the interval is left. Where another cell is too
 * small, or nothing is found so, all is withheld.
 */
export function noisyTest(
  counts: readonly number[],
  made: MadeOf,
  adjusted: AdjustedEffect | null,
  {limit, noiseSd}: {limit: number; noiseSd: number}
): NoisyTest {
  const [ofCases, ofControls] = [ownCount(made.caseAlt), ownCount(made.controlAlt)];
  const isFew = {case: counts[ofCases] <= limit, control: counts[ofControls] <= limit};
  if (isFew.case && isFew.control) return withheld;
  const taken = counts.map((count, i) => (i === ofCases || i === ofControls ? Math.max(count, limit) : count));
  const cellOf = (weights: readonly number[]): number => weights.reduce((sum, weight, i) => sum + weight * taken[i], 0);
  const cells = {
    caseAlt: cellOf(made.caseAlt),
    caseRef: cellOf(made.caseRef),
    controlAlt: cellOf(made.controlAlt),
    controlRef: cellOf(made.controlRef)
  };
  const isTooSmall = (name: keyof CaseControlTable, mayBeTaken: boolean): boolean =>
    cells[name] <= limit && !(mayBeTaken && cells[name] === limit);
  if (
    isTooSmall("caseAlt", isFew.case) ||
    isTooSmall("controlAlt", isFew.control) ||
    isTooSmall("caseRef", false) ||
    isTooSmall("controlRef", false)
  )
    return withheld;
  const {oddsRatio, interval, minusLog10P, samplingSe, noiseSe} = noisyTwoByTwo(cells, made, noiseSd);
  if ((isFew.case && oddsRatio >= 1) || (isFew.control && oddsRatio <= 1)) return withheld;
  if (isFew.case) return {...withheld, oddsRatioHigh: interval[1], minusLog10P};
  if (isFew.control) return {...withheld, oddsRatioLow: interval[0], minusLog10P};
  return {
    cells,
    oddsRatio,
    oddsRatioLow: interval[0],
    oddsRatioHigh: interval[1],
    minusLog10P,
    ...(adjusted ? adjustedTest(adjusted, samplingSe, noiseSe) : unadjusted)
  };
}

/** The one count that a cell is, as it stands; −1 where it is made of several. */
function ownCount(weights: readonly number[]): number {
  const entering = [...weights.keys()].filter((i) => weights[i] !== 0);
  return entering.length === 1 && weights[entering[0]] === 1 ? entering[0] : -1;
}

const unadjusted = {beta: null, se: null, minusLog10PAdjusted: null};

const withheld: NoisyTest = {
  cells: {caseAlt: null, caseRef: null, controlAlt: null, controlRef: null},
  oddsRatio: null,
  oddsRatioLow: null,
  oddsRatioHigh: null,
  minusLog10P: null,
  ...unadjusted
};

/** The adjusted effect with noise as large as that of the plain one. */
function adjustedTest({beta, widening, noise}: AdjustedEffect, samplingSe: number, noiseSe: number) {
  const shown = beta + noise * noiseSe;
  const se = Math.hypot(samplingSe * widening, noiseSe);
  return {beta: shown, se, minusLog10PAdjusted: normalMinusLog10P(shown / se)};
}
