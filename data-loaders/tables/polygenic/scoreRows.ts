import type {MatchReport} from "../../../src/model/polygenic.js";
import type {PolygenicScoreRow, ScoreMeasure} from "../../../src/model/polygenicScores.js";
import type {DensitySquare} from "../association/pcaDensityTable.js";
import type {AdjustedGroup} from "./adjustedByGroup.js";
import type {GroupEvaluation} from "./evaluateByGroup.js";
import type {FlaggedGroups} from "./flagByGroup.js";

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
  {group, n, cases, accuracy, roc, odds, calibration, portability, equalAccuracySize}: GroupEvaluation
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
    ...estimated("portability", portability?.ratio, portability?.interval),
    ...estimated("equal-accuracy", equalAccuracySize?.times, equalAccuracySize?.interval),
    ...(calibration?.bins ?? []).map(({n, predicted, observed, interval: [low, high]}, i) =>
      row("calibration", {bin: String(i + 1), x0: predicted, estimate: observed, low, high, n})
    )
  ];
}

/** How a score was learned, from how many people, and how many variants it has. */
export function trainingRows(score: string, group: string, learned: Learned): PolygenicScoreRow[] {
  const {learners, variants, tuning} = learned;
  const people = (bin: string | null, n: number): PolygenicScoreRow => ({
    ...emptyRow(score, "learned-from"),
    ancestry: group,
    bin,
    n
  });
  return [
    {...emptyRow(score, "variants"), bin: "in the score", nVariants: variants},
    ...tuning.flatMap(({setting, chosen}) => (chosen ? {...emptyRow(score, "setting"), bin: setting} : [])),
    people(null, learners.n),
    ...(learners.cases === null
      ? []
      : [people("cases", learners.cases), people("controls", learners.n - learners.cases)])
  ];
}

interface Learned {
  learners: {n: number; cases: number | null};
  variants: number;
  tuning: readonly {setting: string; chosen: boolean}[];
}

/** What a rule at a threshold finds and marks wrongly, by group, and how far groups are apart in it. */
export function flagRows(score: string, threshold: number, {groups, gaps}: FlaggedGroups): PolygenicScoreRow[] {
  const share = (measure: ScoreMeasure, ancestry: string, estimate: number, [low, high]: [number, number]) => ({
    ...emptyRow(score, measure),
    ancestry,
    x0: threshold,
    estimate,
    low,
    high
  });
  return [
    ...groups.flatMap(({group, rates, flagged}) =>
      rates === null || flagged === null
        ? []
        : [
            {...emptyRow(score, "flagged"), ancestry: group, x0: threshold, estimate: flagged},
            share("true-positive", group, rates.truePositive, rates.truePositiveInterval),
            share("false-positive", group, rates.falsePositive, rates.falsePositiveInterval)
          ]
    ),
    ...(Number.isNaN(gaps.truePositive)
      ? []
      : [
          {...emptyRow(score, "odds-gap"), bin: "true-positive", estimate: gaps.truePositive},
          {...emptyRow(score, "odds-gap"), bin: "false-positive", estimate: gaps.falsePositive}
        ])
  ];
}

/** Where scores lie before and after they are adjusted for ancestry, and how accurate they are then. */
export function adjustedRows(score: string, groups: readonly AdjustedGroup[]): PolygenicScoreRow[] {
  return groups.flatMap(({group, asIs, adjusted, r2}) => [
    ...(
      [
        ["as it is", asIs],
        ["adjusted", adjusted]
      ] as const
    ).flatMap(([bin, {mean, interval, spread}]) => [
      {
        ...emptyRow(score, "mean"),
        ancestry: group,
        bin,
        estimate: mean,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null
      },
      {...emptyRow(score, "spread"), ancestry: group, bin, estimate: spread}
    ]),
    {...emptyRow(score, "r2-adjusted"), ancestry: group, estimate: r2.r2, low: r2.interval[0], high: r2.interval[1]}
  ]);
}

/** How much of a score its strongest variant is, by group; `name` null = is not told. */
export function leverageRows(
  score: string,
  group: string,
  {name, share, without}: {name: string | null; share: number; without: {r2: number; interval: [number, number]}}
): PolygenicScoreRow[] {
  return [
    {...emptyRow(score, "leverage"), ancestry: group, bin: name, estimate: share},
    {
      ...emptyRow(score, "r2-without"),
      ancestry: group,
      bin: name,
      estimate: without.r2,
      low: without.interval[0],
      high: without.interval[1]
    }
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
