import type {MatchReport} from "../../../src/model/polygenic.js";
import type {PolygenicScoreRow, ScoreMeasure} from "../../../src/model/polygenicScores.js";
import type {DensitySquare} from "../association/pcaDensityTable.js";
import type {GroupEvaluation} from "./evaluateByGroup.js";

/** What became of every row of a scoring file, and which share of its weight was matched. Nothing in it is about people. */
export function matchRows(report: MatchReport): PolygenicScoreRow[] {
  const {score, rows, matchedBy, excluded, unmatched, unsupported, weightShare} = report;
  const flipped = Object.entries(matchedBy).reduce(
    (sum, [kind, count]) => sum + (kind.includes("other strand") ? count : 0),
    0
  );
  const fates: [string, number][] = [
    ["rows", rows],
    ["matched", report.matched - flipped],
    ["matched on the other strand", flipped],
    ...Object.entries(excluded).map(([why, count]): [string, number] => [`left out: ${why}`, count]),
    ...Object.entries(unmatched).map(([why, count]): [string, number] => [`not matched: ${why}`, count]),
    ...Object.entries(unsupported).map(([why, count]): [string, number] => [`unsupported: ${why}`, count])
  ];
  return [
    ...fates.map(([bin, nVariants]) => ({...emptyRow(score, "variants"), bin, nVariants})),
    {...emptyRow(score, "weight-share"), estimate: weightShare}
  ];
}

/** How well a score does in one group. */
export function evaluationRows(
  score: string,
  {group, n, cases, accuracy, roc, odds, calibration, portability}: GroupEvaluation
): PolygenicScoreRow[] {
  const row = (measure: ScoreMeasure, values: Partial<PolygenicScoreRow>): PolygenicScoreRow => ({
    ...emptyRow(score, measure),
    ancestry: group,
    ...values
  });
  const estimated = (
    measure: ScoreMeasure,
    estimate: number | undefined,
    interval: readonly [number, number] | undefined
  ): PolygenicScoreRow[] =>
    estimate === undefined || interval === undefined
      ? []
      : [row(measure, {estimate, low: interval[0], high: interval[1]})];
  return [
    row("people", {n}),
    ...(cases === null
      ? []
      : [row("people", {bin: "cases", n: cases}), row("people", {bin: "controls", n: n - cases})]),
    ...estimated("r2", accuracy?.r2, accuracy?.interval),
    ...estimated("auc", roc?.area, roc?.interval),
    ...estimated("odds-ratio", odds?.oddsRatio, odds?.interval),
    ...estimated("calibration-slope", calibration?.slope, calibration?.slopeInterval),
    ...estimated("calibration-intercept", calibration?.intercept, calibration?.interceptInterval),
    ...estimated("portability", portability?.ratio, portability?.interval)
  ];
}

/** How many people of a group have a score in each stretch of its range. */
export function densityRows(score: string, stretches: readonly DensitySquare[]): PolygenicScoreRow[] {
  return stretches.map(({ancestry, x0, x1, people}) => ({
    ...emptyRow(score, "density"),
    ancestry,
    x0,
    x1,
    n: people
  }));
}

function emptyRow(score: string, measure: ScoreMeasure): PolygenicScoreRow {
  return {
    score,
    measure,
    ancestry: null,
    bin: null,
    x0: null,
    x1: null,
    estimate: null,
    low: null,
    high: null,
    n: null,
    nVariants: null
  };
}
