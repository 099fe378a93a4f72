import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {errorSquares, structureErrorsTable} from "../../../data-loaders/tables/protein/structureErrorsTable.js";
import type {CheckedStructure} from "../../../src/model/structure.js";

function structure(residues: number, value: (i: number, j: number) => number, first = 1): CheckedStructure {
  return {
    gene: "TEST",
    model: {residues: Array.from({length: residues}, (_, i) => ({position: first + i}))},
    error: {
      residues,
      most: 31.75,
      values: Float32Array.from({length: residues ** 2}, (_, at) => value(Math.floor(at / residues), at % residues))
    }
  } as CheckedStructure;
}

describe("errorSquares(structure)", () => {
  it("keeps each pair of a short protein, rows aligned and columns scored", () => {
    expect(errorSquares(structure(2, (i, j) => 10 * i + j, 11))).toEqual([
      {gene: "TEST", aligned: [11, 11], scored: [11, 11], error: 0, most: 31.75},
      {gene: "TEST", aligned: [11, 11], scored: [12, 12], error: 1, most: 31.75},
      {gene: "TEST", aligned: [12, 12], scored: [11, 11], error: 10, most: 31.75},
      {gene: "TEST", aligned: [12, 12], scored: [12, 12], error: 11, most: 31.75}
    ]);
  });

  it("has at most 64 × 64 squares, which cover every pair once and keep the sum", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 300}), (residues) => {
        const value = (i: number, j: number): number => ((7 * i + 3 * j) % 32) / 2;
        const squares = errorSquares(structure(residues, value));
        expect(squares.length).toBeLessThanOrEqual(64 * 64);
        let [pairs, sum, wanted] = [0, 0, 0];
        for (const {aligned, scored, error} of squares) {
          const size = (aligned[1] - aligned[0] + 1) * (scored[1] - scored[0] + 1);
          [pairs, sum] = [pairs + size, sum + size * error];
        }
        for (let i = 0; i < residues; ++i) for (let j = 0; j < residues; ++j) wanted += value(i, j);
        expect(pairs).toBe(residues ** 2);
        // Means are told to a hundredth of an ångström.
        expect(Math.abs(sum - wanted)).toBeLessThanOrEqual(0.005 * pairs + 1e-6);
      }),
      {numRuns: 30}
    );
  });

  it("is empty without an error", () => {
    expect(errorSquares({...structure(2, () => 0), error: null})).toEqual([]);
    expect(structureErrorsTable([]).rows).toBe(0);
  });
});
