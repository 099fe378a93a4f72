import {GenotypeCode} from "./genotypeCode.js";

/**
 * Genotypes of people who do not take part: drawn in Hardy–Weinberg proportions, variants independent, nothing missing.
 * `frequencies`: of the alternate allele, one per variant, 0–1; `random` returns numbers in [0, 1).
 * Returns `variants × ceil(people / 4)` bytes, variant-major, two bits a person, person 0 in the lowest; padding is 0.
 */
export function drawGenotypes(frequencies: Float64Array, people: number, random: () => number): Uint8Array {
  const bytesPerVariant = Math.ceil(people / 4);
  const genotypes = new Uint8Array(frequencies.length * bytesPerVariant);
  for (let variant = 0; variant < frequencies.length; ++variant) {
    const ref = 1 - frequencies[variant];
    const homRef = ref * ref;
    const notHomAlt = ref * (2 - ref);
    const at = variant * bytesPerVariant;
    for (let byte = 0; byte < bytesPerVariant; ++byte) {
      const inByte = Math.min(4, people - byte * 4);
      let four = 0;
      for (let place = 0; place < inByte; ++place) four |= codeOf(random(), homRef, notHomAlt) << (2 * place);
      genotypes[at + byte] = four;
    }
  }
  return genotypes;
}

/**
 * One child of each person, the other parent drawn from the population: what a relative's genome gives away.
 * `parents` and the result are packed as `drawGenotypes` returns them; `frequencies` as there, one per variant. Where the
 * parent's call is missing both alleles are drawn.
 */
export function drawChildren(
  parents: Uint8Array,
  variants: number,
  people: number,
  frequencies: Float64Array,
  random: () => number
): Uint8Array {
  const bytesPerVariant = Math.ceil(people / 4);
  const needed = variants * bytesPerVariant;
  if (parents.length < needed) throw new Error(`${parents.length} bytes of genotypes where ${needed} are needed`);
  const children = new Uint8Array(needed);
  const homRef = new Float64Array(4);
  const notHomAlt = new Float64Array(4);
  for (let variant = 0; variant < variants; ++variant) {
    const ref = 1 - frequencies[variant];
    // Probability of a reference allele from the parent, by the parent's code.
    const inherited = [0, ref, 0.5, 1];
    inherited.forEach((share, code) => {
      homRef[code] = share * ref;
      notHomAlt[code] = 1 - (1 - share) * (1 - ref);
    });
    const at = variant * bytesPerVariant;
    for (let person = 0; person < people; ++person) {
      const shift = 2 * (person & 3);
      const parent = (parents[at + (person >> 2)] >> shift) & 3;
      children[at + (person >> 2)] |= codeOf(random(), homRef[parent], notHomAlt[parent]) << shift;
    }
  }
  return children;
}

/** homRef below the first probability, het below the second, homAlt above: 3 − 1 = het, 3 − 3 = homAlt, without branches. */
function codeOf(chance: number, homRef: number, notHomAlt: number): number {
  return GenotypeCode.homRef - (chance >= homRef ? 1 : 0) - (chance >= notHomAlt ? 2 : 0);
}
