import {randomBeta} from "d3-random";
import {ancestries, ancestryDrift, ancestryOfPopulation, populations} from "./populations.js";

/**
 * Frequencies of one alternate allele in the 26 populations, in their order, each in [0, 1].
 * An ancestral frequency drifts to each ancestry and from there to each population; each step is the Balding–Nichols
 * model, a beta distribution with mean p and variance F·p·(1 − p) (Balding & Nichols 1995, Genetica 96:3).
 */
export function drawFrequencies(random: () => number, into: Float64Array): Float64Array {
  const ancestral = drawAncestralFrequency(random);
  const byAncestry = ancestries.map((ancestry) => drift(ancestral, ancestryDrift[ancestry], random));
  for (let p = 0; p < populations.length; ++p) {
    into[p] = drift(byAncestry[ancestryOfPopulation[p]], populations[p].drift, random);
  }
  return into;
}

/** Rarest and most common ancestral frequency. */
export const ancestralRange = [0.001, 0.95] as const;

/** The spectrum of derived alleles under neutrality: density proportional to 1/p (Fu 1995, Theor Popul Biol 48:172). */
function drawAncestralFrequency(random: () => number): number {
  const [low, high] = ancestralRange;
  return low * (high / low) ** random();
}

function drift(p: number, fst: number, random: () => number): number {
  if (p <= 0 || p >= 1) return p;
  const size = (1 - fst) / fst;
  return randomBeta.source(random)(p * size, (1 - p) * size)();
}
