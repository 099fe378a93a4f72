import {absoluteConcentrationIndex, relativeConcentrationIndex} from "./concentrationIndex.js";
import {fractionalLogit} from "./gradientModel.js";
import {withInterval, withLogInterval} from "./interval.js";
import {measure, type MeasureId} from "./measures.js";
import {ranked, type Ranked} from "./ridit.js";
import {populationAttributableFraction, populationAttributableRisk} from "./populationAttributable.js";
import {isRefused, populationShares, unusable, type Inequality, type Measured, type Refused} from "./subgroup.js";

/**
 * A measure as WHO's healthequal prints it, for comparison with published tables. It is the same as `measure` but for six
 * measures, whose standard errors there do not use those of the subgroups (worked out from the values of its own tests,
 * and right to 3e-7, for TI and MLD 1.3e-5; standard errors to 2.5e-6):
 *
 * - ACI, RCI: the "convenient regression" of 2 var(R) y (for RCI over the mean) on relative rank R, weighted by
 *   population, with k − 2 degrees of freedom for k subgroups. It says how well a line fits, not how sure the subgroups
 *   are: among the five subgroups of its own test it is a ninth of the sampling error, and of five equal subgroups its
 *   95 % interval leaves out equality in 14 of 100 surveys.
 * - SII, RII: estimates are first rounded to whole people with the outcome, and populations enter the logit model twice,
 *   as binomial totals and as weights; the standard error is the sandwich of the residuals × √(k / (k − 2)).
 *   Of five equal subgroups its 95 % interval leaves out equality in 19 of 100 surveys.
 * - PAR, PAF: as in a 2 × 2 table of as many people as `population` says, so it shrinks where populations are counted in
 *   ones instead of thousands. Outcome and scale must fit a share. The interval is normal.
 *
 * Kakwani, Wagstaff & van Doorslaer 1997, J Econometrics 77:87 (regression); Walter 1976, Biometrics 32:829 (PAF).
 */
export function whoMeasure(id: MeasureId, input: Inequality, level = 0.95): Measured | Refused {
  const refused = unusable(input);
  if (refused) return refused;
  switch (id) {
    case "aci":
    case "rci":
      return regression(id, input, level);
    case "sii":
    case "rii":
      return gradient(id, input, level);
    case "par":
    case "paf":
      return attributable(id, input, level);
    default:
      return measure(id, input, level);
  }
}

function regression(id: "aci" | "rci", input: Inequality, level: number): Measured | Refused {
  const place = ranked(input);
  if (isRefused(place)) return place;
  const index = (id === "aci" ? absoluteConcentrationIndex : relativeConcentrationIndex)(input, level);
  if (isRefused(index)) return index;
  const {subgroups, shares, ranks} = place;
  const mean = id === "aci" ? 1 : weighted(shares, (i) => subgroups[i].estimate);
  const rankVariance = weighted(shares, (i) => (ranks[i] - 0.5) ** 2);
  const y = subgroups.map(({estimate}) => (2 * rankVariance * estimate) / mean);
  const middle = weighted(shares, (i) => y[i]);
  const residual = weighted(shares, (i) => (y[i] - middle - index.estimate * (ranks[i] - 0.5)) ** 2);
  return withInterval(index.estimate, Math.sqrt(residual / rankVariance / (subgroups.length - 2)), level);
}

function gradient(id: "sii" | "rii", input: Inequality, level: number): Measured | Refused {
  const place = ranked(input);
  if (isRefused(place)) return place;
  const fit = sandwich(place, input.scale);
  if (!fit) return {refused: "The values are not shares of the scale, or the gradient cannot be fitted."};
  const {bottom, top, covariance} = fit;
  const bySii = [top * (1 - top) - bottom * (1 - bottom), top * (1 - top)];
  const byLogRii = [bottom - top, 1 - top];
  const error = ([a, b]: number[]): number =>
    Math.sqrt(a * a * covariance[0] + 2 * a * b * covariance[1] + b * b * covariance[2]);
  const sign = input.favourable ? 1 : -1;
  return id === "sii"
    ? withInterval(sign * (top - bottom) * input.scale, error(bySii) * input.scale, level)
    : withLogInterval((top / bottom) ** sign, error(byLogRii), level);
}

/** Fitted shares at both ends, and variance, covariance, variance of intercept and slope. */
function sandwich(
  {subgroups, ranks}: Ranked,
  scale: number
): {bottom: number; top: number; covariance: [number, number, number]} | null {
  const people = subgroups.map(({population}) => Math.round(population!));
  const shares = subgroups.map(({estimate}, i) => Math.round((estimate / scale) * people[i]) / people[i]);
  if (!shares.every((share) => share >= 0 && share <= 1)) return null;
  const weights = subgroups.map(({population}, i) => population! * people[i]);
  const fit = fractionalLogit(shares, weights, ranks);
  if (!fit) return null;
  const {intercept, slope, inverse} = fit;
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  const influences = ranks.map((rank, i) => {
    const residual = weights[i] * (shares[i] - logistic(intercept + slope * rank));
    return [0, 1].map((row) => residual * (inverse[row][0] + inverse[row][1] * rank));
  });
  const factor = ranks.length / (ranks.length - 2);
  const product = (a: number, b: number): number =>
    factor * influences.reduce((sum, influence) => sum + influence[a] * influence[b], 0);
  return {
    bottom: logistic(intercept),
    top: logistic(intercept + slope),
    covariance: [product(0, 0), product(0, 1), product(1, 1)]
  };
}

function attributable(id: "par" | "paf", input: Inequality, level: number): Measured | Refused {
  const {subgroups, scale, favourable, ordered} = input;
  const par = populationAttributableRisk(input, level);
  const fraction = populationAttributableFraction(input, level);
  if (isRefused(par)) return par;
  if (isRefused(fraction)) return fraction;
  const {estimate} = id === "par" ? par : fraction;
  const shares = populationShares(subgroups);
  if (!shares || subgroups.some((subgroup) => subgroup.estimate < 0 || subgroup.estimate > scale))
    return withInterval(estimate, null, level);
  const reference = subgroups.reduce((best, next) => {
    if (ordered) return next.order! > best.order! ? next : best;
    return favourable === next.estimate > best.estimate && next.estimate !== best.estimate ? next : best;
  });
  const mean = weighted(shares, (i) => subgroups[i].estimate);
  const people = subgroups.reduce((sum, {population}) => sum + population!, 0);
  const referenceEvents = (reference.population! * reference.estimate) / scale;
  const otherEvents = (people * mean) / scale - referenceEvents;
  const others = people - reference.population!;
  const attributed = (mean - reference.estimate) / mean;
  const variance =
    (others - otherEvents + attributed * (otherEvents + reference.population! - referenceEvents)) /
    (people * referenceEvents);
  const se = (1 - attributed) * Math.sqrt(variance);
  return withInterval(estimate, se * (id === "par" ? mean : 100), level);
}

function weighted(shares: readonly number[], value: (i: number) => number): number {
  return shares.reduce((sum, share, i) => sum + share * value(i), 0);
}
