import {describe, expect, it} from "vitest";
import {readScoringFile} from "../../../data-loaders/sources/scores/readScoringFile.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {constantOnly} from "../../../data-loaders/tables/polygenic/covariateModel.js";
import {marginalEffects} from "../../../data-loaders/tables/polygenic/marginalEffects.js";
import {scorePeople} from "../../../data-loaders/tables/polygenic/scorePeople.js";
import {openScreen} from "../../../data-loaders/tables/polygenic/screenVariants.js";
import {centredDosages} from "../../../data-loaders/tables/polygenic/trainingGenotypes.js";
import {
  scoresOf,
  trainScore,
  type TrainedScore,
  type TrainingInput
} from "../../../data-loaders/tables/polygenic/trainScore.js";
import {varianceExplained} from "../../../data-loaders/tables/polygenic/varianceExplained.js";
import type {GenotypeBatch} from "../../../data-loaders/sources/cohort.js";
import {temporaryFolder} from "../../sources/temporary.js";
import {structuredGenotypes} from "../structure/packedOf.js";
import {batchesOf} from "./batchOf.js";
import {scoringFileText} from "./scoringFileText.js";
import {trainingOf} from "./trainingOf.js";

const folder = temporaryFolder();
const people = 1200;
const training = trainingOf(
  structuredGenotypes({people, variants: 150, groups: 2, fst: 0.05, missing: 0.01}, randomStream(21, "genotypes"))
);
const codes = Int16Array.from({length: people}, (_, i) => i % 2);

/** A trait of which five variants explain about a quarter; `inSecond` is their effect in the other group. */
function plantedTrait(inSecond: number): {trait: Float64Array} {
  const random = randomStream(22, "trait");
  const genetic = new Float64Array(people);
  const everybody = Int32Array.from(codes.keys());
  const dosages = new Float32Array(people);
  for (const variant of [10, 40, 70, 100, 130]) {
    const {deviation} = centredDosages(training, variant, everybody, dosages);
    dosages.forEach((dosage, i) => (genetic[i] += (dosage / deviation) * 0.26 * (codes[i] === 0 ? 1 : inSecond)));
  }
  const noise = (): number => Array.from({length: 12}, random).reduce((sum, u) => sum + u, -6);
  return {trait: genetic.map((value) => value + noise())};
}

/** Fold of a person who is learned from; the last two of every sixteen people are kept for testing. */
const folds = Int16Array.from(codes, (_, i) => (i % 16 >= 14 ? -1 : Math.floor(i / 16) % 4));
const lasso = {
  kind: "penalised",
  leastMinusLog10P: 0,
  mixing: [1],
  steps: 15,
  least: 0.05,
  mostVariants: 1000
} as const;
const inputOf = (rest: Partial<TrainingInput>): TrainingInput => ({
  training,
  folds,
  foldCount: 4,
  trait: plantedTrait(1).trait,
  covariates: constantOnly(people),
  method: lasso,
  ...rest
});
const tested = Int32Array.from(codes.keys()).filter((i) => folds[i] < 0);
const clumping = {
  kind: "clumping",
  leastMinusLog10P: 2,
  mostVariants: 1000,
  minusLog10P: [2, 4, 6],
  r2: [0.1, 0.5],
  distanceBp: 10_000
} as const;

/** Variance explained in people of a group whom training has not seen. */
function testedR2({weights}: TrainedScore, trait: Float64Array, group: number): number {
  const scores = scoresOf(training, weights, Int32Array.from(codes.keys()));
  const own = tested.filter((i) => codes[i] === group);
  return varianceExplained(
    Float64Array.from(own, (i) => trait[i]),
    Float64Array.from(own, (i) => scores[i]),
    constantOnly(own.length)
  ).r2;
}

describe("trainScore(input)", () => {
  it.each([
    ["lasso and elastic net", {...lasso, mixing: [1, 0.5]}],
    ["clumping", clumping]
  ] as const)("finds planted effects by %s", async (_, method) => {
    const found = await trainScore(inputOf({method}));
    expect(found.refused).toBe(null);
    for (const planted of [10, 40, 70, 100, 130]) expect(found.weights[planted]).toBeGreaterThan(0);
    expect(found.tuning.filter(({chosen}) => chosen)).toHaveLength(1);
    const best = Math.max(...found.tuning.map(({crossValidatedR2}) => crossValidatedR2));
    expect(found.tuning.find(({chosen}) => chosen)!.crossValidatedR2).toBe(best);
    // Five variants of 0.26² each beside a residual variance of 1: a quarter.
    for (const group of [0, 1]) expect(testedR2(found, plantedTrait(1).trait, group)).toBeGreaterThan(0.1);
  });

  it("tries no more variants than it may, the most significant ones", async () => {
    const found = await trainScore(inputOf({method: {...lasso, mostVariants: 8}}));
    expect(found.variants).toBeLessThanOrEqual(8);
    for (const planted of [10, 40, 70, 100, 130]) expect(found.weights[planted]).toBeGreaterThan(0);
    const strict = await trainScore(inputOf({method: {...lasso, leastMinusLog10P: 30}}));
    expect(strict).toMatchObject({variants: 0, tuning: []});
  });

  it("never lets people who are not learned from change what is learned", async () => {
    const first = await trainScore(inputOf({}));
    const {trait} = plantedTrait(1);
    for (const i of tested) trait[i] += 50;
    expect((await trainScore(inputOf({trait}))).weights).toEqual(first.weights);
    trait[0] += 50;
    expect((await trainScore(inputOf({trait}))).weights).not.toEqual(first.weights);
  });

  it("loses where the effects of the other group are weaker and only one group was learned from", async () => {
    const {trait} = plantedTrait(0.3);
    const found = await trainScore(inputOf({trait, folds: folds.map((fold, i) => (codes[i] === 0 ? fold : -1))}));
    expect(testedR2(found, trait, 1)).toBeLessThan(0.6 * testedR2(found, trait, 0));
  });

  it("gives no score where nothing is inherited", async () => {
    const random = randomStream(24, "noise");
    const trait = Float64Array.from({length: people}, () => random());
    const found = await trainScore(inputOf({trait, method: {...clumping, minusLog10P: [7], r2: [0.1]}}));
    expect(found.variants).toBe(0);
    expect(found.refused).toMatch(/^no setting explains people that it has not seen/);
  });

  it("scores as a scoring file of its weights does", async () => {
    const {weights, variants} = await trainScore(inputOf({}));
    const describe = {id: "L1", name: "learned", traitReported: "a trait", traitId: "EFO_1", build: "GRCh37"} as const;
    const scoring = await readScoringFile(folder.write("learned.txt", scoringFileText(training, weights, describe)));
    expect(scoring.variants).toHaveLength(variants);
    const batch: GenotypeBatch = {...training, count: training.variants, ploidy: new Uint8Array(training.variants)};
    const included = new Uint8Array(people).fill(1);
    const {scores} = await scorePeople(batchesOf(batch), [scoring], {total: people, included});
    const own = scoresOf(training, weights, Int32Array.from(codes.keys()));
    expect(Math.max(...scores[0]!.map((score, i) => Math.abs(score - own[i])))).toBeLessThan(1e-5);
  });
});

describe("openScreen(people)", () => {
  it("is the regression of each variant in everybody, and without each fold", () => {
    const {trait} = plantedTrait(1);
    const random = randomStream(25, "covariates");
    const values = Float64Array.from(Array.from({length: people}, () => [1, 50 + 10 * random(), random()]).flat());
    const screen = openScreen({folds, foldCount: 4, trait, covariates: {columns: 3, values}});
    const fits = [-1, 0, 1, 2, 3].map((left) => {
      const own = Int32Array.from(folds.keys()).filter((i) => folds[i] >= 0 && folds[i] !== left);
      const rows = Float64Array.from(Array.from(own, (i) => [...values.subarray(3 * i, 3 * i + 3)]).flat());
      const traits = Float64Array.from(own, (i) => trait[i]);
      return marginalEffects(training, own, traits, {columns: 3, values: rows}).minusLog10P;
    });
    let compared = 0;
    for (let variant = 0; variant < training.variants; ++variant) {
      const found = screen(training.genotypes, variant * Math.ceil(people / 4));
      if (found === null) continue;
      fits.forEach((fit, f) => expect(found[f]).toBeCloseTo(fit[variant], 6));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("passes over a variant of which an allele is rare among those learned from", () => {
    const one = (carriers: number): Uint8Array => {
      const genotypes = new Uint8Array(Math.ceil(people / 4)).fill(0xff);
      for (let i = 0; i < carriers; ++i) genotypes[4 * i] = 0xfe;
      return genotypes;
    };
    const {trait} = plantedTrait(1);
    const screen = openScreen({folds, foldCount: 4, trait, covariates: constantOnly(people)});
    // 1,050 people are learned from: 21 copies are one per cent.
    expect(screen(one(21), 0)).not.toBeNull();
    expect(screen(one(20), 0)).toBeNull();
  });
});
