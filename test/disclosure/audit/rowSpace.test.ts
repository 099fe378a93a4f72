import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {peel} from "../../../data-loaders/disclosure/audit/peel.js";
import {solvedByElimination} from "../../../data-loaders/disclosure/audit/rowSpace.js";
import {allMargins, linkTables, type LinkedTables} from "../../../data-loaders/disclosure/people/linkedTables.js";

const cubes = fc
  .tuple(
    fc.constantFrom([2, 3], [2, 2, 3], [3, 3, 2]),
    fc.infiniteStream(fc.integer({min: 1, max: 40})),
    fc.infiniteStream(fc.constantFrom(0, 0, 1)),
    fc.infiniteStream(fc.boolean())
  )
  .map(([levels, counts, coins, picks]) => {
    const published = allMargins(levels.length).filter((kept) => kept.length === 0 || picks.next().value);
    const cells = Int32Array.from({length: levels.reduce<number>((a, b) => a * b, 1)}, () => counts.next().value!);
    const tables = linkTables(
      levels.map((n, d) => ({name: `d${d}`, levels: n})),
      cells,
      published
    );
    return {tables, hidden: Uint8Array.from(tables.values, () => coins.next().value!)};
  });

describe("solvedByElimination(tables, hidden)", () => {
  it("finds exactly the numbers that add no rank to the shown ones", () => {
    let found = 0;
    fc.assert(
      fc.property(cubes, ({tables, hidden}) => {
        const solved = solvedByElimination(tables, hidden);
        const rows = (numbers: number[]): bigint[][] =>
          numbers.map((n) => Array.from(tables.cells, (_, cell) => (tables.cellsOf[n].includes(cell) ? 1n : 0n)));
        const shown = [...hidden.keys()].filter((number) => !hidden[number]);
        const rank = rankOf(rows(shown));
        hidden.forEach((code, number) => {
          expect(solved[number]).toBe(code && rankOf(rows([...shown, number])) === rank ? 1 : 0);
          found += solved[number];
        });
      }),
      {seed: 3, numRuns: 150}
    );
    expect(found).toBeGreaterThan(100);
  });

  it("finds whatever subtraction finds among numbers of 1 or more, and at times more", () => {
    let more = 0;
    fc.assert(
      fc.property(cubes, ({tables, hidden}) => {
        const solved = solvedByElimination(tables, hidden);
        const {recovered} = peel(tables, hidden);
        recovered.forEach((flag, number) => flag && expect(solved[number]).toBe(1));
        more += count(solved) - count(recovered);
      }),
      {seed: 4, numRuns: 500}
    );
    expect(more).toBeGreaterThan(0);
  });

  it("sees a sum over two tables that no subtraction of one unknown sees", () => {
    // Sums by sex are hidden but for one; those by age are not, so everybody is known, and then the other sex.
    const tables = linkTables(
      [
        {name: "sex", levels: 2},
        {name: "age", levels: 2}
      ],
      Int32Array.of(5, 60, 70, 80),
      [[0], [1]]
    );
    expect([...solvedByElimination(tables, hide(tables, 1))]).toEqual([0, 1, 0, 0]);
    expect(count(peel(tables, hide(tables, 1)).recovered)).toBe(0);
  });
});

/** By fractions-free elimination in whole numbers of any size. */
function rankOf(matrix: bigint[][]): number {
  const rows = matrix.map((row) => [...row]);
  let rank = 0;
  for (let c = 0; c < (rows[0]?.length ?? 0); ++c) {
    const at = rows.findIndex((row, r) => r >= rank && row[c] !== 0n);
    if (at < 0) continue;
    [rows[rank], rows[at]] = [rows[at], rows[rank]];
    for (let r = rank + 1; r < rows.length; ++r) {
      const [a, b] = [rows[rank][c], rows[r][c]];
      if (b !== 0n) rows[r] = rows[r].map((value, k) => value * a - rows[rank][k] * b);
    }
    ++rank;
  }
  return rank;
}

function hide({values}: LinkedTables, ...numbers: number[]): Uint8Array {
  return Uint8Array.from(values, (_, number) => Number(numbers.includes(number)));
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}
