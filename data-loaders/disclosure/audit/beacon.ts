import gammaln from "@stdlib/math-base-special-gammaln";
import {intervalRatios, type Ratios} from "./likelihoodRatio.js";
import {scoreTable} from "./scorePeople.js";

/** The attacker's genotype is wrong this often (Shringarpure & Bustamante 2015). */
const mismatch = 1e-6;

/**
 * Probability that none of `people` people has the alternate allele, when its frequency follows Beta(`a`, `b`) over
 * variants; D_N of Shringarpure & Bustamante 2015, Am J Hum Genet 97:631.
 */
export function noAlternateAllele(people: number, a: number, b: number): number {
  return Math.exp(gammaln(a + b) + gammaln(b + 2 * people) - gammaln(b) - gammaln(a + b + 2 * people));
}

/**
 * Logarithm of the likelihood ratio, not a member against member, after asking for alleles that a person carries: `yes`
 * of them are listed and `no` are not. Small for members.
 */
export function beaconLogRatio(yes: number, no: number, people: number, a: number, b: number): number {
  const {listed, absent} = answers(people, a, b);
  return yes * listed + no * absent;
}

/**
 * Scores for `addScores`: what listing each variant, or not, adds for a person who carries the alternate allele, larger =
 * more like a member. `listed` has 1 where the release has the variant (for the group in question), else 0; `people` in it.
 * With the same questions for everybody this orders people as the number of their alleles that are listed does.
 */
export function beaconTable(listed: Uint8Array, people: number, a: number, b: number): Float64Array {
  const answer = answers(people, a, b);
  return scoreTable(listed.length, (variant) => {
    const score = -(listed[variant] ? answer.listed : answer.absent);
    return [0, score, score];
  });
}

/**
 * Shape of a Beta distribution with the mean and variance of `frequencies`, each 0–1, at variants where a person is
 * heterozygous: one is added to both, as those are found in proportion to p(1 − p). Variants of one frequency alone, or
 * none, have no spectrum: [NaN, NaN].
 */
export function heterozygousSpectrum(frequencies: ArrayLike<number>): [a: number, b: number] {
  const count = frequencies.length;
  let sum = 0;
  for (let i = 0; i < count; ++i) sum += frequencies[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; ++i) squares += (frequencies[i] - mean) ** 2;
  const size = (mean * (1 - mean)) / (squares / count) - 1;
  return Number.isFinite(size) ? [mean * size + 1, (1 - mean) * size + 1] : [NaN, NaN];
}

/**
 * The likelihood ratios where the variant's frequency is known: of its being listed for a group of `an` chromosomes, or
 * not listed. The strongest attack on a list of variants.
 */
export function presenceRatios(listed: boolean, an: number, p: number): Ratios {
  return listed ? intervalRatios(1, an, an, p) : intervalRatios(0, 0, an, p);
}

function answers(people: number, a: number, b: number): {listed: number; absent: number} {
  const none = noAlternateAllele(people, a, b);
  const noneBeside = mismatch * noAlternateAllele(people - 1, a, b);
  return {listed: Math.log((1 - none) / (1 - noneBeside)), absent: Math.log(none / noneBeside)};
}
