import {populationShares, type Inequality} from "./subgroup.js";

/**
 * The mean over all people of the setting, as a function of the subgroups' estimates: weighted by population; where a
 * population is unknown, the setting average as given, which then does not change with the estimates; else null.
 */
export function settingMean({
  subgroups,
  settingAverage
}: Inequality): ((estimates: readonly number[]) => number) | null {
  const shares = populationShares(subgroups);
  if (shares) return (estimates) => shares.reduce((sum, share, i) => sum + share * estimates[i], 0);
  return settingAverage === null ? null : () => settingAverage;
}
