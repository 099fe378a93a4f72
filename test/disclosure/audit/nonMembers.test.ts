import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {GenotypeCode} from "../../../data-loaders/disclosure/audit/genotypeCode.js";
import {drawChildren, drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {seeded} from "./seeded.js";
import {codeAt} from "./simulated.js";

/** Share of homRef, het, homAlt and missing among the people of one variant. */
function shares(
  genotypes: Uint8Array,
  people: number,
  variant: number,
  whom: (person: number) => boolean = () => true
): number[] {
  const counts = [0, 0, 0, 0];
  let counted = 0;
  for (let person = 0; person < people; ++person) {
    if (!whom(person)) continue;
    const code = codeAt(genotypes, people, variant, person);
    ++counted;
    ++counts[[GenotypeCode.homRef, GenotypeCode.het, GenotypeCode.homAlt, GenotypeCode.missing].indexOf(code as 0)];
  }
  return counts.map((count) => count / counted);
}

/** Within 4.5 standard errors of a binomial share. */
function expectShares(found: number[], expected: number[], people: number): void {
  expected.forEach((share, i) => {
    expect(Math.abs(found[i] - share)).toBeLessThanOrEqual(4.5 * Math.sqrt((share * (1 - share)) / people));
  });
}

function hardyWeinberg(p: number): number[] {
  return [(1 - p) ** 2, 2 * p * (1 - p), p * p, 0];
}

describe("drawGenotypes(frequencies, people, random)", () => {
  it("draws Hardy–Weinberg proportions", () => {
    const frequencies = Float64Array.of(0, 0.003, 0.05, 0.2, 0.5, 0.9, 1);
    const people = 40_001;
    const genotypes = drawGenotypes(frequencies, people, seeded(1));
    frequencies.forEach((p, variant) => expectShares(shares(genotypes, people, variant), hardyWeinberg(p), people));
  });

  it("draws people and variants independently of each other", () => {
    const people = 20_000;
    const genotypes = drawGenotypes(Float64Array.of(0.5, 0.5), people, seeded(2));
    const het = (variant: number, person: number): boolean =>
      codeAt(genotypes, people, variant, person) === GenotypeCode.het;
    const both = (pair: (person: number) => boolean): number =>
      Array.from({length: people - 1}, (_, person) => pair(person)).filter(Boolean).length / (people - 1);
    for (const pair of [
      (person: number) => het(0, person) && het(1, person),
      (person: number) => het(0, person) && het(0, person + 1)
    ])
      expect(Math.abs(both(pair) - 0.25)).toBeLessThan(4.5 * Math.sqrt(0.25 / people));
  });

  it("takes one number per genotype, reads them by threshold, and leaves the padding 0", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 9}),
        fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 5}),
        fc.integer(),
        (people, frequencies, seed) => {
          const genotypes = drawGenotypes(Float64Array.from(frequencies), people, seeded(seed));
          const random = seeded(seed);
          const bytes = Math.ceil(people / 4);
          const plainly = new Uint8Array(frequencies.length * bytes);
          frequencies.forEach((p, variant) => {
            for (let person = 0; person < people; ++person) {
              const chance = random();
              const q = 1 - p;
              const code =
                chance < q * q ? GenotypeCode.homRef : chance < q * (2 - q) ? GenotypeCode.het : GenotypeCode.homAlt;
              plainly[variant * bytes + (person >> 2)] |= code << (2 * (person & 3));
            }
          });
          expect(genotypes).toEqual(plainly);
        }
      )
    );
  });
});

describe("drawChildren(parents, variants, people, frequencies, random)", () => {
  it("gives one allele of the parent and one of the population", () => {
    const people = 80_000;
    const p = 0.3;
    // Person i has code i mod 4: every code occurs equally often.
    const parents = new Uint8Array(people / 4).fill(0b11100100);
    const children = drawChildren(parents, 1, people, Float64Array.of(p), seeded(3));
    const expected = {
      [GenotypeCode.homRef]: [0.7, 0.3, 0, 0],
      [GenotypeCode.het]: [0.35, 0.5, 0.15, 0],
      [GenotypeCode.homAlt]: [0, 0.7, 0.3, 0],
      [GenotypeCode.missing]: hardyWeinberg(p)
    };
    for (const code of Object.values(GenotypeCode))
      expectShares(
        shares(children, people, 0, (person) => (person & 3) === code),
        expected[code],
        people / 4
      );
  });

  it("keeps the population's frequencies", () => {
    const frequencies = Float64Array.of(0.05, 0.4);
    const people = 40_000;
    const random = seeded(4);
    const children = drawChildren(drawGenotypes(frequencies, people, random), 2, people, frequencies, random);
    frequencies.forEach((p, variant) => expectShares(shares(children, people, variant), hardyWeinberg(p), people));
  });

  it("refuses parents that are too few", () => {
    expect(() => drawChildren(new Uint8Array(1), 1, 5, Float64Array.of(0.1), seeded(1))).toThrow(
      "1 bytes of genotypes where 2 are needed"
    );
  });
});
