import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {othersForTail, rocOf} from "../../../data-loaders/disclosure/audit/roc.js";
import {aucOf, tprOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {seeded} from "./seeded.js";
import {mean, normal} from "./simulated.js";

/** Pairs of a member and another person, counted one by one. */
function aucPlainly(members: Float64Array, others: Float64Array): number {
  let won = 0;
  for (const member of members) for (const other of others) won += member > other ? 1 : member === other ? 0.5 : 0;
  return won / (members.length * others.length);
}

/** The smallest of the scores that at most 5 % of the others exceed, tried one after another. */
function tprPlainly(members: Float64Array, others: Float64Array): number {
  const scores = [-Infinity, ...others].sort((a, b) => a - b);
  const threshold = scores.find((score) => 20 * others.filter((other) => other > score).length <= others.length)!;
  return members.filter((member) => member > threshold).length / members.length;
}

const scores = fc
  .array(fc.integer({min: -6, max: 6}), {minLength: 1, maxLength: 150})
  .map((values) => Float64Array.from(values));

function draw(count: number, shift: number, random: () => number): Float64Array {
  return Float64Array.from({length: count}, () => shift + normal(random));
}

describe("rocOf(members, others)", () => {
  it("equals counting pairs, with ties", () => {
    fc.assert(
      fc.property(scores, scores, (members, others) => {
        const {auc, tpr} = rocOf(members, others);
        expect(auc).toBeCloseTo(aucPlainly(members, others), 10);
        expect(tpr).toBe(tprPlainly(members, others));
      })
    );
  });

  it("takes the threshold that at most 5 % of the others exceed", () => {
    const others = Float64Array.from({length: 20}, (_, i) => i + 1);
    expect(rocOf(Float64Array.of(19, 19.5, 20, 21), others).tpr).toBe(0.75);
    expect(rocOf(Float64Array.of(19, 19.5, 20, 21), others.subarray(0, 19)).tpr).toBe(0.75);
    expect(rocOf(Float64Array.of(18, 19, 19.5), others.subarray(0, 19)).tpr).toBeCloseTo(1 / 3, 12);
  });

  it("leaves its arguments in their order", () => {
    const members = Float64Array.of(3, 1, 2);
    rocOf(members, Float64Array.of(2, 0));
    expect([...members]).toEqual([3, 1, 2]);
  });

  it("is that of two normal distributions within its standard errors", () => {
    const random = seeded(1);
    for (const separation of [0, 0.3633, 1, 2]) {
      const {auc, aucSe, tpr, tprSe} = rocOf(draw(4000, separation, random), draw(10_000, 0, random));
      expect(Math.abs(auc - aucOf(separation))).toBeLessThan(3 * aucSe);
      expect(Math.abs(tpr - tprOf(separation, 0.05))).toBeLessThan(3 * tprSe);
    }
  });

  it("has standard errors of the size that repeating the study has", () => {
    const random = seeded(2);
    const rocs = Array.from({length: 400}, () => rocOf(draw(150, 0.8, random), draw(400, 0, random)));
    const spread = (values: number[]): number => {
      const middle = mean(values);
      return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
    };
    const ratio = (name: "auc" | "tpr"): number =>
      mean(rocs.map((roc) => roc[`${name}Se`])) / spread(rocs.map((roc) => roc[name]));
    // The standard deviation of 400 values is known to within 1/√800 = 3.5 %.
    expect(ratio("auc")).toBeGreaterThan(0.88);
    expect(ratio("auc")).toBeLessThan(1.12);
    expect(ratio("tpr")).toBeGreaterThan(0.85);
    expect(ratio("tpr")).toBeLessThan(1.2);
  });

  it("looks at the tail from 10,000 others on", () => {
    const random = seeded(3);
    const members = Float64Array.from({length: 1000}, (_, i) => (i < 10 ? 100 : normal(random)));
    const others = draw(othersForTail, 0, random);
    expect(rocOf(members, others.subarray(1)).beyond).toBeNull();
    const {beyond} = rocOf(members, others);
    expect(beyond).toBeGreaterThanOrEqual(0.01);
    expect(beyond).toBeLessThan(0.015);
  });

  it("draws a curve from [0, 0] to [1, 1] that never falls and has the area", () => {
    const random = seeded(4);
    const {auc, curve} = rocOf(draw(3000, 1, random), draw(5000, 0, random));
    expect(curve[0]).toEqual([0, 0]);
    expect(curve.at(-1)).toEqual([1, 1]);
    expect(curve.length).toBeGreaterThan(35);
    expect(curve.length).toBeLessThan(45);
    expect(curve.filter(([x]) => x <= 0.1).length).toBeGreaterThan(10);
    let area = 0;
    for (let i = 1; i < curve.length; ++i) {
      expect(curve[i][0]).toBeGreaterThanOrEqual(curve[i - 1][0]);
      expect(curve[i][1]).toBeGreaterThanOrEqual(curve[i - 1][1]);
      area += ((curve[i][0] - curve[i - 1][0]) * (curve[i][1] + curve[i - 1][1])) / 2;
    }
    expect(area).toBeCloseTo(auc, 2);
    expect(rocOf(Float64Array.of(1, 1), Float64Array.of(1, 1, 1)).curve).toEqual([
      [0, 0],
      [1, 1]
    ]);
  });

  it("refuses nobody, and scores that are not numbers", () => {
    expect(() => rocOf(new Float64Array(0), Float64Array.of(1))).toThrow("scores of 0 members and 1 others");
    expect(() => rocOf(Float64Array.of(1), Float64Array.of(NaN, 1))).toThrow("a score is not a number");
  });
});
