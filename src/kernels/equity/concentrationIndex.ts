import {deltaStandardError, withInterval} from "./interval.js";
import {ranked} from "./ridit.js";
import {isRefused, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Absolute concentration index (ACI), in the unit of the indicator: Σ p (2R − 1) y over subgroups with share p and
 * relative rank R. Above 0 where the indicator is concentrated among the advantaged, below where among the disadvantaged,
 * whether it is favourable or not.
 *
 * The standard error is that of the estimates' sampling, ranks fixed: the term within groups of the grouped-data variance
 * of Kakwani, Wagstaff & van Doorslaer 1997, J Econometrics 77:87. The index: Wagstaff, Paci & van Doorslaer 1991, Soc Sci
 * Med 33:545; WHO 2013, Handbook on Health Inequality Monitoring.
 */
export function absoluteConcentrationIndex(input: Inequality, level = 0.95): Measured | Refused {
  const place = ranked(input);
  if (isRefused(place)) return place;
  const {subgroups, shares, ranks} = place;
  const gradient = shares.map((share, i) => share * (2 * ranks[i] - 1));
  const index = subgroups.reduce((sum, {estimate}, i) => sum + gradient[i] * estimate, 0);
  return withInterval(index, deltaStandardError(gradient, standardErrors(subgroups)), level);
}

/**
 * Relative concentration index (RCI): the absolute one divided by the mean, from −1 to 1 where no value is negative.
 * Standard error as there, with the mean's own uncertainty. Sources as there.
 */
export function relativeConcentrationIndex(input: Inequality, level = 0.95): Measured | Refused {
  const place = ranked(input);
  if (isRefused(place)) return place;
  const {subgroups, shares, ranks} = place;
  const mean = subgroups.reduce((sum, {estimate}, i) => sum + shares[i] * estimate, 0);
  if (!(mean > 0)) return {refused: "A relative measure needs a mean above zero."};
  const index = subgroups.reduce((sum, {estimate}, i) => sum + shares[i] * (2 * ranks[i] - 1) * estimate, 0) / mean;
  const gradient = shares.map((share, i) => (share * (2 * ranks[i] - 1 - index)) / mean);
  return withInterval(index, deltaStandardError(gradient, standardErrors(subgroups)), level);
}
