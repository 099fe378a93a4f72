import {equalisedOddsGaps, groupRates, type GroupRates} from "../../../src/kernels/polygenic/equalisedOdds.js";
import {clump} from "./clump.js";
import type {Covariates} from "./covariateModel.js";
import {elasticNet, penaltyPath} from "./elasticNet.js";
import {evaluateByGroup, type GroupEvaluation} from "./evaluateByGroup.js";
import {stratifiedFolds} from "./folds.js";
import {marginalEffects} from "./marginalEffects.js";
import {scoringFileText, type ScoreDescription} from "./scoringFileText.js";
import {centredDosages, type TrainingGenotypes} from "./trainingGenotypes.js";
import {varianceExplained} from "./varianceExplained.js";

export interface TrainingInput {
  training: TrainingGenotypes;
  kind: "binary" | "quantitative";
  /** Per person; NaN = missing. Binary: 1 case, 0 control; learned on that scale, by linear regression. */
  trait: Float64Array;
  /** People × columns, the constant first; NaN = missing. */
  covariates: Covariates;
  /** 1 = may be learned from and tested on: related people only once. */
  included: Uint8Array;
  groups: {levels: readonly string[]; codes: Int16Array};
  /** Group that others are compared with. */
  reference: string;
  /** Groups that are learned from; all where not given. Tested are always all. */
  learnFrom?: readonly string[];
  method: ClumpingMethod | PenalisedMethod;
  folds: number;
  /** One person in so many is kept for testing alone, in every group. */
  heldOutOneIn: number;
  /** Share of tested people whose score counts as high: for equalised odds. */
  highShare: number;
  /** As in `EvaluationInput`. */
  least: number;
  prevalence?: readonly number[];
  describe: ScoreDescription;
  /** Seeded streams of numbers in [0, 1), one per name. */
  randomOf: (name: string) => () => number;
  bootstrapDraws?: number;
}

export interface ClumpingMethod {
  kind: "clumping";
  minusLog10P: readonly number[];
  r2: readonly number[];
  distanceBp: number;
}

export interface PenalisedMethod {
  kind: "penalised";
  /** Of lasso: 1; between 0 and 1 for the elastic net. Each is tried. */
  mixing: readonly number[];
  /** Penalties tried, down to `least` of the largest that has an effect. */
  steps: number;
  least: number;
  /**
   * Variants that are tried at most: the most significant ones by themselves, in the very people that are learned from.
   * Each takes four bytes a person.
   */
  mostVariants: number;
}

/** A learned score with what a model card says of it. Counts are exact: they pass disclosure control before they are shown. */
export interface TrainedScore {
  /** Why there is no score; null = there is one. */
  refused: string | null;
  method: string;
  /** What was tried, and how much of the trait's variance it explained in folds that it had not seen. */
  tuning: {setting: string; crossValidatedR2: number; chosen: boolean}[];
  variants: number;
  /** Per copy of alt, per training variant; 0 = not in the score. */
  weights: Float64Array;
  scoringFile: string;
  /** Per person in the order of the genotype files; NaN where left out. It stays in the loaders. */
  scores: Float64Array;
  /** People learned from, and people tested on, per group. */
  learnedFrom: {group: string; n: number; cases: number | null}[];
  /** On the people kept for testing. */
  evaluation: GroupEvaluation[];
  /** At the threshold of high scores; null for a quantitative trait. */
  equalisedOdds: {
    highShare: number;
    groups: {group: string; rates: GroupRates | null}[];
    gaps: {truePositive: number; falsePositive: number};
  } | null;
}

/**
 * Learns a score: tunes it by cross-validation among the people learned from, fits it once more to all of them, and tests
 * it on people that it has never seen, group by group.
 */
export async function trainScore(input: TrainingInput): Promise<TrainedScore> {
  const {training, trait, groups, learnFrom, method} = input;
  const usable = usablePeople(input);
  const strata = trait.map((value, i) =>
    usable[i] ? 2 * groups.codes[i] + (input.kind === "binary" ? value : 0) : -1
  );
  const test = stratifiedFolds(strata, input.heldOutOneIn, input.randomOf("held out"));
  const learnedGroups = new Set((learnFrom ?? groups.levels).map((level) => groups.levels.indexOf(level)));
  if (learnedGroups.has(-1)) throw new Error(`no such group to learn from; there are ${groups.levels.join(", ")}`);
  const learners = indicesOf(training.people, (i) => test[i] > 0 && learnedGroups.has(groups.codes[i]));
  const folds = stratifiedFolds(
    strata.map((stratum, i) => (test[i] > 0 && learnedGroups.has(groups.codes[i]) ? stratum : -1)),
    input.folds,
    input.randomOf("folds")
  );

  const settings = await settingsOf(input, learners);
  const curve = await crossValidate(input, settings, folds);
  const best = curve.reduce(
    (best, r2, i) => (r2 > (curve[best] ?? -Infinity) || Number.isNaN(curve[best]) ? i : best),
    0
  );
  const tuning = settings.map(({label}, i) => ({setting: label, crossValidatedR2: curve[i], chosen: i === best}));
  const [weights] = await fitSettings(input, learners, [settings[best]]);
  const variants = weights.reduce((count, weight) => count + Number(weight !== 0), 0);

  const everybody = indicesOf(training.people, (i) => usable[i] === 1);
  const scores = scoresOf(training, weights, everybody);
  const tested = trait.map((value, i) => (test[i] === 0 ? value : NaN));
  const refused =
    variants === 0 || !(curve[best] > 0)
      ? "no setting explains people that it has not seen; more people, or variants with larger effects, are needed"
      : null;
  return {
    refused,
    method: method.kind === "clumping" ? "clumping and thresholding" : "elastic net by coordinate descent",
    tuning,
    variants,
    weights,
    scoringFile: refused === null ? scoringFileText(training, weights, input.describe) : "",
    scores,
    learnedFrom: groups.levels.map((group, code) => {
      const own = learners.filter((i) => groups.codes[i] === code);
      const cases = input.kind === "binary" ? own.reduce((sum, i) => sum + trait[i], 0) : null;
      return {group, n: own.length, cases};
    }),
    evaluation: refused === null ? evaluateTested(input, tested, scores) : [],
    equalisedOdds: refused === null && input.kind === "binary" ? oddsOf(input, tested, scores) : null
  };
}

interface Setting {
  label: string;
  clumping?: {minusLog10P: number; r2: number};
  penalised?: {mixing: number; lambda: number};
}

function usablePeople({training, trait, covariates: {columns, values}, included, groups}: TrainingInput): Uint8Array {
  return Uint8Array.from({length: training.people}, (_, i) =>
    Number(
      included[i] === 1 &&
        groups.codes[i] >= 0 &&
        !Number.isNaN(trait[i]) &&
        values.subarray(i * columns, (i + 1) * columns).every((value) => !Number.isNaN(value))
    )
  );
}

/** Penalties are those of all learners, so that every fold is tried at the same. */
async function settingsOf(input: TrainingInput, learners: Int32Array): Promise<Setting[]> {
  const {method, training} = input;
  if (method.kind === "clumping")
    return method.r2.flatMap((r2) =>
      method.minusLog10P.map((minusLog10P) => ({
        label: `p ≤ 10^−${minusLog10P}, r² < ${r2}`,
        clumping: {minusLog10P, r2}
      }))
    );
  const {trait, covariates} = partOf(input, learners);
  const among = mostSignificant(input, learners, method.mostVariants);
  return method.mixing.flatMap((mixing) =>
    penaltyPath(training, learners, trait, covariates, {mixing, steps: method.steps, least: method.least, among}).map(
      (lambda) => ({label: `α = ${mixing}, λ = ${lambda.toPrecision(3)}`, penalised: {mixing, lambda}})
    )
  );
}

/** Mean over folds of the variance explained in the fold left out, weighted by people; turned around counts as nothing. */
async function crossValidate(input: TrainingInput, settings: readonly Setting[], folds: Int16Array): Promise<number[]> {
  const sums = settings.map(() => 0);
  let total = 0;
  for (let fold = 0; fold < input.folds; ++fold) {
    const learners = indicesOf(folds.length, (i) => folds[i] >= 0 && folds[i] !== fold);
    const left = indicesOf(folds.length, (i) => folds[i] === fold);
    const {trait, covariates} = partOf(input, left);
    const weights = await fitSettings(input, learners, settings);
    weights.forEach((of, setting) => {
      const all = scoresOf(input.training, of, left);
      const {r2, partial} = varianceExplained(
        trait,
        Float64Array.from(left, (i) => all[i]),
        covariates
      );
      if (partial > 0) sums[setting] += r2 * left.length;
    });
    total += left.length;
  }
  return sums.map((sum) => sum / total);
}

/** Weights per copy of alt, for each setting, learned from `people`. */
async function fitSettings(
  input: TrainingInput,
  people: Int32Array,
  settings: readonly Setting[]
): Promise<Float64Array[]> {
  const {training, method} = input;
  const {trait, covariates} = partOf(input, people);
  if (method.kind === "penalised") {
    const found = new Map<Setting, Float64Array>();
    const among = mostSignificant(input, people, method.mostVariants);
    for (const mixing of new Set(settings.map(({penalised}) => penalised!.mixing))) {
      const own = settings.filter(({penalised}) => penalised!.mixing === mixing);
      const lambdas = own.map(({penalised}) => penalised!.lambda);
      elasticNet(training, people, trait, covariates, {mixing, lambdas, among}).forEach(({beta}, i) =>
        found.set(own[i], beta)
      );
    }
    return settings.map((setting) => found.get(setting)!);
  }
  const effects = marginalEffects(training, people, trait, covariates);
  const included = new Uint8Array(training.people);
  for (const person of people) included[person] = 1;
  const leadsOf = new Map<number, number[]>();
  const weakest = Math.min(...settings.map(({clumping}) => clumping!.minusLog10P));
  for (const r2 of new Set(settings.map(({clumping}) => clumping!.r2)))
    leadsOf.set(
      r2,
      await clump(training, included, effects.minusLog10P, {minusLog10P: weakest, r2, distanceBp: method.distanceBp})
    );
  return settings.map(({clumping}) => {
    const weights = new Float64Array(training.variants);
    // Leads at a stricter threshold are those of the weakest that pass it: a clump has its most significant variant as lead.
    for (const lead of leadsOf.get(clumping!.r2)!)
      if (effects.minusLog10P[lead] >= clumping!.minusLog10P) weights[lead] = effects.beta[lead];
    return weights;
  });
}

/** 1 for so many variants at most, of the smallest p-values in these people; the earlier of equal ones. */
function mostSignificant(input: TrainingInput, people: Int32Array, most: number): Uint8Array {
  const {training} = input;
  const among = new Uint8Array(training.variants).fill(1);
  if (training.variants <= most) return among;
  const {trait, covariates} = partOf(input, people);
  const {minusLog10P} = marginalEffects(training, people, trait, covariates);
  const rank = (variant: number): number => (Number.isNaN(minusLog10P[variant]) ? -1 : minusLog10P[variant]);
  const order = Array.from(among.keys()).sort((a, b) => rank(b) - rank(a) || a - b);
  for (const variant of order.slice(most)) among[variant] = 0;
  return among;
}

/** Scores of some people, missing genotypes at their mean; NaN for others. */
function scoresOf(training: TrainingGenotypes, weights: Float64Array, people: Int32Array): Float64Array {
  const scores = new Float64Array(training.people).fill(NaN);
  for (const person of people) scores[person] = 0;
  const dosages = new Float32Array(people.length);
  weights.forEach((weight, variant) => {
    if (weight === 0) return;
    const {mean} = centredDosages(training, variant, people, dosages);
    if (Number.isNaN(mean)) return;
    people.forEach((person, i) => (scores[person] += weight * (dosages[i] + mean)));
  });
  return scores;
}

function evaluateTested(input: TrainingInput, tested: Float64Array, scores: Float64Array): GroupEvaluation[] {
  const {kind, covariates, groups, reference, prevalence, least, bootstrapDraws, randomOf} = input;
  return evaluateByGroup({
    kind,
    trait: tested,
    score: scores,
    covariates,
    groups,
    reference,
    prevalence,
    least,
    bootstrap: bootstrapDraws ? {draws: bootstrapDraws, randomOf: (group) => randomOf(`bootstrap ${group}`)} : undefined
  });
}

/** Of groups with at least `least` cases and controls among the people tested. */
function oddsOf(input: TrainingInput, tested: Float64Array, scores: Float64Array): TrainedScore["equalisedOdds"] {
  const {groups, highShare, least} = input;
  const people = indicesOf(tested.length, (i) => !Number.isNaN(tested[i]));
  const ordered = Float64Array.from(people, (i) => scores[i]).sort();
  const threshold = ordered[Math.min(ordered.length - 1, Math.floor((1 - highShare) * ordered.length))];
  const rates = groups.levels.map((group, code) => {
    const count = (is: number, least: number): number =>
      people.reduce((sum, i) => sum + Number(groups.codes[i] === code && tested[i] === is && scores[i] >= least), 0);
    const [cases, controls] = [count(1, -Infinity), count(0, -Infinity)];
    if (cases < least || controls < least) return {group, rates: null};
    return {group, rates: groupRates(cases, count(1, threshold), controls, count(0, threshold))};
  });
  return {
    highShare,
    groups: rates,
    gaps: equalisedOddsGaps(rates.map(({rates}) => rates).filter((rates) => rates !== null))
  };
}

function partOf(
  {trait, covariates: {columns, values}}: TrainingInput,
  people: Int32Array
): {trait: Float64Array; covariates: Covariates} {
  const own = new Float64Array(people.length * columns);
  people.forEach((person, i) => own.set(values.subarray(person * columns, (person + 1) * columns), i * columns));
  return {trait: Float64Array.from(people, (i) => trait[i]), covariates: {columns, values: own}};
}

function indicesOf(n: number, is: (index: number) => boolean): Int32Array {
  return Int32Array.from(Array.from({length: n}, (_, i) => i).filter(is));
}
