import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {coverPoints, coverRows, levelFor, visitCells} from "../../src/kernels/pointCover.js";

const share = fc.double({min: 0, max: 1, noNaN: true});
const points = fc.array(fc.tuple(share, fc.oneof(share, fc.constant(NaN))), {maxLength: 60});

/** The same by looking at every point. */
function cellsSlowly(of: [number, number][], level: number, [from, to]: [number, number]): string[] {
  const columns = 2 ** level;
  const cells = of
    .filter(([, y]) => !Number.isNaN(y))
    .map(([x, y]) => [
      Math.min(columns - 1, Math.floor(x * columns)),
      Math.min(coverRows - 1, Math.floor(y * coverRows))
    ])
    .filter(([column]) => column >= from && column < to);
  return [...new Set(cells.map(String))].sort();
}

describe("coverPoints(points, xs, ys) and visitCells(cover, level, columns, visit)", () => {
  it("visit each cell that holds a point once, at every level, and no other", () => {
    fc.assert(
      fc.property(points, fc.integer({min: 10, max: 16}), share, share, (of, level, a, b) => {
        const cover = coverPoints(
          of.length,
          (i) => of[i][0],
          (i) => of[i][1]
        );
        const range = [a, b].sort((x, y) => x - y).map((x) => Math.floor(x * 2 ** level)) as [number, number];
        const seen: string[] = [];
        visitCells(cover, level, range, (column, row) => seen.push(`${column},${row}`));
        expect(seen.sort()).toEqual(cellsSlowly(of, level, range));
      }),
      {numRuns: 40}
    );
  });

  it("keeps columns within the grid", () => {
    const seen: number[] = [];
    const cover = coverPoints(
      1,
      () => 1,
      () => 1
    );
    visitCells(cover, 10, [-5, 5000], (column, row) => seen.push(column, row));
    expect(seen).toEqual([1023, 511]);
  });
});

describe("levelFor(pixels of the whole)", () => {
  it("takes the coarsest level with a column for each pixel", () => {
    expect([300, 1024, 1025, 65_536].map(levelFor)).toEqual([10, 10, 11, 16]);
  });

  it("has none when the finest columns are wider than a pixel", () => {
    expect(levelFor(65_537)).toBeNull();
  });
});
