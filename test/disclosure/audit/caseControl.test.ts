import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {effectScores, separationOfHits} from "../../../data-loaders/disclosure/audit/caseControl.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {rocOf} from "../../../data-loaders/disclosure/audit/roc.js";
import {aucOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {seeded} from "./seeded.js";
import {alternateAlleles, commonFrequencies, copiesAt, mean} from "./simulated.js";

/** A study without any true effect: cases come before controls. */
function drawStudy(cases: number, controls: number, variants: number, random: () => number) {
  const people = cases + controls;
  const population = commonFrequencies(variants, random);
  const genotypes = drawGenotypes(population, people, random);
  const inCases = alternateAlleles(genotypes, people, variants, (person) => person < cases);
  const inAll = alternateAlleles(genotypes, people, variants);
  const frequencies = Float64Array.from(inAll, (ac) => ac / (2 * people));
  const differences = Float64Array.from(inCases, (ac, j) => ac / (2 * cases) - (inAll[j] - ac) / (2 * controls));
  return {people, population, genotypes, inCases, inAll, frequencies, differences};
}

describe("effectScores(genotypes, people, effects, frequencies)", () => {
  it("is the sum of effect × (copies − expected), without missing calls and effects", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 13}),
        fc.integer({min: 0, max: 12}),
        fc.integer(),
        (people, variants, seed) => {
          const random = seeded(seed);
          const genotypes = Uint8Array.from({length: variants * Math.ceil(people / 4)}, () => random() * 256);
          const effects = Float64Array.from({length: variants}, () => (random() < 0.2 ? NaN : random() - 0.5));
          const frequencies = Float64Array.from({length: variants}, random);
          effectScores(genotypes, people, effects, frequencies).forEach((score, person) => {
            let plainly = 0;
            for (let j = 0; j < variants; ++j)
              plainly += effects[j] * (copiesAt(genotypes, people, j, person) - 2 * frequencies[j]) || 0;
            expect(score).toBeCloseTo(plainly, 10);
          });
        }
      )
    );
  });

  // numpy, one study each, score sum((x-2p)(pa-pb)/(pq)): AUC .725, .688, .814; theory aucOf(sqrt(m(1/a+1/b))).
  for (const [cases, controls, variants, simulated, studies] of [
    [250, 250, 100, 0.725, 8],
    [1252, 1252, 330, 0.688, 4],
    [1252, 1252, 1000, 0.814, 2],
    [500, 2004, 1000, 0.873, 2]
  ])
    it(`tells ${cases} cases from ${controls} controls by ${variants} differences of frequency`, () => {
      const random = seeded(cases + variants);
      const areas = Array.from({length: studies}, () => {
        const {people, genotypes, frequencies, differences} = drawStudy(cases, controls, variants, random);
        const effects = differences.map((difference, j) => difference / (frequencies[j] * (1 - frequencies[j])));
        const scores = effectScores(genotypes, people, effects, frequencies);
        return rocOf(scores.subarray(0, cases), scores.subarray(cases)).auc;
      });
      const separation = Math.sqrt(variants * (1 / cases + 1 / controls));
      expect(Math.abs(mean(areas) - simulated)).toBeLessThan(0.04);
      expect(Math.abs(mean(areas) - aucOf(separation))).toBeLessThan(0.03);
    });

  // numpy: cases from people outside the study AUC .677 by the log odds ratios of 1,000 variants, .657 by their signs.
  it("tells cases from people outside the study by log odds ratios, and nearly as well by their signs", () => {
    const random = seeded(9);
    const cases = 1252;
    const {people, population, genotypes, inCases, inAll} = drawStudy(cases, cases, 1000, random);
    const chromosomes = 2 * cases + 1;
    const logOdds = (ac: number): number => Math.log((ac + 0.5) / (chromosomes - ac - 0.5));
    const effects = Float64Array.from(inCases, (ac, j) => logOdds(ac) - logOdds(inAll[j] - ac));
    const signs = effects.map((effect, j) => Math.sign(effect) / Math.sqrt(population[j] * (1 - population[j])));
    const others = drawGenotypes(population, 1200, random);
    const area = (by: Float64Array): number =>
      rocOf(
        effectScores(genotypes, people, by, population).subarray(0, cases),
        effectScores(others, 1200, by, population)
      ).auc;
    expect(Math.abs(area(effects) - 0.677)).toBeLessThan(0.04);
    expect(Math.abs(area(signs) - 0.657)).toBeLessThan(0.04);
  });
});

describe("separationOfHits(z, cases, controls)", () => {
  it("adds the squares", () => {
    // sqrt((1/100+1/400)*(9+16))
    expect(separationOfHits([3, -4], 100, 400)).toBeCloseTo(Math.sqrt(0.0125 * 25), 12);
    expect(separationOfHits([], 100, 400)).toBe(0);
  });

  it("is the separation of many variants without effect, whose z² are 1 on average", () => {
    expect(separationOfHits(new Float64Array(100).fill(1), 250, 250)).toBeCloseTo(0.894, 3);
    expect(separationOfHits(new Float64Array(330).fill(1), 1252, 1252)).toBeCloseTo(0.726, 3);
  });

  it("foretells the area that the ten largest of 1,000 give", () => {
    const random = seeded(10);
    const cases = 500;
    const areas = Array.from({length: 6}, () => {
      const {people, genotypes, frequencies, differences} = drawStudy(cases, cases, 1000, random);
      const z = differences.map((d, j) => d / Math.sqrt((frequencies[j] * (1 - frequencies[j])) / cases));
      const hits = [...z.keys()].sort((i, j) => Math.abs(z[j]) - Math.abs(z[i])).slice(0, 10);
      const effects = new Float64Array(1000).fill(NaN);
      for (const j of hits) effects[j] = differences[j] / (frequencies[j] * (1 - frequencies[j]));
      const scores = effectScores(genotypes, people, effects, frequencies);
      return {
        found: rocOf(scores.subarray(0, cases), scores.subarray(cases)).auc,
        foretold: aucOf(
          separationOfHits(
            hits.map((j) => z[j]),
            cases,
            cases
          )
        )
      };
    });
    expect(Math.abs(mean(areas.map(({found, foretold}) => found - foretold)))).toBeLessThan(0.02);
  });
});
