import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {homerScores} from "../../../data-loaders/disclosure/audit/homer.js";
import {seeded} from "./seeded.js";
import {copiesAt} from "./simulated.js";

/** By its definition, one person after another. */
function homerPlainly(genotypes: Uint8Array, people: number, pool: Float64Array, reference: Float64Array): number[] {
  return Array.from({length: people}, (_, person) => {
    const distances = Array.from(pool, (frequency, variant) => {
      const dosage = copiesAt(genotypes, people, variant, person) / 2;
      return Math.abs(dosage - reference[variant]) - Math.abs(dosage - frequency);
    }).filter((distance) => !Number.isNaN(distance));
    const m = distances.length;
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / m;
    const sd = Math.sqrt(distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / m);
    return mean / (sd / Math.sqrt(m));
  });
}

describe("homerScores(genotypes, people, pool, reference)", () => {
  it("equals its definition, without missing calls and withheld frequencies", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 13}),
        fc.integer({min: 10, max: 40}),
        fc.integer(),
        (people, variants, seed) => {
          const random = seeded(seed);
          const draw = (): number => (random() < 0.2 ? NaN : random());
          const genotypes = Uint8Array.from({length: variants * Math.ceil(people / 4)}, () => random() * 256);
          const pool = Float64Array.from({length: variants}, draw);
          const reference = Float64Array.from({length: variants}, random);
          const plainly = homerPlainly(genotypes, people, pool, reference);
          homerScores(genotypes, people, pool, reference).forEach((score, person) => {
            if (Number.isFinite(plainly[person])) expect(score).toBeCloseTo(plainly[person], 6);
          });
        }
      )
    );
  });

  it("is larger for a person who is nearer to the pool", () => {
    // Three variants at 0.5 in the population; people 0 and 1 are homozygous alt and ref at all three.
    const genotypes = Uint8Array.of(0b1100, 0b1100, 0b1100);
    const [alt, ref] = homerScores(genotypes, 2, Float64Array.of(0.6, 0.7, 0.8), Float64Array.of(0.5, 0.5, 0.5));
    expect(alt).toBeGreaterThan(0);
    expect(ref).toBeCloseTo(-alt, 12);
  });

  it("is 0 where nothing is known", () => {
    const reference = Float64Array.of(0.5);
    // Person 0 has no call.
    expect([...homerScores(Uint8Array.of(0b01), 1, Float64Array.of(0.4), reference)]).toEqual([0]);
    expect([...homerScores(Uint8Array.of(0b11), 1, Float64Array.of(NaN), reference)]).toEqual([0]);
    expect([...homerScores(new Uint8Array(0), 1, new Float64Array(0), new Float64Array(0))]).toEqual([0]);
  });
});
