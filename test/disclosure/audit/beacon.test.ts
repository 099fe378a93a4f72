import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  beaconLogRatio,
  beaconTable,
  heterozygousSpectrum,
  noAlternateAllele,
  presenceRatios
} from "../../../data-loaders/disclosure/audit/beacon.js";
import {exactRatios} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {rocOf} from "../../../data-loaders/disclosure/audit/roc.js";
import {addScores} from "../../../data-loaders/disclosure/audit/scorePeople.js";
import {seeded} from "./seeded.js";
import {beta, commonFrequencies, mean} from "./simulated.js";

describe("noAlternateAllele(people, a, b)", () => {
  it("equals the quotient of gamma functions", () => {
    // scipy: exp(gammaln(a+b)+gammaln(b+2*N)-gammaln(b)-gammaln(a+b+2*N))
    expect(noAlternateAllele(65, 1, 9)).toBeCloseTo(0.06474820143884967, 12);
    expect(noAlternateAllele(1000, 1.2, 20)).toBeCloseTo(0.0039569829929422505, 12);
    expect(noAlternateAllele(1000, 0.5, 5)).toBeCloseTo(0.04870969520799771, 12);
  });

  it("is a product over the chromosomes, each without the allele given that those before had none", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 200}),
        fc.double({min: 0.1, max: 10, noNaN: true}),
        fc.double({min: 0.1, max: 100, noNaN: true}),
        (people, a, b) => {
          let product = 1;
          for (let chromosome = 0; chromosome < 2 * people; ++chromosome)
            product *= (b + chromosome) / (a + b + chromosome);
          expect(noAlternateAllele(people, a, b) / product).toBeCloseTo(1, 8);
        }
      )
    );
  });
});

/**
 * Share of members found at a false-positive rate of 0.05 by the alleles of theirs that a beacon of `people` says it has,
 * among `questions` heterozygous variants: frequencies have density (1 − f) from 5 in 100,000 up to a half.
 */
function powerOf(people: number, questions: number, studies: number, random: () => number): number {
  const rarest = 5e-5;
  const area = (f: number): number => f - (f * f) / 2;
  const yesOf = (member: boolean): number => {
    let yes = 0;
    for (let i = 0; i < questions; ++i) {
      const f = 1 - Math.sqrt(1 - 2 * (area(rarest) + random() * (area(0.5) - area(rarest))));
      if (member || random() >= (1 - f) ** (2 * people)) ++yes;
    }
    return yes;
  };
  const [a, b] = [1.5, 3];
  const scores = (member: boolean): Float64Array =>
    Float64Array.from({length: studies}, () => {
      const yes = yesOf(member);
      return -beaconLogRatio(yes, questions - yes, people, a, b);
    });
  return rocOf(scores(true), scores(false)).tpr;
}

describe("beaconLogRatio(yes, no, people, a, b)", () => {
  // Shringarpure & Bustamante 2015: 1,000 people and 5,000 questions, 65 people and 250 questions.
  it("finds members of a beacon of 1,000 people with 5,000 questions, and not with 1,000", () => {
    const random = seeded(1);
    expect(powerOf(1000, 5000, 300, random)).toBeGreaterThanOrEqual(0.95);
    expect(powerOf(1000, 1000, 300, random)).toBeLessThan(0.5);
  });

  it("finds members of a beacon of 65 people with 250 questions", () => {
    expect(powerOf(65, 250, 300, seeded(2))).toBeGreaterThanOrEqual(0.95);
  });

  it("falls with every allele that is listed", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 2, max: 5000}),
        fc.double({min: 0.2, max: 3, noNaN: true}),
        fc.double({min: 0.5, max: 30, noNaN: true}),
        fc.integer({min: 1, max: 1000}),
        fc.integer({min: 1, max: 1000}),
        (people, a, b, yes, no) => {
          const ratio = beaconLogRatio(yes, no, people, a, b);
          expect(beaconLogRatio(yes + 1, no - 1, people, a, b)).toBeLessThan(ratio);
        }
      )
    );
  });
});

describe("beaconTable(listed, people, a, b)", () => {
  it("adds up to the log ratio of the alleles that each person carries", () => {
    const listed = Uint8Array.of(1, 0, 1, 1);
    // Person 0: alt/alt, het, ref, missing. Person 1: het, ref, het, alt/alt.
    const genotypes = Uint8Array.of(0b1000, 0b1110, 0b1011, 0b0001);
    const scores = new Float64Array(2);
    addScores(scores, genotypes, 4, 2, beaconTable(listed, 65, 1.5, 3));
    expect(scores[0]).toBeCloseTo(-beaconLogRatio(1, 1, 65, 1.5, 3), 12);
    expect(scores[1]).toBeCloseTo(-beaconLogRatio(3, 0, 65, 1.5, 3), 12);
  });
});

describe("heterozygousSpectrum(frequencies)", () => {
  it("finds the shape that frequencies were drawn from, size-biased", () => {
    const random = seeded(3);
    const [a, b] = heterozygousSpectrum(Float64Array.from({length: 50_000}, () => beta(0.5, 4, random)));
    expect(a).toBeCloseTo(1.5, 1);
    expect(Math.abs(b - 5)).toBeLessThan(0.15);
  });

  it("has none without spread", () => {
    expect(heterozygousSpectrum([])).toEqual([NaN, NaN]);
    expect(heterozygousSpectrum([0.25, 0.25])).toEqual([NaN, NaN]);
  });
});

describe("presenceRatios(listed, an, p)", () => {
  it("leave 1 on average over people who are not members", () => {
    for (const p of commonFrequencies(20, seeded(4))) {
      const absent = (1 - p) ** 40;
      const genotypes = [(1 - p) ** 2, 2 * p * (1 - p), p * p];
      const average = mean(
        [true, false].map((listed) => {
          const ratios = presenceRatios(listed, 40, p);
          return 2 * (listed ? 1 - absent : absent) * genotypes.reduce((sum, share, x) => sum + share * ratios[x], 0);
        })
      );
      expect(average).toBeCloseTo(1, 9);
      expect(presenceRatios(false, 40, p)).toEqual(exactRatios(0, 40, p));
    }
  });
});
