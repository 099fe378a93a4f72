import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {peel} from "../../../data-loaders/disclosure/audit/peel.js";
import {allMargins, linkTables, type LinkedTables} from "../../../data-loaders/disclosure/people/linkedTables.js";

const sexByAge = linkTables(
  [
    {name: "sex", levels: 2},
    {name: "age", levels: 2}
  ],
  Int32Array.of(5, 60, 70, 80),
  allMargins(2)
);

describe("peel(tables, hidden)", () => {
  it("gets a lone hidden number by subtraction", () => {
    const {recovered, by} = peel(sexByAge, hide(sexByAge, [0]));
    expect(numbersOf(recovered)).toEqual([0]);
    expect(sexByAge.equations[by[0]].parts).toContain(0);
  });

  it("gets nothing where every sum has two unknowns", () => {
    expect(numbersOf(peel(sexByAge, hide(sexByAge, [0, 1, 2, 3])).recovered)).toEqual([]);
  });

  it("goes on from what it got", () => {
    // Row and column sums of 0 are hidden as well; the cells left and the total give them back one after another.
    const [total] = numbersOf(sexByAge.values.map((value) => Number(value === 215)));
    const hidden = sexByAge.values.map((_, number) => Number(number === 0 || (number > 3 && number !== total)));
    expect(numbersOf(peel(sexByAge, Uint8Array.from(hidden)).recovered)).toEqual(numbersOf(hidden));
  });

  it("takes every part of a sum of nobody to be 0", () => {
    const empty = linkTables(sexByAge.dimensions, Int32Array.of(0, 0, 70, 80), allMargins(2));
    expect(numbersOf(peel(empty, hide(empty, [0, 1])).recovered)).toEqual([0, 1]);
  });

  it("agrees with trying all equations again and again", () => {
    const cubes = fc.tuple(
      fc.array(fc.constantFrom(0, 0, 1, 5, 30), {minLength: 12, maxLength: 12}),
      fc.subarray(allMargins(3), {minLength: 2}),
      fc.infiniteStream(fc.constantFrom(0, 0, 1))
    );
    fc.assert(
      fc.property(cubes, ([counts, published, coins]) => {
        const tables = linkTables(
          [2, 3, 2].map((levels, d) => ({name: `d${d}`, levels})),
          Int32Array.from(counts),
          published
        );
        const hidden = Uint8Array.from(tables.values, () => coins.next().value!);
        expect(numbersOf(peel(tables, hidden).recovered)).toEqual(peelSlowly(tables, hidden));
      }),
      {seed: 2, numRuns: 500}
    );
  });
});

function peelSlowly({values, equations}: LinkedTables, hidden: Uint8Array): number[] {
  const known = new Set([...values.keys()].filter((number) => !hidden[number]));
  for (let before = -1; before < known.size;) {
    before = known.size;
    for (const {whole, parts} of equations) {
      const unknown = [whole, ...parts].filter((number) => !known.has(number));
      if (unknown.length === 1) known.add(unknown[0]);
      if (known.has(whole) && values[whole] === 0) parts.forEach((part) => known.add(part));
    }
  }
  return [...known].filter((number) => hidden[number]).sort((a, b) => a - b);
}

function hide({values}: LinkedTables, numbers: number[]): Uint8Array {
  return Uint8Array.from(values, (_, number) => Number(numbers.includes(number)));
}

function numbersOf(flags: ArrayLike<number>): number[] {
  return Array.from(flags, (flag, number) => (flag ? number : -1)).filter((number) => number >= 0);
}
