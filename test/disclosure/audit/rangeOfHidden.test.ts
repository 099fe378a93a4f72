import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {narrowestOf, oneWherePeople, rangesOfHidden} from "../../../data-loaders/disclosure/audit/rangeOfHidden.js";
import {allMargins, linkTables, type LinkedTables} from "../../../data-loaders/disclosure/people/linkedTables.js";
import {bundleModule} from "../../../data-loaders/release/bundleModule.js";

const twoByTwo = linkTables(
  [
    {name: "sex", levels: 2},
    {name: "age", levels: 2}
  ],
  Int32Array.of(5, 60, 70, 80),
  allMargins(2)
);
const fourCells = hide(twoByTwo, [0, 1, 2, 3]);

describe("rangesOfHidden(tables, hidden, atLeast)", () => {
  it("gives the bounds that sums leave (Fréchet) to the cells of a 2 × 2 table", async () => {
    const {low, high} = await rangesOfHidden(twoByTwo, fourCells, new Uint8Array(9));
    expect([...low.subarray(0, 4)]).toEqual([0, 0, 10, 75]);
    expect([...high.subarray(0, 4)]).toEqual([65, 65, 75, 140]);
  });

  it("takes hidden numbers to be 1 or more unless told otherwise", async () => {
    const {low} = await rangesOfHidden(twoByTwo, fourCells);
    expect([...low.subarray(0, 2)]).toEqual([1, 1]);
    const withNobody = linkTables(twoByTwo.dimensions, Int32Array.of(0, 60, 70, 80), allMargins(2));
    expect([...oneWherePeople(withNobody).subarray(0, 4)]).toEqual([0, 1, 1, 1]);
    expect((await rangesOfHidden(withNobody, fourCells)).low[0]).toBe(0);
  });

  it("leaves a lone hidden number no width, and one without any sum no end", async () => {
    const alone = hide(twoByTwo, [0]);
    expect(narrowestOf(await rangesOfHidden(twoByTwo, alone), alone)).toBe(0);
    const unlinked = linkTables(twoByTwo.dimensions, twoByTwo.cells, [[0, 1]]);
    const {low, high} = await rangesOfHidden(unlinked, hide(unlinked, [2]));
    expect([low[2], high[2]]).toEqual([1, Infinity]);
    expect(narrowestOf({low, high}, new Uint8Array(4))).toBeNull();
  });

  it("agrees with trying every way to fill a two-way table, and contains all ways to fill a three-way one", async () => {
    const cubes = fc
      .tuple(fc.constantFrom([2, 2], [2, 3], [2, 2, 2]), fc.infiniteStream(fc.integer({min: 0, max: 3})))
      .chain(([levels, counts]) => {
        const cells = Int32Array.from({length: levels.reduce<number>((a, b) => a * b, 1)}, () => counts.next().value!);
        const tables = linkTables(
          levels.map((n, d) => ({name: `d${d}`, levels: n})),
          cells,
          allMargins(levels.length)
        );
        const codes = fc.array(fc.constantFrom(0, 1), {
          minLength: tables.values.length,
          maxLength: tables.values.length
        });
        return fc.record({tables: fc.constant(tables), codes});
      });
    await fc.assert(
      fc.asyncProperty(cubes, async ({tables, codes}) => {
        // The number of everybody stays, so that there are only so many ways.
        const hidden = Uint8Array.from(codes, (code, number) => (number === codes.length - 1 ? 0 : code));
        const ranges = await rangesOfHidden(tables, hidden);
        const tried = rangesByTrying(tables, hidden);
        hidden.forEach((code, number) => {
          if (!code) return;
          if (tables.dimensions.length === 2)
            expect([ranges.low[number], ranges.high[number]]).toEqual([tried.low[number], tried.high[number]]);
          expect(ranges.low[number]).toBeLessThanOrEqual(tried.low[number]);
          expect(ranges.high[number]).toBeGreaterThanOrEqual(tried.high[number]);
        });
      }),
      {seed: 5, numRuns: 60}
    );
  });

  it("finds its solver from a bundle, too", async () => {
    const module = await bundleModule(
      new URL("../../../data-loaders/disclosure/audit/rangeOfHidden.ts", import.meta.url)
    );
    const bundled = (await import(/* @vite-ignore */ module.href)) as {rangesOfHidden: typeof rangesOfHidden};
    expect((await bundled.rangesOfHidden(twoByTwo, fourCells)).high[0]).toBe(64);
  });
});

function rangesByTrying(tables: LinkedTables, hidden: Uint8Array): {low: number[]; high: number[]} {
  const {values, cellsOf, cells} = tables;
  const low = [...values];
  const high = [...values];
  const total = cells.reduce((sum, people) => sum + people, 0);
  const filled = new Int32Array(cells.length);
  const fill = (cell: number, left: number): void => {
    if (cell === cells.length - 1) {
      filled[cell] = left;
      const sums = cellsOf.map((list) => list.reduce((sum, c) => sum + filled[c], 0));
      const fits = sums.every((sum, i) => (hidden[i] ? sum >= Math.min(1, values[i]) : sum === values[i]));
      if (fits) sums.forEach((sum, i) => ((low[i] = Math.min(low[i], sum)), (high[i] = Math.max(high[i], sum))));
      return;
    }
    for (let people = 0; people <= left; ++people) {
      if (!hidden[cell] && people !== values[cell]) continue;
      filled[cell] = people;
      fill(cell + 1, left - people);
    }
  };
  fill(0, total);
  return {low, high};
}

function hide({values}: LinkedTables, numbers: number[]): Uint8Array {
  return Uint8Array.from(values, (_, number) => Number(numbers.includes(number)));
}
