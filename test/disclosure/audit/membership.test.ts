import {describe, expect, it} from "vitest";
import {homerScores} from "../../../data-loaders/disclosure/audit/homer.js";
import {
  exactRatios,
  genotypeRatios,
  intervalRatios,
  logRatios,
  noisyRatios,
  type Ratios
} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {drawChildren, drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {rocOf, type Roc} from "../../../data-loaders/disclosure/audit/roc.js";
import {addScores, scoreTable} from "../../../data-loaders/disclosure/audit/scorePeople.js";
import {aucOf, separationOf, separationWithNoise, tprOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {seeded} from "./seeded.js";
import {alternateAlleles, commonFrequencies, copiesAt, driftedFrequencies, mean, normal} from "./simulated.js";

/** People whose allele counts are published, and simulated others. */
interface Study {
  people: number;
  frequencies: Float64Array;
  members: Uint8Array;
  counts: Int32Array;
  others: Uint8Array;
  otherPeople: number;
}

function drawStudy(people: number, variants: number, otherPeople: number, random: () => number): Study {
  const frequencies = commonFrequencies(variants, random);
  const members = drawGenotypes(frequencies, people, random);
  const counts = alternateAlleles(members, people, variants);
  return {people, frequencies, members, counts, others: drawGenotypes(frequencies, otherPeople, random), otherPeople};
}

function scoresOf(genotypes: Uint8Array, people: number, ratios: Ratios[]): Float64Array {
  const table = scoreTable(ratios.length, (variant) => logRatios(ratios[variant]));
  const scores = new Float64Array(people);
  addScores(scores, genotypes, ratios.length, people, table);
  return scores;
}

function attack({people, members, others, otherPeople}: Study, ratios: Ratios[]): Roc {
  return rocOf(scoresOf(members, people, ratios), scoresOf(others, otherPeople, ratios));
}

function exactly({people, frequencies, counts}: Study): Ratios[] {
  return Array.from(frequencies, (p, variant) => exactRatios(counts[variant], 2 * people, p));
}

/** Means over `studies` of the area and the rate. */
function average(studies: number, seed: number, run: (random: () => number) => Roc): {auc: number; tpr: number} {
  const random = seeded(seed);
  const rocs = Array.from({length: studies}, () => run(random));
  return {auc: mean(rocs.map(({auc}) => auc)), tpr: mean(rocs.map(({tpr}) => tpr))};
}

describe("the likelihood ratio of exact allele counts", () => {
  // numpy, 40 studies, score sum((x-2p)(p^-p)/(pq)): rate .881 (.028 between studies), area .977; sqrt(m/n) gives both.
  it("finds 0.88 of 125 people from 1,000 variants, as theory has it", () => {
    const {auc, tpr} = average(16, 1, (random) => {
      const study = drawStudy(125, 1000, 2000, random);
      return attack(study, exactly(study));
    });
    expect(Math.abs(tpr - tprOf(separationOf(1000, 125), 0.05))).toBeLessThan(0.028);
    expect(Math.abs(auc - aucOf(separationOf(1000, 125)))).toBeLessThan(0.01);
  });

  // numpy: .285 and .293 of studies that lie .019 apart.
  it("finds 0.29 of 2,504 people from 3,000 variants, as theory has it", () => {
    const {auc, tpr} = average(3, 2, (random) => {
      const study = drawStudy(2504, 3000, 2000, random);
      return attack(study, exactly(study));
    });
    expect(Math.abs(tpr - tprOf(separationOf(3000, 2504), 0.05))).toBeLessThan(0.03);
    expect(Math.abs(auc - aucOf(separationOf(3000, 2504)))).toBeLessThan(0.015);
  });
});

/** Ancestries of 1000 Genomes phase 3, men and women, and how far the frequencies drifted apart. */
const ancestries = [
  {fst: 0.08, people: [319, 342]},
  {fst: 0.06, people: [170, 177]},
  {fst: 0.12, people: [244, 260]},
  {fst: 0.1, people: [240, 263]},
  {fst: 0.08, people: [260, 229]}
];

/** Ancestry × sex × status, status drawn by lot: scores of all members, and of 5,000 others of the same ancestries. */
function attackCells(
  variants: number,
  random: () => number,
  ratiosIn: (counts: Int32Array, an: number, p: Float64Array) => Ratios[]
): Roc {
  const ancestral = commonFrequencies(variants, random);
  const scores = ancestries.flatMap(({fst, people}) => {
    const frequencies = driftedFrequencies(ancestral, fst, random);
    return people.flatMap((ofSex) => {
      const cases = Array.from({length: ofSex}, () => random() < 0.5).filter(Boolean).length;
      return [cases, ofSex - cases].map((inCell) => {
        const members = drawGenotypes(frequencies, inCell, random);
        const others = drawGenotypes(frequencies, 2 * inCell, random);
        const ratios = ratiosIn(alternateAlleles(members, inCell, variants), 2 * inCell, frequencies);
        return {members: scoresOf(members, inCell, ratios), others: scoresOf(others, 2 * inCell, ratios)};
      });
    });
  });
  return rocOf(
    Float64Array.from(scores.flatMap(({members}) => [...members])),
    Float64Array.from(scores.flatMap(({others}) => [...others]))
  );
}

describe("the likelihood ratio in 20 cells of 82 to 178 people", () => {
  // numpy, one cohort each: AUC/TPR .73/.22 exact, .72/.20 withheld, .70/.18 withheld and rounded.
  it("finds 0.22 of the people from 100 variants", () => {
    const {auc, tpr} = average(8, 3, (random) =>
      attackCells(100, random, (counts, an, p) => Array.from(p, (pj, j) => exactRatios(counts[j], an, pj)))
    );
    expect(Math.abs(tpr - 0.22)).toBeLessThan(0.02);
    expect(Math.abs(auc - 0.73)).toBeLessThan(0.02);
  });

  it("finds 0.20 where counts below 10 are withheld, and 0.18 where the others are rounded to tens as well", () => {
    const small = average(4, 4, (random) =>
      attackCells(100, random, (counts, an, p) =>
        Array.from(p, (pj, j) => (counts[j] < 10 ? intervalRatios(0, 9, an, pj) : exactRatios(counts[j], an, pj)))
      )
    );
    const rounded = average(4, 4, (random) =>
      attackCells(100, random, (counts, an, p) =>
        Array.from(p, (pj, j) => {
          const middle = 10 * Math.round(counts[j] / 10);
          return counts[j] < 10
            ? intervalRatios(0, 9, an, pj)
            : intervalRatios(Math.max(10, middle - 5), middle + 4, an, pj);
        })
      )
    );
    expect(Math.abs(small.tpr - 0.2)).toBeLessThan(0.025);
    expect(Math.abs(rounded.tpr - 0.18)).toBeLessThan(0.025);
  });
});

describe("the likelihood ratio of genotype counts", () => {
  it("separates √2 times as far as that of allele counts", () => {
    const people = 1000;
    const variants = 1000;
    const random = seeded(5);
    const study = drawStudy(people, variants, 4000, random);
    const counts = Array.from({length: variants}, () => [0, 0, 0]);
    for (let variant = 0; variant < variants; ++variant)
      for (let person = 0; person < people; ++person)
        ++counts[variant][copiesAt(study.members, people, variant, person)];
    const found = attack(
      study,
      counts.map(([none, one, two], variant) => genotypeRatios(none, one, two, study.frequencies[variant]))
    );
    const expected = aucOf(separationWithNoise(study.frequencies, people, 0, Infinity, 2));
    expect(Math.abs(found.auc - expected)).toBeLessThan(3 * found.aucSe);
  });
});

describe("the likelihood ratio of noisy counts", () => {
  it("separates as far as the noise leaves", () => {
    for (const noiseSd of [10, 30]) {
      const random = seeded(6 + noiseSd);
      const study = drawStudy(500, 2000, 4000, random);
      const found = attack(
        study,
        Array.from(study.frequencies, (p, variant) =>
          noisyRatios(study.counts[variant] + noiseSd * normal(random), 1000, p, noiseSd)
        )
      );
      const expected = aucOf(separationWithNoise(study.frequencies, 500, noiseSd));
      expect(Math.abs(found.auc - expected)).toBeLessThan(3 * found.aucSe);
    }
  });
});

describe("the likelihood ratio of a member's child", () => {
  // numpy, score sum((x-2p)(p^-p)/(pq)): AUC .942, TPR .70; d' is half of a member's.
  it("tells the children of 500 people from others with an area of 0.942 from 10,000 variants", () => {
    const random = seeded(7);
    const study = drawStudy(500, 10_000, 1500, random);
    const ratios = exactly(study);
    const children = drawChildren(study.members, 10_000, 500, study.frequencies, random);
    const {auc} = rocOf(scoresOf(children, 500, ratios), scoresOf(study.others, 1500, ratios));
    expect(Math.abs(auc - 0.942)).toBeLessThan(0.02);
    expect(Math.abs(auc - aucOf(separationOf(10_000, 500) / 2))).toBeLessThan(0.02);
    expect(attack(study, ratios).auc).toBeGreaterThan(0.995);
  });
});

describe("homerScores(genotypes, people, pool, reference)", () => {
  // numpy, n=500 m=3000, reference of 500 people: Homer .869, likelihood ratio .898.
  it("does less well than the likelihood ratio with the same reference panel", () => {
    const random = seeded(8);
    const study = drawStudy(500, 3000, 3000, random);
    const panel = alternateAlleles(drawGenotypes(study.frequencies, 500, random), 500, 3000);
    const reference = Float64Array.from(panel, (count) => (count + 0.5) / 1001);
    const pool = Float64Array.from(study.counts, (count) => count / 1000);
    const homer = rocOf(
      homerScores(study.members, 500, pool, reference),
      homerScores(study.others, 3000, pool, reference)
    );
    const ratio = attack(study, exactly({...study, frequencies: reference}));
    expect(Math.abs(homer.auc - 0.869)).toBeLessThan(0.03);
    expect(homer.auc).toBeLessThan(ratio.auc);
  });
});
