import {GenotypeCode} from "../../../data-loaders/disclosure/audit/genotypeCode.js";

/** What a study of simulated people looks like in the tests of attacks. */

/** Normal deviate with mean 0 and variance 1. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Gamma deviate of scale 1 (Marsaglia & Tsang 2000). */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function beta(a: number, b: number, random: () => number): number {
  const x = gamma(a, random);
  return x / (x + gamma(b, random));
}

/** Frequencies of the rarer allele from 5 % to 50 %, density 1/f: an array of common variants. */
export function commonFrequencies(variants: number, random: () => number): Float64Array {
  return Float64Array.from({length: variants}, () => 0.05 * 10 ** random());
}

/** Frequencies in a population that drifted from an ancestral one (Balding & Nichols 1995). */
export function driftedFrequencies(ancestral: Float64Array, fst: number, random: () => number): Float64Array {
  const scale = (1 - fst) / fst;
  return ancestral.map((p) => Math.min(1 - 1e-6, Math.max(1e-6, beta(p * scale, (1 - p) * scale, random))));
}

export function codeAt(genotypes: Uint8Array, people: number, variant: number, person: number): number {
  return (genotypes[variant * Math.ceil(people / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
}

/** Alternate alleles of a genotype; NaN = missing. */
export function copiesAt(genotypes: Uint8Array, people: number, variant: number, person: number): number {
  const code = codeAt(genotypes, people, variant, person);
  return code === GenotypeCode.missing ? NaN : code === GenotypeCode.het ? 1 : code === GenotypeCode.homAlt ? 2 : 0;
}

/** Alternate alleles per variant among the people whom `counted` names; all people without it. Nothing may be missing. */
export function alternateAlleles(
  genotypes: Uint8Array,
  people: number,
  variants: number,
  counted: (person: number) => boolean = () => true
): Int32Array {
  const sums = new Int32Array(variants);
  for (let variant = 0; variant < variants; ++variant)
    for (let person = 0; person < people; ++person)
      if (counted(person)) sums[variant] += copiesAt(genotypes, people, variant, person);
  return sums;
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
