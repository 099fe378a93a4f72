import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import {describe, expect, it} from "vitest";
import {
  attackFrequencies,
  concat,
  findingOf,
  membersOf,
  ownTable,
  standardised,
  withstands,
  type PublishedFrequencies
} from "../../../data-loaders/disclosure/audit/attackFrequencies.js";
import {exactRatios} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {aucOf, separationOf, tprOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {ratiosWithout} from "../../../data-loaders/disclosure/audit/withoutPerson.js";
import type {Finding, MembershipFigures} from "../../../src/model/privacy.js";
import {seeded} from "./seeded.js";
import {commonFrequencies, copiesAt, mean} from "./simulated.js";
import {limits, random} from "./strictLimits.js";

interface Study {
  sizes: number[];
  variants: number;
  seed: number;
  /** The numbers are those of other people from the same population. */
  ofOthers?: boolean;
}

/** Exact allele counts of groups with the same public frequencies; the last person is in no group. */
function publish({sizes, variants, seed, ofOthers = false}: Study): PublishedFrequencies {
  const chance = seeded(seed);
  const frequencies = commonFrequencies(variants, chance);
  const groupOf = Int16Array.from([...sizes.flatMap((size, group) => Array.from({length: size}, () => group)), -1]);
  const people = groupOf.length;
  const genotypes = drawGenotypes(frequencies, people, chance);
  const counted = ofOthers ? drawGenotypes(frequencies, people, chance) : genotypes;
  const ac = new Int32Array(variants * sizes.length);
  for (let v = 0; v < variants; ++v)
    groupOf.forEach((group, person) => {
      if (group >= 0) ac[v * sizes.length + group] += copiesAt(counted, people, v, person);
    });
  return {
    table: "public/allele_counts",
    standing: "enforced",
    groups: sizes.map((_, group) => `G${group}`),
    groupOf,
    variants,
    people,
    genotypes,
    frequencyOf: (v) => frequencies[v],
    ratiosOf: (v, group) => exactRatios(ac[v * sizes.length + group], 2 * sizes[group], frequencies[v]),
    ratiosWithoutOf: (v, group) =>
      ratiosWithout((copies) => {
        const less = ofOthers ? 0 : copies;
        return exactRatios(ac[v * sizes.length + group] - less, 2 * sizes[group] - (ofOthers ? 0 : 2), frequencies[v]);
      }),
    shownOf: (v, group) => ac[v * sizes.length + group] / (2 * sizes[group])
  };
}

function attack(study: Study): Record<string, (Finding & {figures: MembershipFigures}) | undefined> {
  const found = attackFrequencies(publish(study), limits, random);
  return Object.fromEntries(found.map((finding) => [finding.attack, finding])) as never;
}

describe("attackFrequencies(published, limits, random)", () => {
  // A draw in which simulated people are like members left out, as in nine of ten.
  const broken = attack({sizes: [400], variants: 800, seed: 2});

  it("finds exact counts of many variants broken, as far as theory has it", () => {
    const separation = separationOf(800, 400);
    const {figures, withstood, pool} = broken["likelihood-ratio"]!;
    expect(figures.people).toBe(400);
    expect(figures.nonMembers).toBe(20_000);
    expect(Math.abs(figures.auc - aucOf(separation))).toBeLessThan(0.03);
    expect(Math.abs(figures.tpr - tprOf(separation, 0.05))).toBeLessThan(0.08);
    expect(figures.beyond).toBeGreaterThan(0.01);
    expect(withstood).toBe(false);
    expect(pool).toBe("G0");
  });

  it("finds it with Homer's statistic less well, and a child with half the separation", () => {
    const ratio = broken["likelihood-ratio"]!.figures;
    const homer = broken.homer!.figures;
    const child = broken.relatives!.figures;
    expect(homer.auc).toBeLessThan(ratio.auc);
    expect(homer.auc).toBeGreaterThan(0.7);
    expect(Math.abs(child.auc - aucOf(separationOf(800, 400) / 2))).toBeLessThan(0.04);
  });

  it("is no better than guessing where the numbers come from other people", () => {
    const studies = Array.from({length: 12}, (_, i) =>
      attack({sizes: [500], variants: 400, seed: 30 + i, ofOthers: true})
    );
    for (const name of ["likelihood-ratio", "homer", "relatives"]) {
      // The weaker two are left out where simulated people differ from members by chance.
      const figures = studies.flatMap((found) => found[name]?.figures ?? []);
      expect(figures.length).toBeGreaterThanOrEqual(10);
      const beyond = figures.map(({auc, aucSe}) => (auc - 0.5) / aucSe);
      expect(Math.abs(mean(beyond))).toBeLessThan(3 / Math.sqrt(beyond.length));
      expect(Math.max(...beyond.map(Math.abs))).toBeLessThan(4);
    }
  });

  it("finds exact counts of few variants to withstand: 0.0316 n", () => {
    const figures = [5, 6, 7, 8].map((seed) => attack({sizes: [1000], variants: 31, seed})["likelihood-ratio"]!);
    // privacy notes, section 6, audited defaults: AUC .550 (.005) between replicates at the limit
    expect(mean(figures.map(({figures}) => figures.auc))).toBeCloseTo(0.55, 1);
    expect(figures.filter(({withstood}) => withstood).length).toBeGreaterThanOrEqual(3);
  });

  it("shows the worst group, which is the smallest, and is not withstood because of it alone", () => {
    const {pool, figures, withstood} = attack({sizes: [4000, 100], variants: 100, seed: 9})["likelihood-ratio"]!;
    expect(pool).toBe("G1");
    expect(figures.people).toBe(100);
    expect(figures.nonMembers).toBe(1000);
    expect(withstood).toBe(false);
    expect(attack({sizes: [4000], variants: 100, seed: 9})["likelihood-ratio"]!.withstood).toBe(true);
  });

  it("draws non-members by the size of the groups, a least number each, and leaves out groups of nobody", () => {
    const published = publish({sizes: [60, 0, 1500], variants: 20, seed: 10});
    const [ratio] = attackFrequencies(published, {...limits, nonMembers: 5000}, random);
    expect(["G0", "G2", "all"]).toContain(ratio.pool);
    const expected: Record<string, [number, number]> = {G0: [60, 1000], G2: [1500, 4808], all: [1560, 5808]};
    expect([ratio.figures, ratio.pool]).toMatchObject([
      {people: expected[ratio.pool][0], nonMembers: expected[ratio.pool][1]},
      ratio.pool
    ]);
  });

  it("gives the same figures again, rounded to thousandths", () => {
    const study = {sizes: [200, 300], variants: 60, seed: 11};
    expect(attack(study)).toEqual(attack(study));
    for (const {figures} of attackFrequencies(publish(study), limits, random)) {
      const {auc, aucSe, tpr, tprSe, beyond, curve} = figures as MembershipFigures;
      for (const value of [auc, aucSe, tpr, tprSe, beyond ?? 0, ...curve.flat()])
        expect(value).toBe(Math.round(value * 1000) / 1000);
    }
  });
});

describe("findingOf(published, attack, groups, attacked, limits)", () => {
  const table = {table: "t", standing: "reported"} as const;
  /** Normally distributed, as evenly as so many can be. */
  const scores = (length: number, shift: number, scale = 1): Float64Array =>
    Float64Array.from({length}, (_, i) => shift + scale * normalQuantile((i + 0.5) / length, 0, 1));

  it("names all together where only that breaks a limit; scores of groups are made comparable", () => {
    // Six groups of 300 at d' = 0.3, an area of .584: 300 people may be that far from .55, 1,800 may not.
    const groups = [1, 10, 100, 0.1, 5, 50].map((scale) => ({
      members: scores(300, 1000 + 0.3 * scale, scale),
      others: scores(300, 1000, scale)
    }));
    const names = groups.map((_, i) => `g${i}`);
    groups.forEach((group, i) => expect(findingOf(table, "homer", [names[i]], [group], limits).withstood).toBe(true));
    const {pool, figures, withstood} = findingOf(table, "homer", names, groups, limits);
    expect([pool, withstood]).toEqual(["all", false]);
    expect(figures).toMatchObject({people: 1800, nonMembers: 1800});
    expect((figures as MembershipFigures).auc).toBeCloseTo(aucOf(0.3), 2);
  });

  it("shows a group that breaks a limit before one with a larger area that breaks none", () => {
    const large = {members: scores(100, 0.3), others: scores(100, 0)};
    // A few are found for certain: the area is small, the rate is not.
    const rare = {
      members: concat([scores(250, 6, 0.1), scores(1750, -0.2)]),
      others: scores(2000, 0)
    };
    const figuresOf = (groups: (typeof rare)[]) =>
      findingOf(
        table,
        "homer",
        groups.map((_, i) => `g${i}`),
        groups,
        limits
      );
    const [alone, found, both] = [figuresOf([large]), figuresOf([rare]), figuresOf([large, rare])];
    expect(alone.withstood).toBe(true);
    expect(found.withstood).toBe(false);
    expect((alone.figures as MembershipFigures).auc).toBeGreaterThan((found.figures as MembershipFigures).auc);
    expect(both).toMatchObject({withstood: false, table: "t", attack: "homer", standing: "reported"});
    expect(both.pool).not.toBe("g0");
    expect(withstands(both.figures as MembershipFigures, limits)).toBe(false);
  });
});

describe("withstands(figures, limits)", () => {
  const at: MembershipFigures = {
    kind: "membership",
    people: 1000,
    nonMembers: 20_000,
    auc: 0.55,
    aucSe: 0.01,
    tpr: 0.1,
    tprSe: 0.02,
    beyond: 0.005,
    curve: []
  };

  // Of 1,000 people, 0.005 has a standard error of √(.005 × .995 / 1000) = .00223.
  it.each([
    {change: {}, is: true},
    {change: {auc: 0.569}, is: true},
    {change: {auc: 0.571}, is: false},
    {change: {auc: 0.551, aucSe: 0}, is: false},
    {change: {tpr: 0.139}, is: true},
    {change: {tpr: 0.141}, is: false},
    {change: {beyond: 0.009}, is: true},
    {change: {beyond: 0.01}, is: false},
    {change: {beyond: 0.006, people: 1_000_000}, is: false},
    {change: {beyond: null}, is: true}
  ])("of figures at the limits but $change: $is", ({change, is}) => {
    expect(withstands({...at, ...change}, limits)).toBe(is);
  });
});

it("membersOf, ownTable and concat pick and join", () => {
  expect([...membersOf(Int16Array.of(1, 0, -1, 1), 1)]).toEqual([0, 3]);
  const table = Float64Array.from({length: 24}, (_, i) => i);
  expect([...ownTable(table, 2, 3, 1)]).toEqual([4, 5, 6, 7, 16, 17, 18, 19]);
  expect([...concat([Float64Array.of(1, 2), new Float64Array(), Float64Array.of(3)])]).toEqual([1, 2, 3]);
});

it("standardised(scores, others) counts in standard deviations of the others", () => {
  expect([...standardised(Float64Array.of(10, 12), Float64Array.of(8, 12))]).toEqual([0, 1]);
  // Where the others are all equal, any difference is a large one.
  const [same, more] = standardised(Float64Array.of(3, 5), Float64Array.of(3, 3));
  expect(same).toBe(0);
  expect(more).toBeGreaterThan(1e5);
  expect(more).toBeLessThan(Infinity);
});
