import {createHash} from "node:crypto";
import type {GeneInterval, People, SyntheticShard} from "../cohort.js";
import {ageCovariate, sexCovariate} from "../covariates.js";
import {InputError} from "../inputError.js";
import {personTokens} from "../personTokens.js";
import {ageBand} from "../sampleValues.js";
import {stratumVariable} from "../strata.js";
import {Consent, drawConsent, personId, type Roster} from "./drawPeople.js";
import {drawAges, drawTraits, type DrawnTrait} from "./drawTraits.js";
import {readSyntheticGenes} from "./genes.js";
import {medicineGenes} from "./medicineAlleles.js";
import {plantEffects} from "./plantEffects.js";
import {ancestryDrift, linkageReach, populations} from "./populations.js";
import {modelVersion, syntheticModel, type SyntheticModel, type SyntheticParameters} from "./syntheticModel.js";
import {statusTrait, traitModels} from "./traits.js";
import {describeTruth, type SyntheticTruth} from "./truth.js";

export interface SyntheticCohort {
  people: People;
  shards: SyntheticShard[];
  genes: GeneInterval[];
  truth: SyntheticTruth;
  /** SHA-256 of what everything follows from, hex: the model's version, its tables and the parameters. */
  sourceHash: string;
}

/**
 * A simulated cohort of any size, without any input file. The same parameters give the same people, genotypes and
 * traits, byte for byte, however many threads read the shards.
 */
export async function openSynthetic(parameters: SyntheticParameters): Promise<SyntheticCohort> {
  const {cohort} = await simulate(parameters);
  return cohort;
}

/** The cohort with what only its files tell: consent, ages and populations of the simulated people. */
export async function simulate(parameters: SyntheticParameters) {
  checkParameters(parameters);
  const model = syntheticModel(parameters);
  const {seed, people} = model.parameters;
  const planted = plantEffects(model);
  const ages = drawAges(seed, people);
  const traits = drawTraits(model, planted, ages);
  const consent = drawConsent(seed, people);
  const cohort: SyntheticCohort = {
    people: describePeople(model.roster, consent, traits, ages),
    shards: planShards(model),
    genes: readSyntheticGenes().slice(),
    truth: describeTruth(model, traits, planted),
    sourceHash: hashModel(model)
  };
  return {cohort, model, ages, consent, traits};
}

function hashModel({parameters}: SyntheticModel): string {
  const tables: unknown[] = [populations, ancestryDrift, linkageReach, traitModels, readSyntheticGenes()];
  if (parameters.medicines) tables.push(medicineGenes);
  return createHash("sha256")
    .update(JSON.stringify([modelVersion, parameters, tables]))
    .digest("hex");
}

/** Largest cohort: rows are numbered with 32 bits and one batch must fit into memory. */
const largest = {people: 1_000_000, variants: 1_000_000};

function checkParameters({seed, people, variants, build}: SyntheticParameters): void {
  const whole = (n: number, low: number, high: number) => Number.isInteger(n) && n >= low && n <= high;
  if (!whole(seed, 0, 2 ** 32 - 1)) refuse("seed", "a whole number from 0 to 4294967295");
  if (!whole(people, 1, largest.people)) refuse("people", "a whole number from 1 to 1000000");
  if (!whole(variants, 1, largest.variants)) refuse("variants", "a whole number from 1 to 1000000");
  if (build !== "GRCh37") refuse("build", "GRCh37, the build of its gene positions");
}

function refuse(field: string, expected: string): never {
  throw new InputError("synthetic cohort", null, `${field}: expected ${expected}`);
}

/** As `readPeople` describes those of files: who is left out has no stratum and no trait. */
function describePeople(
  {population, sex}: Roster,
  consent: Uint8Array,
  traits: DrawnTrait[],
  ages: Uint8Array
): People {
  const included = Uint8Array.from(consent, (c) => +(c === Consent.given));
  const status = traits.find((trait) => trait.id === statusTrait)!;
  const stratum = (name: string, values: ArrayLike<number>, level: (value: number) => string) =>
    stratumVariable(name, Array.from(values, level), included);
  return {
    total: sex.length,
    included,
    sex,
    strata: [
      stratum("ancestry", population, (p) => populations[p].ancestry),
      stratum("sex", sex, (s) => (s === 1 ? "male" : "female")),
      stratum("status", status.values, (isCase) => (isCase ? "case" : "control"))
    ],
    age: stratum("age", ages, ageBand),
    tokens: personTokens(
      Array.from(sex, (_, i) => personId(i, sex.length)),
      sex.length
    ),
    traits: traits.map(({id, label, kind, values}) => ({
      id,
      label,
      kind,
      values: values.map((value, i) => (included[i] ? value : NaN))
    })),
    covariates: [ageCovariate(ages, included), sexCovariate(sex, included)],
    left: {withdrawn: count(consent, Consent.withdrawn), noConsent: count(consent, Consent.none), notInSampleFile: 0}
  };
}

function count(values: Uint8Array, wanted: number): number {
  return values.reduce((n, value) => n + +(value === wanted), 0);
}

/** About 1,000 variants each, whole blocks, in genome order. */
function planShards({parameters, plan}: SyntheticModel): SyntheticShard[] {
  const shards: SyntheticShard[] = [];
  for (let first = 0, end = 0; first < plan.length; first = end) {
    let variants = 0;
    for (; end < plan.length && variants < 1_000; ++end) variants += plan[end].count;
    shards.push({kind: "synthetic", ...parameters, firstBlock: first, endBlock: end});
  }
  return shards;
}
