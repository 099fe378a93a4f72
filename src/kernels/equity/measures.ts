import {betweenGroupDeviation, betweenGroupVariance, coefficientOfVariation} from "./betweenGroupVariance.js";
import {absoluteConcentrationIndex, relativeConcentrationIndex} from "./concentrationIndex.js";
import {difference} from "./difference.js";
import {indexOfDisparity} from "./indexOfDisparity.js";
import {meanDifferenceFromBest, meanDifferenceFromMean, meanDifferenceFromReference} from "./meanDifference.js";
import {populationAttributableFraction, populationAttributableRisk} from "./populationAttributable.js";
import {ratio} from "./ratio.js";
import {relativeIndex, slopeIndex} from "./slopeIndex.js";
import {unusable, type Inequality, type Measured, type Refused} from "./subgroup.js";
import {meanLogDeviation, theilIndex} from "./theil.js";

export type MeasureId =
  | "d"
  | "r"
  | "aci"
  | "rci"
  | "sii"
  | "rii"
  | "bgv"
  | "bgsd"
  | "covar"
  | "mdmu"
  | "mdmw"
  | "mdbu"
  | "mdbw"
  | "mdru"
  | "mdrw"
  | "idisu"
  | "idisw"
  | "ti"
  | "mld"
  | "par"
  | "paf";

export interface Measure {
  name: string;
  /** Whether it needs subgroups with an order; null where it takes either (and without order says nothing of it). */
  ordered: boolean | null;
  /** Large subgroups count for more, so populations are needed. */
  weighted: boolean;
  /** A ratio or percentage; otherwise it has the unit of the indicator, for BGV squared. */
  relative: boolean;
  /** Its value where all subgroups are equal. */
  none: number;
  /** What it answers. */
  question: string;
  source: string;
}

const review = "Schlotheuber & Hosseinpoor 2022, Int J Environ Res Public Health 19:3697";
const handbook = "WHO 2013, Handbook on Health Inequality Monitoring";
const cancer = "Harper & Lynch 2005, Methods for Measuring Cancer Disparities, NIH 05-5777";

/** The measures of the WHO's review of health inequality, and what each is for. */
export const measures: Record<MeasureId, Measure> = {
  d: {
    name: "Difference",
    ordered: null,
    weighted: false,
    relative: false,
    none: 0,
    question: "How far apart are the most and the least advantaged subgroup?",
    source: handbook
  },
  r: {
    name: "Ratio",
    ordered: null,
    weighted: false,
    relative: true,
    none: 1,
    question: "How many times as high is the value at one end as at the other?",
    source: handbook
  },
  aci: {
    name: "Absolute concentration index",
    ordered: true,
    weighted: true,
    relative: false,
    none: 0,
    question: "Is the indicator concentrated among the advantaged or the disadvantaged, in its own unit?",
    source: "Wagstaff, Paci & van Doorslaer 1991, Soc Sci Med 33:545"
  },
  rci: {
    name: "Relative concentration index",
    ordered: true,
    weighted: true,
    relative: true,
    none: 0,
    question: "Is the indicator concentrated among the advantaged or the disadvantaged, relative to its mean?",
    source: "Kakwani, Wagstaff & van Doorslaer 1997, J Econometrics 77:87"
  },
  sii: {
    name: "Slope index of inequality",
    ordered: true,
    weighted: true,
    relative: false,
    none: 0,
    question: "Over the whole population, how far apart are the two ends of the order?",
    source: review
  },
  rii: {
    name: "Relative index of inequality",
    ordered: true,
    weighted: true,
    relative: true,
    none: 1,
    question: "Over the whole population, how many times as high is the value at one end of the order as at the other?",
    source: review
  },
  bgv: {
    name: "Between-group variance",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How widely do the subgroups spread around the mean, in squared units?",
    source: cancer
  },
  bgsd: {
    name: "Between-group standard deviation",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How widely do the subgroups spread around the mean?",
    source: review
  },
  covar: {
    name: "Coefficient of variation",
    ordered: null,
    weighted: true,
    relative: true,
    none: 0,
    question: "How widely do the subgroups spread, in per cent of the mean?",
    source: review
  },
  mdmu: {
    name: "Mean difference from the mean, unweighted",
    ordered: null,
    weighted: false,
    relative: false,
    none: 0,
    question: "How far is a subgroup from the mean, on average?",
    source: review
  },
  mdmw: {
    name: "Mean difference from the mean, weighted",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How far is a person's subgroup from the mean, on average?",
    source: review
  },
  mdbu: {
    name: "Mean difference from the best subgroup, unweighted",
    ordered: null,
    weighted: false,
    relative: false,
    none: 0,
    question: "How far is a subgroup from the best one, on average?",
    source: review
  },
  mdbw: {
    name: "Mean difference from the best subgroup, weighted",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How far is a person's subgroup from the best one, on average?",
    source: review
  },
  mdru: {
    name: "Mean difference from the reference subgroup, unweighted",
    ordered: null,
    weighted: false,
    relative: false,
    none: 0,
    question: "How far is a subgroup from the reference subgroup, on average?",
    source: review
  },
  mdrw: {
    name: "Mean difference from the reference subgroup, weighted",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How far is a person's subgroup from the reference subgroup, on average?",
    source: review
  },
  idisu: {
    name: "Index of disparity, unweighted",
    ordered: null,
    weighted: false,
    relative: true,
    none: 0,
    question: "How far is a subgroup from the mean, on average, in per cent of it?",
    source: "Pearcy & Keppel 2002, Public Health Rep 117:273"
  },
  idisw: {
    name: "Index of disparity, weighted",
    ordered: null,
    weighted: true,
    relative: true,
    none: 0,
    question: "How far is a person's subgroup from the mean, on average, in per cent of it?",
    source: review
  },
  ti: {
    name: "Theil index × 1000",
    ordered: null,
    weighted: true,
    relative: true,
    none: 0,
    question: "How unequal are the subgroups relative to the mean, with most weight on high values?",
    source: cancer
  },
  mld: {
    name: "Mean log deviation × 1000",
    ordered: null,
    weighted: true,
    relative: true,
    none: 0,
    question: "How unequal are the subgroups relative to the mean, with most weight on low values?",
    source: cancer
  },
  par: {
    name: "Population attributable risk",
    ordered: null,
    weighted: true,
    relative: false,
    none: 0,
    question: "How far would the mean move if every subgroup had the value of the best placed one?",
    source: handbook
  },
  paf: {
    name: "Population attributable fraction",
    ordered: null,
    weighted: true,
    relative: true,
    none: 0,
    question: "By how many per cent would the mean change if every subgroup had the value of the best placed one?",
    source: handbook
  }
};

/**
 * A measure of inequality with its interval at `level`, or why it does not apply. The interval is of the sampling error of
 * the estimates, as their standard errors tell it; `whoMeasure` has the standard errors that WHO's software prints.
 */
export function measure(id: MeasureId, input: Inequality, level = 0.95): Measured | Refused {
  return unusable(input) ?? compute[id](input, level);
}

const compute: Record<MeasureId, (input: Inequality, level: number) => Measured | Refused> = {
  d: difference,
  r: ratio,
  aci: absoluteConcentrationIndex,
  rci: relativeConcentrationIndex,
  sii: slopeIndex,
  rii: relativeIndex,
  bgv: betweenGroupVariance,
  bgsd: betweenGroupDeviation,
  covar: coefficientOfVariation,
  mdmu: (input, level) => meanDifferenceFromMean(input, false, level),
  mdmw: (input, level) => meanDifferenceFromMean(input, true, level),
  mdbu: (input, level) => meanDifferenceFromBest(input, false, level),
  mdbw: (input, level) => meanDifferenceFromBest(input, true, level),
  mdru: (input, level) => meanDifferenceFromReference(input, false, level),
  mdrw: (input, level) => meanDifferenceFromReference(input, true, level),
  idisu: (input, level) => indexOfDisparity(input, false, level),
  idisw: (input, level) => indexOfDisparity(input, true, level),
  ti: theilIndex,
  mld: meanLogDeviation,
  par: populationAttributableRisk,
  paf: populationAttributableFraction
};
