import {expect, it} from "vitest";
import {openSynthetic, simulate} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {ancestries, populations} from "../../../data-loaders/sources/synthetic/populations.js";
import {traitModels} from "../../../data-loaders/sources/synthetic/traits.js";

const parameters = {seed: 5, people: 4_000, variants: 400, build: "GRCh37"} as const;
const {cohort, ages, consent, model} = await simulate(parameters);
const {people, truth} = cohort;

it("openSynthetic(parameters) gives the same people, traits and truth again", async () => {
  expect(await openSynthetic(parameters)).toEqual(cohort);
});

it("openSynthetic(parameters) has another source hash for another seed or size", async () => {
  const others = [
    {...parameters, seed: 6},
    {...parameters, people: 3_999},
    {...parameters, variants: 401}
  ];
  const hashes = await Promise.all(others.map(async (other) => (await openSynthetic(other)).sourceHash));
  expect(new Set([cohort.sourceHash, ...hashes]).size).toBe(4);
});

it("openSynthetic(parameters) has 20 strata: ancestry, sex and status, levels in alphabetical order", () => {
  expect(people.strata.map(({name, levels}) => [name, ...levels])).toEqual([
    ["ancestry", "AFR", "AMR", "EAS", "EUR", "SAS"],
    ["sex", "female", "male"],
    ["status", "case", "control"]
  ]);
});

it("openSynthetic(parameters) leaves out 37 withdrawn people and 112 without consent of 20,000, and their data", () => {
  expect(people.left).toEqual({withdrawn: 7, noConsent: 22, notInSampleFile: 0});
  expect(people.included.filter((included) => included === 0).length).toBe(29);
  people.included.forEach((included, i) => {
    expect(included).toBe(consent[i] === 1 ? 1 : 0);
    if (included) return;
    for (const {codes} of people.strata) expect(codes[i]).toBe(-1);
    for (const {values} of people.traits) expect(values[i]).toBeNaN();
  });
});

it("openSynthetic(default parameters) has at least 1,000 people of each ancestry, more than half of them European", () => {
  const shareOf = (ancestry: string) =>
    populations.filter((p) => p.ancestry === ancestry).reduce((sum, {share}) => sum + share, 0);
  for (const ancestry of ancestries) expect(20_000 * shareOf(ancestry)).toBeGreaterThanOrEqual(1_000);
  expect(shareOf("EUR")).toBeGreaterThan(0.5);
  expect(populations.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
});

it("openSynthetic(parameters) gives every population its share, to the person", () => {
  populations.forEach(({share}, population) => {
    const size = model.roster.population.filter((p) => p === population).length;
    expect(Math.abs(size - 4_000 * share)).toBeLessThanOrEqual(1);
  });
});

it("openSynthetic(parameters) has women and men of 18 to 90 years", () => {
  expect(people.sex.filter((sex) => sex === 2).length / 4_000).toBeCloseTo(0.54, 1);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(18);
  expect(Math.max(...ages)).toBeLessThanOrEqual(90);
  expect(ages.reduce((a, b) => a + b, 0) / 4_000).toBeCloseTo(55, -1);
});

it.each(traitModels.filter(({kind}) => kind === "binary"))(
  "openSynthetic(parameters) has about the prevalence aimed at: $label",
  ({id, prevalence, onlySex}) => {
    const {values} = people.traits.find((trait) => trait.id === id)!;
    const known = values.filter((value) => !Number.isNaN(value));
    const found = known.filter((value) => value === 1).length / known.length;
    expect(Math.abs(found - prevalence!)).toBeLessThan(4 * Math.sqrt((prevalence! * (1 - prevalence!)) / known.length));
    values.forEach((value, i) => onlySex && people.sex[i] !== onlySex && expect(value).toBeNaN());
  }
);

it("openSynthetic(parameters) has at least 4 binary and 3 quantitative traits, each labelled as simulated", () => {
  const kinds = people.traits.map(({kind}) => kind);
  expect(kinds.filter((kind) => kind === "binary").length).toBeGreaterThanOrEqual(4);
  expect(kinds.filter((kind) => kind === "quantitative").length).toBeGreaterThanOrEqual(3);
  for (const {label} of people.traits) expect(label).toMatch(/\(simulated\)$/);
});

it("openSynthetic(parameters) tells effects by variant, at frequencies of the model", () => {
  expect(truth.effects.length).toBeGreaterThan(30);
  for (const {variant_id, beta, frequency, population_frequency} of truth.effects) {
    expect(variant_id).toMatch(/^\d+-\d+-[ACGT]+-[ACGT]+$/);
    expect(Object.keys(beta)).toEqual(["AFR", "AMR", "EAS", "EUR", "SAS"]);
    expect(Object.keys(population_frequency).length).toBe(26);
    for (const p of Object.values(frequency)) expect(Math.min(p, 1 - p)).toBeGreaterThanOrEqual(0.02);
  }
});

it("openSynthetic(parameters) tells nothing about single people: the truth grows neither with them nor by them", async () => {
  const {truth: larger} = await openSynthetic({...parameters, people: 4_400});
  expect(larger.effects).toEqual(truth.effects);
  expect(JSON.stringify(larger).length - JSON.stringify(truth).length).toBeLessThan(200);
});

it("openSynthetic(parameters) plants nothing for the trait that policies refuse", () => {
  expect(truth.effects.filter(({trait}) => trait === "EFO_0004337")).toEqual([]);
  expect(truth.traits.find(({id}) => id === "EFO_0004337")!.environment).toEqual({});
});

it.each([
  [{people: 0}, "synthetic cohort: people: expected a whole number from 1 to 1000000"],
  [{people: 1.5}, "synthetic cohort: people: expected a whole number from 1 to 1000000"],
  [{variants: NaN}, "synthetic cohort: variants: expected a whole number from 1 to 1000000"],
  [{seed: -1}, "synthetic cohort: seed: expected a whole number from 0 to 4294967295"],
  [{build: "GRCh38" as const}, "synthetic cohort: build: expected GRCh37, the build of its gene positions"]
])("openSynthetic(parameters) refuses %o", async (wrong, message) => {
  await expect(openSynthetic({...parameters, ...wrong})).rejects.toThrow(message);
});

it("openSynthetic(parameters) works for one person and one variant", async () => {
  const {people: one, shards} = await openSynthetic({seed: 1, people: 1, variants: 1, build: "GRCh37"});
  expect(one.total).toBe(1);
  expect(shards.length).toBe(1);
});
