import {clump} from "./clump.js";
import type {Covariates} from "./covariateModel.js";
import {elasticNet, penaltyPath} from "./elasticNet.js";
import {marginalEffects, type MarginalEffects} from "./marginalEffects.js";
import type {ScreenedPeople} from "./screenVariants.js";
import {centredDosages, type TrainingGenotypes} from "./trainingGenotypes.js";
import {varianceExplained} from "./varianceExplained.js";

/** A binary trait (1 case, 0 control) is learned on that scale, by linear regression. */
export interface TrainingInput extends ScreenedPeople {
  training: TrainingGenotypes;
  method: ClumpingMethod | PenalisedMethod;
}

interface CommonMethod {
  /** Variants are tried that are at least so significant by themselves in the very people that are learned from. */
  leastMinusLog10P: number;
  /** So many of them at most, the most significant ones. */
  mostVariants: number;
}

export interface ClumpingMethod extends CommonMethod {
  kind: "clumping";
  /** Whole numbers. Each is tried, and each r². */
  minusLog10P: readonly number[];
  r2: readonly number[];
  distanceBp: number;
}

/** Each variant that is tried takes four bytes a person. */
export interface PenalisedMethod extends CommonMethod {
  kind: "penalised";
  /** Of lasso: 1; between 0 and 1 for the elastic net. Each is tried. */
  mixing: readonly number[];
  /** Penalties tried, down to `least` of the largest that has an effect. */
  steps: number;
  least: number;
}

/** A learned score. It is made of individual people's data and stays in the loaders. */
export interface TrainedScore {
  /** Why there is no score; null = there is one. */
  refused: string | null;
  /** What was tried, and how much of the trait's variance it explained in folds that it had not seen. */
  tuning: {setting: string; crossValidatedR2: number; chosen: boolean}[];
  /** Variants in the score. */
  variants: number;
  /** Per copy of alt, per training variant; 0 = not in the score. */
  weights: Float64Array;
}

/** Learns a score: tunes it by cross-validation over the folds, and fits it once more to all who are learned from. */
export async function trainScore(input: TrainingInput): Promise<TrainedScore> {
  const {training, folds} = input;
  const learners = indicesOf(folds, (fold) => fold >= 0);
  const settings = await settingsOf(input, learners);
  const curve = await crossValidate(input, settings);
  const best = curve.reduce(
    (best, r2, i) => (r2 > (curve[best] ?? -Infinity) || Number.isNaN(curve[best]) ? i : best),
    0
  );
  const [weights] =
    settings.length > 0 ? await fitSettings(input, learners, [settings[best]]) : [new Float64Array(training.variants)];
  const variants = weights.reduce((count, weight) => count + Number(weight !== 0), 0);
  return {
    refused:
      variants === 0 || !(curve[best] > 0)
        ? "no setting explains people that it has not seen; more people, or variants with larger effects, are needed"
        : null,
    tuning: settings.map(({label}, i) => ({setting: label, crossValidatedR2: curve[i], chosen: i === best})),
    variants,
    weights
  };
}

/** Scores of some people, missing genotypes at their mean; NaN for others. */
export function scoresOf(training: TrainingGenotypes, weights: Float64Array, people: Int32Array): Float64Array {
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

interface Setting {
  label: string;
  clumping?: {minusLog10P: number; r2: number};
  penalised?: {mixing: number; lambda: number};
}

/** Penalties are those of all learners, so that every fold is tried at the same. */
async function settingsOf(input: TrainingInput, learners: Int32Array): Promise<Setting[]> {
  const {method, training} = input;
  if (method.kind === "clumping")
    return method.r2.flatMap((r2) =>
      method.minusLog10P.map((minusLog10P) => ({
        label: `p ≤ 10⁻${superscript(minusLog10P)}, r² < ${r2}`,
        clumping: {minusLog10P, r2}
      }))
    );
  const {trait, covariates} = partOf(input, learners);
  const among = variantsTried(method, marginalEffects(training, learners, trait, covariates));
  return method.mixing.flatMap((mixing) =>
    penaltyPath(training, learners, trait, covariates, {mixing, steps: method.steps, least: method.least, among})
      .filter((lambda) => lambda > 0)
      .map((lambda) => ({label: `α = ${mixing}, λ = ${lambda.toPrecision(3)}`, penalised: {mixing, lambda}}))
  );
}

/** Mean over folds of the variance explained in the fold left out, weighted by people; turned around counts as nothing. */
async function crossValidate(input: TrainingInput, settings: readonly Setting[]): Promise<number[]> {
  const {folds, foldCount} = input;
  const sums = settings.map(() => 0);
  let total = 0;
  for (let fold = 0; fold < foldCount; ++fold) {
    const learners = indicesOf(folds, (of) => of >= 0 && of !== fold);
    const left = indicesOf(folds, (of) => of === fold);
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
  const effects = marginalEffects(training, people, trait, covariates);
  const among = variantsTried(method, effects);
  if (method.kind === "penalised") {
    const found = new Map<Setting, Float64Array>();
    for (const mixing of new Set(settings.map(({penalised}) => penalised!.mixing))) {
      const own = settings.filter(({penalised}) => penalised!.mixing === mixing);
      const lambdas = own.map(({penalised}) => penalised!.lambda);
      elasticNet(training, people, trait, covariates, {mixing, lambdas, among}).forEach(({beta}, i) =>
        found.set(own[i], beta)
      );
    }
    return settings.map((setting) => found.get(setting)!);
  }
  const included = new Uint8Array(training.people);
  for (const person of people) included[person] = 1;
  const leadsOf = new Map<number, number[]>();
  const weakest = Math.min(...settings.map(({clumping}) => clumping!.minusLog10P));
  const tried = effects.minusLog10P.map((minusLog10P, variant) => (among[variant] ? minusLog10P : NaN));
  for (const r2 of new Set(settings.map(({clumping}) => clumping!.r2)))
    leadsOf.set(r2, await clump(training, included, tried, {minusLog10P: weakest, r2, distanceBp: method.distanceBp}));
  return settings.map(({clumping}) => {
    const weights = new Float64Array(training.variants);
    // Leads at a stricter threshold are those of the weakest that pass it: a clump has its most significant variant as lead.
    for (const lead of leadsOf.get(clumping!.r2)!)
      if (effects.minusLog10P[lead] >= clumping!.minusLog10P) weights[lead] = effects.beta[lead];
    return weights;
  });
}

/** 1 for variants that are significant enough; so many at most, of the smallest p-values, the earlier of equal ones. */
function variantsTried(
  {leastMinusLog10P, mostVariants}: CommonMethod,
  {minusLog10P}: Pick<MarginalEffects, "minusLog10P">
): Uint8Array {
  const among = new Uint8Array(minusLog10P.length);
  Array.from(minusLog10P.keys())
    .filter((variant) => minusLog10P[variant] >= leastMinusLog10P)
    .sort((a, b) => minusLog10P[b] - minusLog10P[a] || a - b)
    .slice(0, mostVariants)
    .forEach((variant) => (among[variant] = 1));
  return among;
}

function partOf(
  {trait, covariates: {columns, values}}: TrainingInput,
  people: Int32Array
): {trait: Float64Array; covariates: Covariates} {
  const own = new Float64Array(people.length * columns);
  people.forEach((person, i) => own.set(values.subarray(person * columns, (person + 1) * columns), i * columns));
  return {trait: Float64Array.from(people, (i) => trait[i]), covariates: {columns, values: own}};
}

function indicesOf(folds: Int16Array, is: (fold: number) => boolean): Int32Array {
  return Int32Array.from(folds.keys()).filter((i) => is(folds[i]));
}

function superscript(whole: number): string {
  return Array.from(String(whole), (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
