import {equalAccuracySize} from "../../../src/kernels/polygenic/equalAccuracySize.js";
import {kernelDensity, type Density} from "../../../src/kernels/polygenic/kernelDensity.js";
import {liabilityScale} from "../../../src/kernels/polygenic/liabilityScale.js";
import {portability} from "../../../src/kernels/polygenic/portability.js";
import {rocArea, type RocArea} from "../../../src/kernels/polygenic/rocArea.js";
import {calibration, linearCalibration, type Calibration} from "./calibration.js";
import {leastSquares, type Covariates} from "./covariateModel.js";
import {logisticRegression} from "./logisticRegression.js";
import {oddsPerDeviation, standardDeviation} from "./oddsPerDeviation.js";
import {varianceExplained, type VarianceExplained} from "./varianceExplained.js";

export interface EvaluationInput {
  kind: "binary" | "quantitative";
  /** Per person; NaN = missing or left out. Binary: 1 case, 0 control. */
  trait: Float64Array;
  score: Float64Array;
  /** People × columns with the constant first; a row with NaN is left out. */
  covariates: Covariates;
  /** Genetic ancestry groups: −1 = left out. */
  groups: {levels: readonly string[]; codes: Int16Array};
  /** The group that others are compared with: as a rule the one that the score was made in. */
  reference: string;
  /** Share of cases in the population, per group; for the liability scale. */
  prevalence?: readonly number[];
  /** Share of the trait's variance that all variants together could explain, 0 to 1; where not given 1, the most. */
  h2?: number;
  /** Groups, cases and controls of fewer people than this are named, but nothing is computed about them. */
  least: number;
  bootstrap?: {draws: number; randomOf: (group: string) => () => number};
}

/** How well a score does in one group. A value that cannot be known is NaN, a part that does not apply is null. */
export interface GroupEvaluation {
  group: string;
  n: number;
  cases: number | null;
  /** Why nothing was computed; null = it was. */
  tooSmall: string | null;
  accuracy: VarianceExplained | null;
  /** `accuracy` on the scale of liability, with its interval carried over. */
  liability: {r2: number; interval: [low: number, high: number]} | null;
  roc: RocArea | null;
  /** Per standard deviation in the reference group. */
  odds: {oddsRatio: number; interval: [low: number, high: number]} | null;
  /** Of the logistic (linear) model of covariates and score that was fitted in the reference group. */
  calibration: Calibration | null;
  /** Accuracy relative to the reference group; null there itself. */
  portability: {ratio: number; interval: [low: number, high: number]} | null;
  /**
   * Times as many people as the score was made with would be needed for the accuracy of the reference group here; null there
   * itself. The interval is that of the accuracy here, an end being infinite where no number would be enough.
   */
  equalAccuracySize: {times: number; interval: [low: number, high: number]} | null;
  /** Of the score; null where it would show people. */
  density: Density | null;
  /** Of the score, for those who compare averages between groups: differences are no differences in risk. */
  scoreMean: number;
  scoreDeviation: number;
}

/** Places of the grid of a density. */
const densityPoints = 101;

/**
 * Evaluates a score in every group. No group is left out: where one is too small, its row says so. Counts of people are
 * exact and must pass disclosure control before they are shown.
 */
export function evaluateByGroup(input: EvaluationInput): GroupEvaluation[] {
  const {groups, reference, h2 = 1} = input;
  if (!groups.levels.includes(reference))
    throw new Error(`no group ${reference}; there are ${groups.levels.join(", ")}`);
  const parts = groups.levels.map((_, code) => takeGroup(input, code));
  const referencePart = parts[groups.levels.indexOf(reference)];
  const referenceUsable = sizeProblem(referencePart, input) === null;
  const deviation = referenceUsable ? standardDeviation(referencePart.score) : NaN;
  const model = referenceUsable ? fitModel(referencePart, input.kind) : null;
  const rows = parts.map((part, code) => evaluateOne(part, code, input, deviation, model));
  const best = rows[groups.levels.indexOf(reference)].accuracy;
  return rows.map((row) => {
    if (row.group === reference || row.accuracy === null || best === null) return row;
    return {
      ...row,
      portability: portability(row.accuracy, best),
      equalAccuracySize: timesNeeded(row.accuracy, best.r2, h2)
    };
  });
}

function timesNeeded(
  {r2, interval: [low, high]}: VarianceExplained,
  goal: number,
  h2: number
): GroupEvaluation["equalAccuracySize"] {
  const of = (r2: number): number => equalAccuracySize(1, r2, goal, h2);
  return {times: of(r2), interval: [of(high), low > 0 ? of(low) : Infinity]};
}

interface GroupPart {
  trait: Float64Array;
  score: Float64Array;
  covariates: Covariates;
}

function takeGroup(
  {trait, score, covariates: {columns, values}, groups: {codes}}: EvaluationInput,
  code: number
): GroupPart {
  const people = Array.from(codes.keys()).filter(
    (i) =>
      codes[i] === code &&
      !Number.isNaN(trait[i]) &&
      !Number.isNaN(score[i]) &&
      values.subarray(i * columns, (i + 1) * columns).every((value) => !Number.isNaN(value))
  );
  const own = new Float64Array(people.length * columns);
  people.forEach((person, i) => own.set(values.subarray(person * columns, (person + 1) * columns), i * columns));
  return {
    trait: Float64Array.from(people, (i) => trait[i]),
    score: Float64Array.from(people, (i) => score[i]),
    covariates: {columns, values: own}
  };
}

function evaluateOne(
  part: GroupPart,
  code: number,
  input: EvaluationInput,
  deviation: number,
  model: Float64Array | null
): GroupEvaluation {
  const {trait, score, covariates} = part;
  const group = input.groups.levels[code];
  const binary = input.kind === "binary";
  const tooSmall = sizeProblem(part, input);
  const cases = binary ? trait.reduce((sum, value) => sum + value, 0) : null;
  const nothing = {
    accuracy: null,
    liability: null,
    roc: null,
    odds: null,
    calibration: null,
    portability: null,
    equalAccuracySize: null,
    density: null,
    scoreMean: NaN,
    scoreDeviation: NaN
  };
  if (tooSmall !== null) return {group, n: trait.length, cases, tooSmall, ...nothing};
  const {bootstrap, prevalence, least} = input;
  const accuracy = varianceExplained(
    trait,
    score,
    covariates,
    bootstrap && {draws: bootstrap.draws, random: bootstrap.randomOf(group)}
  );
  const scale = (r2: number): number => liabilityScale(r2, prevalence![code], cases! / trait.length);
  return {
    group,
    n: trait.length,
    cases,
    tooSmall,
    ...nothing,
    accuracy,
    liability:
      binary && prevalence
        ? {r2: scale(accuracy.r2), interval: [scale(accuracy.interval[0]), scale(accuracy.interval[1])]}
        : null,
    roc: binary
      ? rocArea(
          score.filter((_, i) => trait[i] === 1),
          score.filter((_, i) => trait[i] === 0)
        )
      : null,
    odds: binary ? oddsPerDeviation(trait, score, covariates, deviation) : null,
    calibration: model && calibrate(part, model, input),
    density: kernelDensity(score, densityPoints, least),
    scoreMean: score.reduce((sum, value) => sum + value, 0) / score.length,
    scoreDeviation: standardDeviation(score)
  };
}

function sizeProblem({trait}: GroupPart, {kind, least}: EvaluationInput): string | null {
  if (trait.length < least) return `fewer than ${least} people with trait and score`;
  if (kind === "quantitative") return null;
  const cases = trait.reduce((sum, value) => sum + value, 0);
  if (cases < least) return `fewer than ${least} cases`;
  return trait.length - cases < least ? `fewer than ${least} controls` : null;
}

/** Coefficients of covariates and score. */
function fitModel(part: GroupPart, kind: EvaluationInput["kind"]): Float64Array | null {
  const design = withScore(part);
  const fit = kind === "binary" ? logisticRegression(design, part.trait) : leastSquares(design, part.trait);
  return fit?.coefficients ?? null;
}

function calibrate(part: GroupPart, model: Float64Array, {kind, least}: EvaluationInput): Calibration {
  const {columns, values} = withScore(part);
  const predictors = part.trait.map((_, i) => {
    let eta = 0;
    for (let j = 0; j < columns; ++j) eta += values[i * columns + j] * model[j];
    return eta;
  });
  if (kind === "quantitative") return linearCalibration(predictors, part.trait, least);
  return calibration(
    predictors.map((eta) => 1 / (1 + Math.exp(-eta))),
    part.trait,
    least
  );
}

function withScore({score, covariates: {columns, values}}: GroupPart): Covariates {
  const wide = columns + 1;
  const design = new Float64Array(score.length * wide);
  score.forEach((value, i) => {
    design.set(values.subarray(i * columns, (i + 1) * columns), i * wide);
    design[i * wide + columns] = value;
  });
  return {columns: wide, values: design};
}
