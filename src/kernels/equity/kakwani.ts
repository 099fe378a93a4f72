import {relativeConcentrationIndex} from "./concentrationIndex.js";
import {withInterval} from "./interval.js";
import {inOrder} from "./ridit.js";
import {isRefused, unusable, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Kakwani index, −2 to 1: the concentration index of what people pay (or receive) minus the Gini index of their means, over
 * the same subgroups ranked by those means. Above 0 payments are progressive: they fall on the better off by more than
 * their means; at 0 in proportion; below 0 regressive. For benefits received, below 0 is pro-poor relative to means.
 *
 * The standard error takes payments and means as measured independently; each has that of grouped data with ranks fixed.
 * Kakwani 1977, Econ J 87:71; O'Donnell et al. 2008, Analyzing Health Equity Using Household Survey Data, chapter 16.
 */
export function kakwaniIndex(payments: Inequality, means: Inequality, level = 0.95): Measured | Refused {
  const refused = unusable(payments) ?? unusable(means);
  if (refused) return refused;
  const ascending = inOrder(means);
  if (isRefused(ascending)) return ascending;
  if (ascending.some(({estimate}, i) => i > 0 && estimate < ascending[i - 1].estimate))
    return {refused: "The order of the subgroups is not that of their means."};
  const paid = inOrder(payments);
  if (isRefused(paid)) return paid;
  if (
    paid.length !== ascending.length ||
    paid.some(({order, population}, i) => order !== ascending[i].order || population !== ascending[i].population)
  )
    return {refused: "Payments and means are not of the same subgroups."};
  const concentration = relativeConcentrationIndex(payments, level);
  if (isRefused(concentration)) return concentration;
  const gini = relativeConcentrationIndex(means, level);
  if (isRefused(gini)) return gini;
  const se = concentration.se === null || gini.se === null ? null : Math.hypot(concentration.se, gini.se);
  return withInterval(concentration.estimate - gini.estimate, se, level);
}
