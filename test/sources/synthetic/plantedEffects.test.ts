import {expect, it} from "vitest";
import {simulate} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {ancestries, ancestryOfPopulation, type Ancestry} from "../../../data-loaders/sources/synthetic/populations.js";
import type {TrueEffect, TrueTrait} from "../../../data-loaders/sources/synthetic/truth.js";
import {readCopies} from "./readCopies.js";
import {leastSquares, probit} from "./regression.js";

const {cohort, model, ages} = await simulate({seed: 2, people: 6_000, variants: 420, build: "GRCh37"});
const {people, truth, shards} = cohort;
const copiesOf = new Map(
  (await readCopies(shards)).map(({chrom, pos, ref, alt, copies}) => [`${chrom}-${pos}-${ref}-${alt}`, copies])
);
const ancestryOf = Array.from(model.roster.population, (p) => ancestries[ancestryOfPopulation[p]]);

/** Estimates over all people whose effects are alike: [estimate, standard error, planted effect]. */
function estimate(
  trait: TrueTrait,
  members: readonly Ancestry[]
): {name: string; beta: number; se: number; true: number}[] {
  const effects = truth.effects.filter((effect) => effect.trait === trait.id);
  const {values} = people.traits.find(({id}) => id === trait.id)!;
  const rows: number[][] = [];
  const y: number[] = [];
  const covariates: {name: string; true: number | null}[] = [
    {name: "male", true: trait.only_sex ? null : trait.male},
    {name: "decade", true: trait.per_decade_of_age}
  ];
  const used = covariates.filter((covariate) => covariate.true !== null);
  for (let i = 0; i < people.total; ++i) {
    const copies = effects.map(({variant_id}) => copiesOf.get(variant_id)![i]);
    if (Number.isNaN(values[i]) || !members.includes(ancestryOf[i]) || copies.includes(-1)) continue;
    const own: Record<string, number> = {male: +(people.sex[i] === 1), decade: (ages[i] - 50) / 10};
    rows.push([
      ...members.map((ancestry) => +(ancestryOf[i] === ancestry)),
      ...used.map(({name}) => own[name]),
      ...copies
    ]);
    y.push(values[i]);
  }
  const {beta, se} = trait.kind === "binary" ? probit(rows, y) : leastSquares(rows, y);
  const planted = effects.map((effect) => ({name: effect.gene, true: effect.beta[members[0]]}));
  return [...used, ...planted].map(({name, true: known}, k) => {
    const at = members.length + k;
    return {name, beta: beta[at], se: se[at], true: known!};
  });
}

/** Ancestries whose planted effects are the same as in EUR, for one trait. */
function alike(trait: TrueTrait): Ancestry[] {
  const same = (effect: TrueEffect, a: Ancestry) => effect.trait !== trait.id || effect.beta[a] === effect.beta.EUR;
  return ["EUR", ...ancestries.filter((a) => a !== "EUR" && truth.effects.every((effect) => same(effect, a)))];
}

const estimates = truth.traits.flatMap((trait) =>
  estimate(trait, alike(trait)).map((one) => ({...one, trait: trait.id}))
);

it.each(estimates)("a regression of $trait finds the effect of $name", ({beta, se, true: known}) => {
  expect(Math.abs(beta - known)).toBeLessThan(4 * se);
});

it("a regression finds all effects with errors of the size of their standard errors", () => {
  const meanSquare =
    estimates.reduce((sum, {beta, se, true: known}) => sum + ((beta - known) / se) ** 2, 0) / estimates.length;
  expect(estimates.length).toBeGreaterThan(50);
  expect(Math.abs(meanSquare - 1)).toBeLessThan(3 * Math.sqrt(2 / estimates.length));
});

it("a regression finds the effects that differ by ancestry: PCSK9 on LDL cholesterol in Africa and in Europe", () => {
  const ldl = truth.traits.find(({id}) => id === "EFO_0004611")!;
  const inAfrica = estimate(ldl, ["AFR"]).find(({name}) => name === "PCSK9")!;
  const inEurope = estimate(ldl, ["EUR"]).find(({name}) => name === "PCSK9")!;
  expect(inAfrica.true).toBe(-14);
  expect(inEurope.true).toBe(-3);
  expect(Math.abs(inAfrica.beta + 14)).toBeLessThan(3 * inAfrica.se);
  expect((inEurope.beta - inAfrica.beta) / Math.hypot(inAfrica.se, inEurope.se)).toBeGreaterThan(3);
});

it("a regression finds differences of environment beside those of genes: type 2 diabetes in South Asia", () => {
  const cases = (ancestry: Ancestry) => {
    const {values} = people.traits.find(({id}) => id === "EFO_0001360")!;
    const own = values.filter((value, i) => ancestryOf[i] === ancestry && !Number.isNaN(value));
    return own.reduce((a, b) => a + b, 0) / own.length;
  };
  expect(cases("SAS") / cases("EUR")).toBeGreaterThan(1.3);
});
