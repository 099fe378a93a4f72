import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  cellKeyOf,
  perturb,
  perturbationError,
  perturbationTable,
  type PerturbationTable
} from "../../../data-loaders/disclosure/regimes/cellKey.js";

// The table of the R package cellKey's own test (sdcTools/cellKey, tests/testthat/test_countvars.R).
const rule = {D: 5, V: 3, js: 2, pStay: 0.5};
const table = perturbationTable(rule);

describe("perturbationTable({D, V, js, pStay})", () => {
  it("has 66 pairs of counts from 0 to 8 for D = 5, js = 2", () => {
    expect(table.map(({count}) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(table.map(({results}) => results.length)).toEqual([1, 5, 6, 7, 8, 9, 9, 10, 11]);
    expect(table.flatMap(({results}) => results)).toHaveLength(66);
    expect(table[1].results).toEqual([0, 3, 4, 5, 6]);
    expect(table[8].results).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it("changes counts by 0 on average and with variance V, and leaves at least half as they are", () => {
    for (const row of table.slice(1)) {
      expect(row.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(moment(row, 1)).toBeCloseTo(0, 9);
      expect(moment(row, 2)).toBeCloseTo(3, 6);
      const stays = row.probabilities[row.results.indexOf(row.count)];
      if (row.count > rule.js) expect(stays).toBeGreaterThanOrEqual(0.5);
    }
  });

  // scipy.optimize.minimize (SLSQP) of Σ p log p under the same constraints.
  it("has the most entropy of all that do", () => {
    expectClose(table[1].probabilities, [0.7345, 0.1367, 0.0728, 0.0374, 0.0186]);
    expectClose(table[3].probabilities, [0.1874, 0.5, 0.1563, 0.0908, 0.0432, 0.0169, 0.0054]);
    const half = [0.0939, 0.0723, 0.0468, 0.0254, 0.0116];
    expectClose(table[8].probabilities, [...half.toReversed(), 0.5, ...half]);
    for (const {count, results, probabilities} of table.slice(1)) {
      const free = results.flatMap((result, i) =>
        result === count ? [] : [{v: result - count, log: Math.log(probabilities[i])}]
      );
      const [x, y, z] = free;
      const slope = (a: {v: number; log: number}, b: {v: number; log: number}) => (a.log - b.log) / (a.v - b.v);
      const curve = (slope(y, z) - slope(x, y)) / (z.v - x.v);
      // Lagrange's condition: the logarithm is a parabola in the change, here Newton's through the first three.
      for (const {v, log} of free)
        expect(x.log + slope(x, y) * (v - x.v) + curve * (v - x.v) * (v - y.v)).toBeCloseTo(log, 5);
    }
  });

  it("never gives a negative count or one of 1 to js, for any rule that has a solution", () => {
    const rules = fc.record({
      D: fc.integer({min: 1, max: 8}),
      V: fc.double({min: 0.2, max: 6, noNaN: true}),
      js: fc.integer({min: 0, max: 4}),
      pStay: fc.constantFrom(0, 0.3, 0.5, 0.9)
    });
    fc.assert(
      fc.property(rules, (some) => {
        let made: PerturbationTable;
        try {
          made = perturbationTable(some);
        } catch (error) {
          expect(String(error)).toMatch(/no perturbation of \d+ for D/);
          return;
        }
        expect(made).toHaveLength((some.js === 0 ? some.D : some.D + some.js + 1) + 1);
        for (const row of made) {
          expect(row.results.every((result) => result === 0 || result > some.js)).toBe(true);
          expect(row.results.every((result) => Math.abs(result - row.count) <= some.D)).toBe(true);
          expect(row.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
          expect(row.probabilities.every((p) => p >= 0)).toBe(true);
          expect(moment(row, 1)).toBeCloseTo(0, 6);
          expect(moment(row, 2)).toBeLessThanOrEqual(some.V * (1 + 1e-6));
        }
      }),
      {numRuns: 40}
    );
  });

  it("lets fewer counts stay where the variance needs it", () => {
    // V = 0.6 with changes of 1 at most: 40 % stay at the most, and 0.9 is lowered to it.
    const row = perturbationTable({D: 1, V: 0.6, js: 0, pStay: 0.9})[1];
    expectClose(row.probabilities, [0.3, 0.4, 0.3]);
  });

  it("refuses rules without a solution: a count of 1 that becomes 0 or 3 has variance 2 at least", () => {
    expect(() => perturbationTable({D: 5, V: 1, js: 2, pStay: 0})).toThrow("no perturbation of 1");
    expect(() => perturbationTable({D: 0, V: 1, js: 0, pStay: 0})).toThrow("D 0");
    expect(() => perturbationTable({D: 5, V: 3, js: 2, pStay: 1})).toThrow("pStay 1");
  });
});

describe("perturb(count, cellKey, table)", () => {
  it("keeps zero, and gives the results of a row in the order of the key", () => {
    expect([0, 0.5, 0.999].map((key) => perturb(0, key, table))).toEqual([0, 0, 0]);
    expect([0, 0.73, 0.74, 0.999].map((key) => perturb(1, key, table))).toEqual([0, 0, 3, 6]);
    expect([0, 0.24, 0.26, 0.74, 0.76, 0.9999].map((key) => perturb(8, key, table))).toEqual([3, 7, 8, 8, 9, 13]);
    expect(perturb(1000, 0.9999, table)).toBe(1005);
    expect(() => perturb(-1, 0.5, table)).toThrow("-1");
  });

  it("gives results as often as the table says", () => {
    const counts = new Map<number, number>();
    const keys = 100_000;
    for (let i = 0; i < keys; ++i) {
      const result = perturb(3, (i + 0.5) / keys, table);
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    table[3].results.forEach((result, i) =>
      expect(counts.get(result)! / keys).toBeCloseTo(table[3].probabilities[i], 4)
    );
  });

  it("perturbationError(count, table) is the mean change of such results", () => {
    expect(perturbationError(0, table)).toBe(0);
    const keys = 20_000;
    for (const count of [1, 5, 50]) {
      let sum = 0;
      for (let i = 0; i < keys; ++i) sum += Math.abs(perturb(count, (i + 0.5) / keys, table) - count);
      expect(sum / keys).toBeCloseTo(perturbationError(count, table), 3);
    }
  });
});

describe("cellKeyOf(recordKeys)", () => {
  it("is the sum modulo 1", () => {
    expect(cellKeyOf([0.25, 0.5])).toBe(0.75);
    expect(cellKeyOf([0.75, 0.5, 0.5])).toBe(0.75);
    expect(cellKeyOf([])).toBe(0);
  });

  it("is the same for the same people in any order, so their count changes in the same way", () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}), {maxLength: 50}), (keys) => {
        const key = cellKeyOf(keys);
        expect(key).toBeGreaterThanOrEqual(0);
        expect(key).toBeLessThan(1);
        expect(cellKeyOf(keys.toReversed())).toBe(key);
        expect(perturb(keys.length, cellKeyOf(keys.toSorted()), table)).toBe(perturb(keys.length, key, table));
      })
    );
  });
});

function moment({count, results, probabilities}: PerturbationTable[number], power: number): number {
  return results.reduce((sum, result, i) => sum + probabilities[i] * (result - count) ** power, 0);
}

function expectClose(values: number[], expected: number[]): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-4));
}
