import {deltaStandardError, withInterval} from "./interval.js";
import {cumulative, type CurvePoint} from "./lorenz.js";
import {inOrder} from "./ridit.js";
import {isRefused, standardErrors, unusable, type Inequality, type Refused} from "./subgroup.js";

/** A point with the interval of its share, pointwise; null ends where a standard error is unknown. */
export interface ConcentrationPoint extends CurvePoint {
  low: number | null;
  high: number | null;
}

/**
 * Concentration curve: the share of all that the indicator counts which falls to the most disadvantaged part of the
 * people. Below the diagonal where it is concentrated among the advantaged; twice the area between is the relative
 * concentration index, whose standard error `relativeConcentrationIndex` has.
 *
 * Intervals by the delta method from the estimates' standard errors. O'Donnell, van Doorslaer, Wagstaff & Lindelow 2008,
 * Analyzing Health Equity Using Household Survey Data (World Bank), chapters 7 and 8.
 */
export function concentrationCurve(input: Inequality, level = 0.95): ConcentrationPoint[] | Refused {
  const subgroups = unusable(input) ?? inOrder(input);
  if (isRefused(subgroups)) return subgroups;
  const points = cumulative(subgroups);
  if (isRefused(points)) return points;
  const ses = standardErrors(subgroups);
  const shares = subgroups.map((_, i) => points[i + 1].population - points[i].population);
  const mean = subgroups.reduce((sum, {estimate}, i) => sum + shares[i] * estimate, 0);
  return points.map((point, at) => {
    const gradient = shares.map((share, i) => (share * ((i < at ? 1 : 0) - point.share)) / mean);
    const {low, high} = withInterval(point.share, deltaStandardError(gradient, ses), level);
    const inside = (end: number | null): number | null => (end === null ? null : Math.min(1, Math.max(0, end)));
    return {...point, low: inside(low), high: inside(high)};
  });
}
