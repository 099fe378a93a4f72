import {expect, it} from "vitest";
import {exactRatios} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {ratiosWithout} from "../../../data-loaders/disclosure/audit/withoutPerson.js";

it("ratiosWithout(ratiosFor) takes each genotype's ratio from the number that is less by its copies", () => {
  expect(ratiosWithout((less) => [10 + less, 20 + less, 30 + less])).toEqual([10, 21, 32]);
});

it("ratiosWithout of exact counts is 1 on average for a member who was left out, as for anybody", () => {
  // 60 of 250 copies with the person, whose genotype is then in Hardy–Weinberg proportions of the population.
  const p = 0.3;
  const expected = [0, 1, 2].map((copies) => {
    let sum = 0;
    const probabilities = [(1 - p) ** 2, 2 * p * (1 - p), p ** 2];
    exactRatios(60 - copies, 248, p).forEach((ratio, x) => (sum += probabilities[x] * ratio));
    return sum;
  });
  expected.forEach((sum) => expect(sum).toBeCloseTo(1, 1));
  const without = ratiosWithout((copies) => exactRatios(60 - copies, 248, p));
  without.forEach((ratio, x) => expect(ratio).toBe(exactRatios(60 - x, 248, p)[x]));
});
