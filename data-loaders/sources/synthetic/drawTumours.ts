import type {People, StratumVariable} from "../cohort.js";
import type {TumourMutation, Tumours} from "../tumours/tumours.js";
import type {Ancestry} from "./populations.js";
import {randomStream} from "./randomStream.js";
import {
  diseases,
  egfrTimes,
  notEvaluated,
  rb1,
  sampledAgain,
  type SimulatedDisease,
  type SimulatedMutation
} from "./tumourModel.js";

type Drawn = Pick<TumourMutation, "gene" | "change" | "mutationClass">;

/**
 * Tumours of simulated people, by the model of `tumourModel.ts`: the same seed and people give the same tumours. What is
 * known of people who are not counted is drawn too and left out.
 */
export function drawTumours(seed: number, people: Pick<People, "total" | "included" | "strata">): Tumours {
  const ancestry = people.strata.find(({name}) => name === "ancestry");
  const tumours: Tumours = {
    total: people.total,
    samples: [],
    mutations: [],
    treatments: [],
    left: {
      samplesOfOthers: 0,
      treatmentsOfOthers: 0,
      mutationsOfOthers: 0,
      notSomatic: 0,
      noProteinChange: 0,
      repeated: 0
    }
  };
  const random = randomStream(seed, "tumours");
  for (let person = 0; person < people.total; ++person) {
    const disease = drawDisease(random());
    if (!disease) continue;
    const before = drawBefore(disease, groupOf(ancestry, person), random);
    const logOdds = before.reduce((sum, {effect}) => sum + effect, disease.resistance);
    const isResistant = random() < 1 / (1 + Math.exp(-logOdds));
    const response = random() < notEvaluated ? null : isResistant ? "resistant" : "sensitive";
    const after = random() < sampledAgain[isResistant ? "resistant" : "sensitive"];
    const later = after ? [...before, ...(isResistant ? drawGained(disease, before, random) : [])] : null;
    if (!people.included[person]) {
      tumours.left.samplesOfOthers += later ? 2 : 1;
      tumours.left.treatmentsOfOthers += 1;
      tumours.left.mutationsOfOthers += before.length + (later?.length ?? 0);
      continue;
    }
    addSample(tumours, person, "before", before);
    if (later) addSample(tumours, person, "after", later);
    tumours.treatments.push({person, treatment: disease.treatment, response});
  }
  return tumours;
}

/** What was put into the tumours, to check analyses against: the model, and nothing of a simulated person. */
export function describeTumourTruth() {
  return {
    note: "Log odds of resistance that a mutation adds; 0 = none was planted. Drivers of a disease exclude each other.",
    egfr_times: egfrTimes,
    rb1_with_tp53: rb1.withTp53,
    rb1_without_tp53: rb1.withoutTp53,
    diseases
  };
}

function drawDisease(draw: number): SimulatedDisease | null {
  let upTo = 0;
  for (const disease of diseases) {
    upTo += disease.share;
    if (draw < upTo) return disease;
  }
  return null;
}

function groupOf(ancestry: StratumVariable | undefined, person: number): Ancestry | null {
  const code = ancestry?.codes[person] ?? -1;
  return code < 0 ? null : (ancestry!.levels[code] as Ancestry);
}

function drawBefore(
  {drivers, beside, others}: SimulatedDisease,
  group: Ancestry | null,
  random: () => number
): SimulatedMutation[] {
  const found: SimulatedMutation[] = [];
  const draw = random();
  let upTo = 0;
  for (const driver of drivers) {
    const times = driver.gene === "EGFR" && group !== null ? (egfrTimes[group] ?? 1) : 1;
    const from = upTo;
    upTo += driver.share * times;
    if (draw >= from && draw < upTo) found.push(driver);
  }
  for (const mutation of beside)
    if (random() < mutation.share && found.some(({gene}) => gene === mutation.driver)) found.push(mutation);
  for (const mutation of others) if (random() < mutation.share) found.push(mutation);
  const hasTp53 = found.some(({gene}) => gene === "TP53");
  if (random() < (hasTp53 ? rb1.withTp53 : rb1.withoutTp53))
    found.push({gene: "RB1", change: null, mutationClass: "truncating", share: 0, effect: 0});
  return found;
}

function drawGained({gained}: SimulatedDisease, before: readonly Drawn[], random: () => number): Drawn[] {
  return gained.filter(
    ({driver, gene, change, share}) =>
      random() < share &&
      before.some((found) => found.gene === driver) &&
      !before.some((found) => found.gene === gene && found.change === change)
  );
}

function addSample(
  {samples, mutations}: Tumours,
  person: number,
  timepoint: "before" | "after",
  found: readonly Drawn[]
): void {
  const sample = samples.push({person, timepoint}) - 1;
  for (const {gene, change, mutationClass} of found)
    mutations.push({sample, gene, change, mutationClass, alleleFraction: NaN});
}
