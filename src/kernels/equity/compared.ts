import {inOrder} from "./ridit.js";
import {isRefused, type Inequality, type Refused, type Subgroup} from "./subgroup.js";

/** The two subgroups that a simple comparison takes: the difference is `first − second`, the ratio `first / second`. */
export interface Compared {
  first: Subgroup;
  second: Subgroup;
  /** Chosen for having the highest and the lowest value: then the comparison is never on the other side of equality. */
  chosen: boolean;
}

/**
 * Whom the difference and the ratio compare. With an order, the most advantaged and the most disadvantaged; without one,
 * the reference subgroup and the other where there are two, else the highest and the lowest value whatever the reference.
 * The first is the advantaged (or reference) for favourable indicators and the other for adverse ones, so that the
 * comparison is large where the disadvantaged fare worse.
 *
 * WHO 2013, Handbook on Health Inequality Monitoring; HEAT technical notes, "Difference", "Ratio".
 */
export function compared(input: Inequality): Compared | Refused {
  const {subgroups, favourable, ordered} = input;
  const references = subgroups.filter(({reference}) => reference);
  if (!ordered && (subgroups.length > 2 || references.length !== 1)) return highestAndLowest(subgroups);
  const sorted = ordered ? inOrder(input) : subgroups.toSorted((a, b) => Number(a.reference) - Number(b.reference));
  if (isRefused(sorted)) return sorted;
  const [disadvantaged, advantaged] = [sorted[0], sorted[sorted.length - 1]];
  return favourable
    ? {first: advantaged, second: disadvantaged, chosen: false}
    : {first: disadvantaged, second: advantaged, chosen: false};
}

function highestAndLowest(subgroups: readonly Subgroup[]): Compared {
  const sorted = subgroups.toSorted((a, b) => a.estimate - b.estimate);
  return {first: sorted[sorted.length - 1], second: sorted[0], chosen: true};
}
