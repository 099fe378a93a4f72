import {compared} from "./compared.js";
import {deltaStandardError, withInterval} from "./interval.js";
import {simulated} from "./simulated.js";
import {isRefused, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Difference (D) between two subgroups, in the unit of the indicator; 0 without inequality. See `compared` for whom it
 * compares and its sign. The two estimates count as independent. Where highest and lowest were chosen for their values,
 * the interval is by simulation, as the range of many subgroups is wide by chance alone.
 *
 * Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health 19:3697.
 */
export function difference(input: Inequality, level = 0.95): Measured | Refused {
  const pair = compared(input);
  if (isRefused(pair)) return pair;
  if (pair.chosen) return simulated(input.subgroups, range, level);
  const {first, second} = pair;
  const se = deltaStandardError([1, -1], standardErrors([first, second]));
  return withInterval(first.estimate - second.estimate, se, level);
}

function range(estimates: readonly number[]): number {
  return Math.max(...estimates) - Math.min(...estimates);
}
