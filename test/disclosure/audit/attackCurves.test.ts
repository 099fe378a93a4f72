import {describe, expect, it} from "vitest";
import {attackCurves, type GroupedCounts} from "../../../data-loaders/disclosure/audit/attackCurves.js";
import {drawGenotypes} from "../../../data-loaders/disclosure/audit/nonMembers.js";
import {aucOf, separationOf, tprOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {seeded} from "./seeded.js";
import {commonFrequencies, copiesAt} from "./simulated.js";

const random = (key: string): (() => number) => seeded([...key].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7));
const rho = 0.0158;

/** Groups with the same frequencies; the last person is in none. */
function count(sizes: number[], variants: number, seed: number, frequencies?: Float64Array): GroupedCounts {
  const chance = seeded(seed);
  const own = frequencies ?? commonFrequencies(variants, chance);
  const groupOf = Int16Array.from([...sizes.flatMap((size, group) => Array.from({length: size}, () => group)), -1]);
  const people = groupOf.length;
  const genotypes = drawGenotypes(own, people, chance);
  const groups = sizes.length;
  const ac = new Int32Array(variants * groups);
  for (let v = 0; v < variants; ++v)
    groupOf.forEach((group, person) => {
      if (group >= 0) ac[v * groups + group] += copiesAt(genotypes, people, v, person);
    });
  return {
    level: "ancestry",
    groups,
    groupOf,
    variants,
    people,
    genotypes,
    ac,
    an: Int32Array.from({length: variants * groups}, (_, i) => 2 * sizes[i % groups]),
    frequencies: Float64Array.from({length: variants * groups}, (_, i) => own[Math.floor(i / groups)])
  };
}

describe("attackCurves(counts, limit, rho, random)", () => {
  const sizes = [300, 300, 300];
  const counts = count(sizes, 3000, 1);
  const curves = attackCurves(counts, 20, rho, random);
  const pointsOf = (rule: string, from = curves) => from.find((curve) => curve.rule === rule)!.points;

  it("has a curve per rule, up to the variants there are", () => {
    expect(curves.map(({rule, level}) => [rule, level])).toEqual(
      ["exact", "withheld", "rounded", "noisy"].map((rule) => [rule, "ancestry"])
    );
    for (const {points} of curves) expect(points.map(({variants}) => variants)).toEqual([10, 30, 100, 300, 1000, 3000]);
    const upTo = (variants: number) =>
      attackCurves(count([50], variants, 2), 20, rho, random).map(({points}) => points.map((point) => point.variants));
    expect(upTo(99)).toEqual([
      [10, 30],
      [10, 30],
      [10, 30],
      [10, 30]
    ]);
    expect(upTo(9)).toEqual([]);
  });

  it("of exact counts is what theory says, at every number of variants", () => {
    for (const {variants, auc, tpr} of pointsOf("exact")) {
      const separation = separationOf(variants, 300);
      expect(Math.abs(auc - aucOf(separation))).toBeLessThan(0.035);
      expect(Math.abs(tpr - tprOf(separation, 0.05))).toBeLessThan(0.09);
    }
  });

  it("of counts with small ones withheld, or rounded, is hardly lower; of noisy ones it stays within the limit", () => {
    pointsOf("exact").forEach((exact, i) => {
      const [withheld, rounded, noisy] = ["withheld", "rounded", "noisy"].map((rule) => pointsOf(rule)[i]);
      expect(withheld.auc).toBeLessThanOrEqual(exact.auc + 0.01);
      expect(rounded.auc).toBeLessThanOrEqual(exact.auc + 0.01);
      if (exact.variants >= 1000) expect(Math.min(withheld.auc, rounded.auc)).toBeGreaterThan(0.85);
      // Two standard errors of 900 members and as many others.
      expect(noisy.auc).toBeLessThan(0.55 + 2 * 0.0136);
      if (exact.variants >= 1000) expect(noisy.tpr).toBeLessThan(0.12);
    });
  });

  it("of rare variants is lower where small counts are withheld", () => {
    const rare = count(
      sizes,
      1000,
      3,
      Float64Array.from({length: 1000}, (_, v) => 0.005 + (0.02 * v) / 1000)
    );
    const of = attackCurves(rare, 20, rho, random);
    const last = (rule: string) => pointsOf(rule, of).at(-1)!.auc;
    expect(last("exact")).toBeGreaterThan(last("withheld") + 0.05);
    expect(last("withheld")).toBeGreaterThan(last("noisy"));
  });

  it("gives the same again, rounded to thousandths", () => {
    const few = count([120, 80], 300, 4);
    const of = attackCurves(few, 20, rho, random);
    expect(attackCurves(few, 20, rho, random)).toEqual(of);
    for (const {points} of of)
      for (const {auc, tpr} of points)
        for (const value of [auc, tpr]) expect(value).toBe(Math.round(value * 1000) / 1000);
  });

  it("attacks 400 members of a group at most, and leaves out groups of one or nobody", () => {
    const some = count([1, 0, 500], 30, 5);
    const {points} = attackCurves(some, 20, rho, random)[0];
    const alone = count([500], 30, 6);
    expect(points).toHaveLength(attackCurves(alone, 20, rho, random)[0].points.length);
    // Rates of 400 members are multiples of 1/400.
    for (const {tpr} of points) expect(Math.abs(tpr * 400 - Math.round(tpr * 400))).toBeLessThan(0.21);
  });
});
