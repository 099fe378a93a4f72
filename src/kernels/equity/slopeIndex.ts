import {gradientModel} from "./gradientModel.js";
import {deltaStandardError, withInterval, withLogInterval} from "./interval.js";
import {ranked} from "./ridit.js";
import {isRefused, standardErrors, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * Slope index of inequality (SII), in the unit of the indicator: the difference between the fitted values of the most
 * advantaged and the most disadvantaged person, the other way round for adverse indicators. 0 without inequality, above
 * 0 where the disadvantaged fare worse.
 *
 * Standard error by the delta method from those of the estimates (see `gradientModel`). Schlotheuber & Hosseinpoor 2022,
 * Int J Environ Res Public Health 19:3697; WHO 2013, Handbook on Health Inequality Monitoring.
 */
export function slopeIndex(input: Inequality, level = 0.95): Measured | Refused {
  const ends = fittedEnds(input);
  if (isRefused(ends)) return ends;
  const {first, second, firstGradient, secondGradient, ses} = ends;
  const gradient = firstGradient.map((slope, i) => slope - secondGradient[i]);
  return withInterval(first - second, deltaStandardError(gradient, ses), level);
}

/**
 * Relative index of inequality (RII): the ratio of the same two fitted values; 1 without inequality, above 1 where the
 * disadvantaged fare worse. `se` is of the logarithm. Sources as for `slopeIndex`.
 */
export function relativeIndex(input: Inequality, level = 0.95): Measured | Refused {
  const ends = fittedEnds(input);
  if (isRefused(ends)) return ends;
  const {first, second, firstGradient, secondGradient, ses} = ends;
  if (!(first > 0 && second > 0)) return {refused: "A relative measure needs fitted values above zero."};
  const gradient = firstGradient.map((slope, i) => slope / first - secondGradient[i] / second);
  return withLogInterval(first / second, deltaStandardError(gradient, ses), level);
}

interface FittedEnds {
  first: number;
  second: number;
  firstGradient: number[];
  secondGradient: number[];
  ses: number[] | null;
}

/** The fitted values at both ends of the order, the one that is taken first being the higher where inequality is. */
function fittedEnds(input: Inequality): FittedEnds | Refused {
  const place = ranked(input);
  if (isRefused(place)) return place;
  const model = gradientModel(place, input.scale);
  if (!model) return {refused: "The gradient cannot be fitted, as where values are zero or at the limit."};
  const {bottom, top, bottomGradient, topGradient} = model;
  const ses = standardErrors(place.subgroups);
  return input.favourable
    ? {first: top, second: bottom, firstGradient: topGradient, secondGradient: bottomGradient, ses}
    : {first: bottom, second: top, firstGradient: bottomGradient, secondGradient: topGradient, ses};
}
