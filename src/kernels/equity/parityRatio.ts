import {riskRatio, type Rate, type RateRatio} from "./riskRatio.js";

/** Below four fifths of the highest rate, a selection counts as evidence of adverse impact. 29 CFR 1607.4(D), 1978. */
export const fourFifths = 0.8;

export interface Parity extends RateRatio {
  /** Said only where the whole interval lies on one side of the threshold. */
  verdict: "below" | "not below" | "cannot tell";
}

/**
 * Selection rate of a group relative to that of another, and whether it is below a threshold, by default four fifths.
 * The rule itself looks at the ratio alone; here chance has to be excluded as well.
 *
 * US Equal Employment Opportunity Commission, Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
 */
export function parityRatio(group: Rate, reference: Rate, threshold = fourFifths, level = 0.95): Parity {
  const {ratio, low, high} = riskRatio(group, reference, level);
  return {ratio, low, high, verdict: high < threshold ? "below" : low >= threshold ? "not below" : "cannot tell"};
}

/**
 * Every group against the one with the highest rate, as the rule has it; null for that group itself. That the reference is
 * the highest of several by chance is not in the intervals.
 */
export function fourFifthsRule(groups: readonly Rate[], level = 0.95): (Parity | null)[] {
  const rates = groups.map(({count, of}) => (of > 0 ? count / of : -1));
  const highest = rates.indexOf(Math.max(...rates));
  return groups.map((group, i) => (i === highest ? null : parityRatio(group, groups[highest], fourFifths, level)));
}
