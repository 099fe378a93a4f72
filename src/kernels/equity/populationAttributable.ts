import {deltaStandardError, withInterval} from "./interval.js";
import {inOrder} from "./ridit.js";
import {settingMean} from "./setting.js";
import {simulated} from "./simulated.js";
import {isRefused, populationShares, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Population attributable risk (PAR), in the unit of the indicator: how far the mean of the setting would move if every
 * subgroup had the value of the best placed one. That is the most advantaged of an order, or without order the subgroup
 * with the best value. Never below 0 for favourable indicators, never above for adverse ones: where the most advantaged
 * are not the better off, nothing is to be gained and the measure is 0.
 *
 * Standard error by the delta method from those of the estimates; where the best was chosen for its value, standard error
 * and interval by simulation. Unknown where only a setting average is given.
 *
 * WHO 2013, Handbook on Health Inequality Monitoring; Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health
 * 19:3697.
 */
export function populationAttributableRisk(input: Inequality, level = 0.95): Measured | Refused {
  return attributable(input, level, false);
}

/** Population attributable fraction (PAF): PAR in per cent of the mean of the setting. Sources as there. */
export function populationAttributableFraction(input: Inequality, level = 0.95): Measured | Refused {
  return attributable(input, level, true);
}

function attributable(input: Inequality, level: number, relative: boolean): Measured | Refused {
  const {subgroups, favourable, ordered} = input;
  const meanOf = settingMean(input);
  if (!meanOf) return {refused: "The populations of the subgroups or the average of the setting are needed."};
  const estimates = subgroups.map(({estimate}) => estimate);
  const mean = meanOf(estimates);
  if (relative && !(mean > 0)) return {refused: "A relative measure needs a mean above zero."};
  const order = ordered ? inOrder(input) : null;
  if (order && isRefused(order)) return order;
  const best = favourable ? Math.max : Math.min;
  const reference = order ? subgroups.indexOf(order[order.length - 1]) : -1;
  const gain = (drawn: readonly number[]): number => {
    const setting = meanOf(drawn);
    const par = (order ? drawn[reference] : best(...drawn)) - setting;
    return relative ? (100 * par) / setting : par;
  };
  const shares = populationShares(subgroups);
  // The setting's own standard error is unknown where only its average is.
  if (!shares) return clamped(withInterval(gain(estimates), null, level), favourable);
  if (!order) return chosen(input, gain, level);
  const gradient = shares.map((share, i) =>
    relative
      ? (100 * ((i === reference ? mean : 0) - share * estimates[reference])) / mean ** 2
      : (i === reference ? 1 : 0) - share
  );
  return clamped(
    withInterval(gain(estimates), deltaStandardError(gradient, standardErrors(subgroups)), level),
    favourable
  );
}

function chosen(
  {subgroups, favourable}: Inequality,
  gain: (estimates: readonly number[]) => number,
  level: number
): Measured {
  if (favourable) return simulated(subgroups, gain, level);
  const {estimate, se, low, high} = simulated(subgroups, (estimates) => -gain(estimates), level);
  return {estimate: 0 - estimate, se, low: high === null ? null : 0 - high, high: low === null ? null : 0 - low};
}

/** On the side of 0 where something is to be gained. */
function clamped({estimate, se, low, high}: Measured, favourable: boolean): Measured {
  const clamp = (value: number): number => (favourable ? Math.max(0, value) : Math.min(0, value));
  return {
    estimate: clamp(estimate),
    se,
    low: low === null ? null : clamp(low),
    high: high === null ? null : clamp(high)
  };
}
