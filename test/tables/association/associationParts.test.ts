import {describe, expect, it} from "vitest";
import {openAssociator} from "../../../data-loaders/tables/association/associate.js";
import {chooseLocusVariants} from "../../../data-loaders/tables/association/chooseLocusVariants.js";
import {chooseMarkers, joinMarkers} from "../../../data-loaders/tables/association/chooseMarkers.js";
import {joinBatches} from "../../../data-loaders/tables/association/joinBatches.js";
import {locusLd} from "../../../data-loaders/tables/association/locusLd.js";
import {everybodyOf, planAnalyses} from "../../../data-loaders/tables/association/planAnalyses.js";
import {createCounter} from "../../../data-loaders/tables/countGenotypes.js";
import type {GenotypeBatch, People} from "../../../data-loaders/sources/cohort.js";
import {metaAnalysis} from "../../../src/kernels/metaAnalysis.js";
import {randomGenotypes, dosagesOf} from "./randomGenotypes.js";

const people = 400;

function batchOf(variants: number, {seed = 2, chrom = "1", first = 1000, step = 100} = {}): GenotypeBatch {
  return {
    count: variants,
    chrom: Array.from({length: variants}, () => chrom),
    pos: Int32Array.from({length: variants}, (_, v) => first + v * step),
    ref: Array.from({length: variants}, () => "A"),
    alt: Array.from({length: variants}, () => "G"),
    rsid: Array.from({length: variants}, () => ""),
    ploidy: new Uint8Array(variants),
    genotypes: randomGenotypes(people, variants, {seed})
  };
}

async function* each(...batches: GenotypeBatch[]): AsyncGenerator<GenotypeBatch> {
  yield* batches;
}

const cohort: People = {
  total: people,
  included: Uint8Array.from({length: people}, (_, i) => +(i !== 7)),
  sex: Uint8Array.from({length: people}, (_, i) => 1 + (i % 2)),
  strata: [{name: "ancestry", levels: ["A", "B"], codes: Int16Array.from({length: people}, (_, i) => +(i % 3 === 0))}],
  age: null,
  tokens: new Uint8Array(),
  covariates: [
    {name: "age", kind: "quantitative", values: Float64Array.from({length: people}, (_, i) => 40 + (i % 17))}
  ],
  traits: [
    {
      id: "t",
      label: "T",
      kind: "quantitative",
      values: Float64Array.from({length: people}, (_, i) => Math.sin(i * 12.9898) * 3)
    },
    {id: "rare", label: "R", kind: "binary", values: Float64Array.from({length: people}, (_, i) => +(i % 100 === 1))}
  ],
  left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
};
const none = {count: 0, scores: new Float64Array()};
const settings = {missing: "mean" as const, saddlepointP: 0.05, fitP: 0.02};

describe("planAnalyses", () => {
  it("gives every group its people and null models, and says why a trait has none", () => {
    const plan = planAnalyses(cohort, cohort.included, [], none, {cases: 10, people: 50}, settings);
    expect(plan.groups.map(({level, people}) => [level, people.length])).toEqual([
      ["A", 265],
      ["B", 134]
    ]);
    expect(plan.groups[0].analyses.map((analysis) => analysis?.design.names)).toEqual([
      ["intercept", "age"],
      undefined
    ]);
    expect(plan.skipped).toEqual([
      {trait: "rare", level: "A", why: "too few cases or controls"},
      {trait: "rare", level: "B", why: "too few cases or controls"}
    ]);
  });

  it("leaves out hidden groups and people who are not usable", () => {
    const usable = cohort.included.map((one, i) => (i < 100 ? 0 : one));
    const plan = planAnalyses(cohort, usable, ["B"], none, {cases: 10, people: 50}, settings);
    expect(plan.groups.map(({level}) => level)).toEqual(["A"]);
    expect(Math.min(...plan.groups[0].people)).toBeGreaterThanOrEqual(100);
  });
});

describe("openAssociator", () => {
  it("tests the people of each group alone, and puts the groups together", async () => {
    const plan = planAnalyses(cohort, cohort.included, [], none, {cases: 10, people: 50}, settings);
    const limits = {mafMin: 0, macMin: 5, callRateMin: 0.5, hweMin: 0};
    const {associate} = await openAssociator(everybodyOf(cohort, plan, true), plan, limits);
    const batch = batchOf(40);
    const ids = batch.pos.reduce<string[]>((all, pos) => [...all, `1-${pos}-A-G`], []);
    const [{rows, counts}, rare] = associate(batch, ids);
    expect(rows.levels).toEqual(["A", "B", "meta"]);
    let compared = 0;
    for (let v = 0; v < 40; ++v) {
      const copies = dosagesOf(batch.genotypes, people, v);
      for (const [group, {people: members}] of plan.groups.entries()) {
        const at = v * 3 + group;
        const known = [...members].filter((person) => !Number.isNaN(copies[person]));
        const ac = known.reduce((sum, person) => sum + copies[person], 0);
        if (Number.isNaN(rows.beta[at])) continue;
        compared++;
        expect(rows.n[at]).toBe(known.length);
        expect(counts.ac[v * 2 + group]).toBe(ac);
        expect(counts.an[v * 2 + group]).toBe(2 * known.length);
        const all = [...copies.keys()].filter(
          (i) => cohort.included[i] && cohort.strata[0].codes[i] === group && !Number.isNaN(copies[i])
        );
        expect(counts.anAll[v * 2 + group]).toBe(2 * all.length);
        expect(counts.acAll[v * 2 + group]).toBe(all.reduce((sum, person) => sum + copies[person], 0));
        expect(rows.eaf[at]).toBeCloseTo(ac / (2 * known.length), 12);
      }
      const estimates = [0, 1].map((group) => ({beta: rows.beta[v * 3 + group], se: rows.se[v * 3 + group]}));
      if (estimates.some(({beta}) => Number.isNaN(beta))) continue;
      const meta = metaAnalysis(estimates);
      expect(rows.beta[v * 3 + 2]).toBe(meta.beta);
      expect(rows.minusLog10PHet[v * 3 + 2]).toBe(meta.minusLog10PHet);
    }
    expect(compared).toBeGreaterThan(50);
    expect(rare.rows.beta.every(Number.isNaN)).toBe(true);
  });

  it("leaves rows without statistics where a variant does not pass a limit", async () => {
    const plan = planAnalyses(cohort, cohort.included, [], none, {cases: 10, people: 50}, settings);
    const batch = batchOf(30);
    const ids = Array.from(batch.pos, (pos) => `1-${pos}-A-G`);
    const tested = async (limits: Partial<Parameters<typeof openAssociator>[2]>): Promise<number> => {
      const all = {mafMin: 0, macMin: 1, callRateMin: 0, hweMin: 0, ...limits};
      const {associate} = await openAssociator(everybodyOf(cohort, plan, true), plan, all);
      return associate(batch, ids)[0].rows.beta.filter((beta) => !Number.isNaN(beta)).length;
    };
    const all = await tested({});
    expect(await tested({mafMin: 0.1})).toBeLessThan(all);
    expect(await tested({macMin: 40})).toBeLessThan(all);
    expect(await tested({callRateMin: 0.985})).toBeLessThan(all);
    expect(await tested({hweMin: 0.2})).toBeLessThan(all);
  });
});

describe("joinBatches", () => {
  it("gives the same variants in larger batches", async () => {
    const batches = [batchOf(3), batchOf(4, {first: 9000}), batchOf(2, {chrom: "2"}), batchOf(5, {chrom: "3"})];
    const joined = [];
    for await (const batch of joinBatches(each(...batches), 13)) joined.push(batch);
    expect(joined.map(({count}) => count)).toEqual([9, 5]);
    expect(joined.flatMap(({chrom}) => chrom)).toEqual(batches.flatMap(({chrom}) => chrom));
    expect(joined.flatMap(({genotypes}) => [...genotypes])).toEqual(batches.flatMap(({genotypes}) => [...genotypes]));
  });
});

describe("chooseMarkers", () => {
  it("takes common variants that lie apart", async () => {
    const counter = await createCounter({people, cells: new Int32Array(people), cellCount: 1});
    const limits = {mafMin: 0.05, callRateMin: 0.95, spacingBp: 250};
    const found = await chooseMarkers(each(batchOf(60), batchOf(10, {chrom: "Y"})), counter, limits);
    expect(found.pos.length).toBeGreaterThan(5);
    for (let i = 1; i < found.pos.length; ++i) expect(found.pos[i] - found.pos[i - 1]).toBeGreaterThanOrEqual(250);
    for (let i = 0; i < found.pos.length; ++i) {
      const copies = dosagesOf(found.genotypes, people, i).filter((n) => !Number.isNaN(n));
      const p = copies.reduce((a, b) => a + b, 0) / (2 * copies.length);
      expect(Math.min(p, 1 - p)).toBeGreaterThanOrEqual(0.05);
    }
    const half = joinMarkers([found, found], people, () => true, found.pos.length);
    expect(half.pos.length).toBe(found.pos.length);
    expect(half.genotypes.length).toBe(found.genotypes.length);
  });
});

describe("chooseLocusVariants", () => {
  it("takes the nearest variants of each lead, and joins loci that share one", () => {
    const variants = Array.from({length: 20}, (_, i) => ({chrom: "1", pos: 100 * i, variantId: `v${i}`}));
    const lead = (i: number) => variants[i];
    expect(chooseLocusVariants([lead(2), lead(15)], variants, 100, 10)).toEqual([
      {leads: ["v2"], variantIds: ["v1", "v2", "v3"]},
      {leads: ["v15"], variantIds: ["v14", "v15", "v16"]}
    ]);
    expect(chooseLocusVariants([lead(2), lead(4), lead(2)], variants, 100, 10)).toEqual([
      {leads: ["v4", "v2"], variantIds: ["v1", "v2", "v3", "v4", "v5"]}
    ]);
    expect(chooseLocusVariants([lead(5)], variants, 1000, 3)[0].variantIds).toEqual(["v4", "v5", "v6"]);
  });
});

describe("locusLd", () => {
  it("gives pairs with the leading variant, and others of r² from 0.1, by group", async () => {
    const batch = batchOf(6, {seed: 9});
    const bytes = Math.ceil(people / 4);
    const genotypes = batch.genotypes.slice();
    // Variants 0 and 1 are the same.
    genotypes.copyWithin(bytes, 0, bytes);
    const ids = ["a", "b", "c", "d", "e", "f"];
    const groups = planAnalyses(cohort, cohort.included, [], none, {cases: 10, people: 50}, settings).groups;
    const {pairs, copies} = await locusLd(
      [{leads: ["c"], variantIds: ids}],
      {people, variantIds: ids, genotypes},
      groups
    );
    const named = Array.from(pairs.a, (a, i) => `${pairs.levels[pairs.level[i]]} ${ids[a]}${ids[pairs.b[i]]}`);
    for (const group of ["A", "B"])
      for (const pair of ["ab", "ac", "bc", "cd", "ce", "cf"]) expect(named).toContain(`${group} ${pair}`);
    expect(pairs.r2[named.indexOf("A ab")]).toBeCloseTo(1, 12);
    const known = dosagesOf(genotypes, people, 3).filter((n, i) => !Number.isNaN(n) && groups[1].people.includes(i));
    expect(copies.an[3 * 2 + 1]).toBe(2 * known.length);
    expect(copies.ac[3 * 2 + 1]).toBe(known.reduce((a, b) => a + b, 0));
  });
});
