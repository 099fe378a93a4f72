import type {TraitValues} from "../cohort.js";
import {drawGenotypes} from "./drawGenotypes.js";
import {normalProbability, normalQuantile} from "./gaussian.js";
import type {CausalVariant} from "./plantEffects.js";
import {ancestries, ancestryOfPopulation, populations} from "./populations.js";
import {randomStream} from "./randomStream.js";
import type {SyntheticModel} from "./syntheticModel.js";
import {traitModels, type TraitModel} from "./traits.js";

/** Ages in whole years, 18–90: about normal with mean 55 and standard deviation 15, as in a biobank of adults. */
export function drawAges(seed: number, people: number): Uint8Array {
  const random = randomStream(seed, "age");
  const [young, old] = [18, 91].map((age) => normalProbability((age - 55) / 15));
  return Uint8Array.from({length: people}, () => {
    const age = 55 + 15 * normalQuantile(young + (old - young) * random());
    return Math.max(18, Math.min(90, Math.floor(age)));
  });
}

export interface DrawnTrait extends TraitValues {
  model: TraitModel;
  /** Binary: value of the liability above which a person is a case. */
  threshold: number | null;
}

/** Everybody's values of all traits: planted effects, sex, age, environment, and the rest by chance. */
export function drawTraits(model: SyntheticModel, planted: CausalVariant[], ages: Uint8Array): DrawnTrait[] {
  const expected = traitModels.map((trait) => expectedWithoutGenes(trait, model, ages));
  addGenes(model, planted, expected);
  return traitModels.map((trait, t) => drawTrait(trait, model, expected[t]));
}

/** NaN for people who cannot have the trait. */
function expectedWithoutGenes(trait: TraitModel, {roster}: SyntheticModel, ages: Uint8Array): Float64Array {
  const environment = ancestries.map((ancestry) => trait.environment[ancestry] ?? 0);
  return Float64Array.from(ages, (age, i) => {
    const sex = roster.sex[i];
    if (trait.onlySex !== undefined && trait.onlySex !== sex) return NaN;
    const place = environment[ancestryOfPopulation[roster.population[i]]];
    return (trait.mean ?? 0) + (sex === 1 ? trait.male : 0) + (trait.decade * (age - 50)) / 10 + place;
  });
}

/** Adds beta × copies of the alternate allele, from the true genotypes: a call that is missing in the data has its effect. */
function addGenes({parameters, roster}: SyntheticModel, planted: CausalVariant[], expected: Float64Array[]): void {
  const {seed, people} = parameters;
  const bytes = Math.ceil(people / 4);
  for (const blockIndex of new Set(planted.map((effect) => effect.blockIndex))) {
    const effects = planted.filter((effect) => effect.blockIndex === blockIndex);
    const count = 1 + Math.max(...effects.map(({j}) => j));
    const complete = {...effects[0].block, count, missing: new Float64Array(count)};
    const genotypes = new Uint8Array(count * bytes);
    drawGenotypes(seed, blockIndex, complete, roster, () => false, genotypes);
    for (const {trait, j, beta} of effects) {
      const sum = expected[traitModels.indexOf(trait)];
      const centre = meanFrequency(complete.frequency.subarray(j * populations.length, (j + 1) * populations.length));
      for (let i = 0; i < people; ++i) {
        const copies = copiesOfCode[(genotypes[j * bytes + (i >> 2)] >> ((i & 3) * 2)) & 3];
        sum[i] += beta[ancestryOfPopulation[roster.population[i]]] * (copies - 2 * centre);
      }
    }
  }
}

/** Copies of the alternate allele by genotype code; code 1, missing, does not occur here. */
const copiesOfCode = [2, NaN, 1, 0];

function meanFrequency(frequency: Float64Array): number {
  return populations.reduce((sum, {share}, p) => sum + share * frequency[p], 0);
}

function drawTrait(trait: TraitModel, {parameters}: SyntheticModel, expected: Float64Array): DrawnTrait {
  const random = randomStream(parameters.seed, "trait", trait.id);
  const {id, label, kind, prevalence, residualSd} = trait;
  const threshold = prevalence === undefined ? null : liabilityThreshold(expected, prevalence);
  const values = expected.map((mean) => {
    const value = mean + residualSd * normalQuantile(random());
    if (random() < trait.missing || Number.isNaN(mean)) return NaN;
    return threshold === null ? Math.round(value * 10) / 10 : +(value > threshold);
  });
  return {id, label, kind, values, model: trait, threshold};
}

/** The threshold at which the expected share of cases is the prevalence: by bisection, to about 1e-9. */
function liabilityThreshold(expected: Float64Array, prevalence: number): number {
  const able = expected.filter((mean) => !Number.isNaN(mean));
  if (able.length === 0) return 0;
  let low = -20;
  let high = 20;
  for (let i = 0; i < 36; ++i) {
    const middle = (low + high) / 2;
    const cases = able.reduce((sum, mean) => sum + normalProbability(mean - middle), 0) / able.length;
    if (cases > prevalence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
