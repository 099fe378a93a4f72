import {compared} from "./compared.js";
import {deltaStandardError, withLogInterval} from "./interval.js";
import {simulated} from "./simulated.js";
import {isRefused, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Ratio (R) of two subgroups; 1 without inequality. See `compared` for whom it compares and which comes first. `se` is of
 * the logarithm, by the delta method, the two estimates being independent. Where highest and lowest were chosen for their
 * values, the interval is by simulation of the logarithm.
 *
 * Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health 19:3697.
 */
export function ratio(input: Inequality, level = 0.95): Measured | Refused {
  if (input.subgroups.some(({estimate}) => estimate < 0))
    return {refused: "A ratio needs values above zero, and one is below."};
  const pair = compared(input);
  if (isRefused(pair)) return pair;
  const {first, second} = pair;
  if (second.estimate === 0) return {refused: "A ratio needs a value to divide by, and it is zero."};
  const estimate = first.estimate / second.estimate;
  if (pair.chosen) return exponentiated(simulated(input.subgroups, logRange, level));
  const se = deltaStandardError([1 / first.estimate, 1 / second.estimate], standardErrors([first, second]));
  return withLogInterval(estimate, se, level);
}

/** Not a number where a drawn value is not above zero: such a draw has no ratio. */
function logRange(estimates: readonly number[]): number {
  return Math.log(Math.max(...estimates)) - Math.log(Math.min(...estimates));
}

function exponentiated({estimate, se, low, high}: Measured): Measured {
  const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return {estimate: Math.exp(estimate), se, low: exp(low), high: exp(high)};
}
