import {populations} from "./populations.js";
import {randomStream, shuffle} from "./randomStream.js";

/** What the genotypes of the simulated people depend on. */
export interface Roster {
  /** Index into `populations`, per person. */
  population: Uint8Array;
  /** PLINK coding: 1 male, 2 female. */
  sex: Uint8Array;
}

const shareOfWomen = 0.54;

/** Everybody of a cohort, in random order. Population sizes are the model's shares, to the nearest person. */
export function drawRoster(seed: number, people: number): Roster {
  const random = randomStream(seed, "people");
  const population = new Uint8Array(people);
  let from = 0;
  let upTo = 0;
  populations.forEach(({share}, p) => {
    upTo += share * people;
    const end = p === populations.length - 1 ? people : Math.round(upTo);
    population.fill(p, from, end);
    from = end;
  });
  shuffle(population, random);
  return {population, sex: Uint8Array.from({length: people}, () => (random() < shareOfWomen ? 2 : 1))};
}

/** Why a person is counted or left out. Codes of the array that `drawConsent` gives. */
export const Consent = {given: 1, none: 0, withdrawn: 2} as const;

/** 112 of 20,000 people never consented and 37 withdrew, in proportion for other sizes. */
export function drawConsent(seed: number, people: number): Uint8Array {
  const consent = new Uint8Array(people).fill(Consent.given);
  const none = Math.round((112 / 20_000) * people);
  const withdrawn = Math.round((37 / 20_000) * people);
  consent.fill(Consent.none, 0, none);
  consent.fill(Consent.withdrawn, none, none + withdrawn);
  return shuffle(consent, randomStream(seed, "consent"));
}

/** The id of a simulated person in files. */
export function personId(i: number, people: number): string {
  return `sim${String(i + 1).padStart(String(people).length, "0")}`;
}
