import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {candidateWeights} from "../../src/kernels/candidateWeights.js";

describe("candidateWeights(candidates, alleles)", () => {
  // Alleles 0–3 as *1, *3A (two variants), *3B and *3C (one each); people who are heterozygous for both variants are
  // 0/1 or 2/3. Maximum of the likelihood Σ n log Σ f(a) f(b) (2 if a ≠ b) by scipy.optimize.minimize (BFGS, 20 starts):
  // weight of 0/1 = f0 f1 / (f0 f1 + f2 f3).
  it.each([
    {counts: [800, 90, 12, 1, 0, 0, 3, 0], weight: 0.999926070779317},
    {counts: [50, 40, 30, 20, 5, 6, 4, 3], weight: 0.7852508670441671}
  ])("finds the most likely frequencies: $counts", ({counts, weight}) => {
    const pairs = [
      [[0, 0]],
      [
        [0, 1],
        [2, 3]
      ],
      [[0, 3]],
      [[0, 2]],
      [[2, 2]],
      [[3, 3]],
      [[1, 1]],
      [[1, 2]]
    ];
    const weights = candidateWeights(
      counts.map((people, i) => ({people, pairs: pairs[i]})),
      4
    );
    expect(weights[1][0]).toBeCloseTo(weight, 6);
    expect(weights[0]).toEqual([1]);
  });

  it("adds up to 1 for everybody, also where an allele is nowhere certain and where nobody is", () => {
    const pair = fc.tuple(fc.nat(4), fc.nat(4)).map(([a, b]) => [a, b]);
    const entry = fc.record({people: fc.nat(50), pairs: fc.array(pair, {minLength: 1, maxLength: 4})});
    fc.assert(
      fc.property(fc.array(entry, {minLength: 1, maxLength: 6}), (entries) => {
        for (const weights of candidateWeights(entries, 5)) {
          expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
          expect(weights.every((w) => w >= 0)).toBe(true);
        }
      }),
      {seed: 1}
    );
  });

  it("weighs single copies by their frequency", () => {
    const weights = candidateWeights(
      [
        {people: 30, pairs: [[0]]},
        {people: 10, pairs: [[1]]},
        {people: 4, pairs: [[0], [1]]}
      ],
      2
    );
    expect(weights[2][0]).toBeCloseTo(0.75, 6);
  });
});
