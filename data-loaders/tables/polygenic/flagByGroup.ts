import {equalisedOddsGaps, groupRates, type GroupRates} from "../../../src/kernels/polygenic/equalisedOdds.js";

export interface FlagInput {
  /** 1 case, 0 control, per person. */
  cases: Float64Array;
  score: Float64Array;
  /** Genetic ancestry groups: −1 = left out. */
  groups: {levels: readonly string[]; codes: Int16Array};
  /** People whose score is at or above it are flagged. */
  threshold: number;
  /** Rates of a group are told only where so many cases, and controls, are flagged, and so many are not. */
  least: number;
}

/** Whom a rule "score at or above the threshold" finds and whom it marks wrongly; null = too few in one of the four cells. */
export interface FlaggedGroups {
  groups: {group: string; rates: GroupRates | null; flagged: number | null}[];
  /** Over the groups whose rates are told; NaN where fewer than two are. */
  gaps: {truePositive: number; falsePositive: number};
}

export function flagByGroup({cases, score, groups: {levels, codes}, threshold, least}: FlagInput): FlaggedGroups {
  const counts = levels.map(() => [
    [0, 0],
    [0, 0]
  ]);
  codes.forEach((code, person) => {
    if (code >= 0) counts[code][Number(cases[person] === 1)][Number(score[person] >= threshold)] += 1;
  });
  const groups = levels.map((group, code) => {
    const [[controlsBelow, controlsAbove], [casesBelow, casesAbove]] = counts[code];
    if (Math.min(controlsBelow, controlsAbove, casesBelow, casesAbove) < least)
      return {group, rates: null, flagged: null};
    const [allCases, allControls] = [casesBelow + casesAbove, controlsBelow + controlsAbove];
    return {
      group,
      rates: groupRates(allCases, casesAbove, allControls, controlsAbove),
      flagged: (casesAbove + controlsAbove) / (allCases + allControls)
    };
  });
  return {groups, gaps: equalisedOddsGaps(groups.flatMap(({rates}) => rates ?? []))};
}

/**
 * The round number nearest to the value that `share` of the scores reach: a multiple of `step`, so that it is nobody's
 * score and no single person moves it by more than a step.
 */
export function roundThreshold(scores: Float64Array, share: number, step: number): number {
  const ordered = scores.toSorted();
  const exact = ordered[Math.min(ordered.length - 1, Math.floor((1 - share) * ordered.length))];
  return Number((Math.round(exact / step) * step).toPrecision(12));
}
