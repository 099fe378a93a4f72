import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {StratumVariable} from "../../data-loaders/sources/cohort.js";
import {countPeople, marginsTable} from "../../data-loaders/tables/margins.js";
import {rowsOf} from "./rowsOf.js";

function variable(name: string, levels: string[], codes: number[]): StratumVariable {
  return {name, levels, codes: Int16Array.from(codes)};
}

describe("countPeople(people)", () => {
  const ancestry = variable("ancestry", ["AFR", "EUR"], [0, 1, 1, 1, 0]);
  const sex = variable("sex", ["female", "male"], [0, 0, 1, 1, 1]);

  it("counts people down to the finest cells, the last dimension fastest", () => {
    const cube = countPeople({total: 5, included: Uint8Array.of(1, 1, 1, 1, 0), strata: [ancestry, sex], age: null});
    expect(cube.dimensions).toEqual([
      {name: "ancestry", levels: ["AFR", "EUR"]},
      {name: "sex", levels: ["female", "male"]}
    ]);
    expect([...cube.cells]).toEqual([1, 0, 1, 2]);
  });

  it("has bands of age as the last dimension, and a level for people whose level is unknown", () => {
    const age = variable("age", ["under 50", "50 or more"], [0, -1, 1, 1, 0]);
    const cube = countPeople({total: 5, included: new Uint8Array(5).fill(1), strata: [ancestry], age});
    expect(cube.dimensions[1]).toEqual({name: "age", levels: ["under 50", "50 or more", "unknown"]});
    expect([...cube.cells]).toEqual([2, 0, 0, 0, 2, 1]);
  });

  it("needs no such level for people who are left out, nor a second one", () => {
    const some = variable("ancestry", ["AFR", "EUR"], [0, -1]);
    expect(
      countPeople({total: 2, included: Uint8Array.of(1, 0), strata: [some], age: null}).dimensions[0].levels
    ).toEqual(["AFR", "EUR"]);
    const known = variable("ancestry", ["AFR", "unknown"], [0, -1]);
    const {dimensions, cells} = countPeople({total: 2, included: Uint8Array.of(1, 1), strata: [known], age: null});
    expect(dimensions[0].levels).toEqual(["AFR", "unknown"]);
    expect([...cells]).toEqual([1, 1]);
  });

  it("without characteristics is one number, of everybody", () => {
    const {dimensions, cells} = countPeople({total: 3, included: Uint8Array.of(1, 0, 1), strata: [], age: null});
    expect(dimensions).toEqual([]);
    expect([...cells]).toEqual([2]);
  });

  it("equals a slow count of every cell", () => {
    const person = fc.tuple(
      fc.integer({min: -1, max: 1}),
      fc.integer({min: -1, max: 2}),
      fc.integer({min: -1, max: 3}),
      fc.boolean()
    );
    fc.assert(
      fc.property(fc.array(person, {maxLength: 80}), fc.boolean(), (people, withAge) => {
        const of = (d: 0 | 1 | 2, levels: string[]) =>
          variable(
            `d${d}`,
            levels,
            people.map((row) => row[d])
          );
        const cube = countPeople({
          total: people.length,
          included: Uint8Array.from(people, (row) => Number(row[3])),
          strata: [of(0, ["a", "b"]), of(1, ["c", "d", "e"])],
          age: withAge ? of(2, ["f", "g", "h", "i"]) : null
        });
        expect(cube.dimensions).toHaveLength(withAge ? 3 : 2);
        let cell = 0;
        const walk = (levels: string[]): void => {
          const d = levels.length;
          if (d < cube.dimensions.length) return cube.dimensions[d].levels.forEach((name) => walk([...levels, name]));
          const named = (code: number, k: number): string => (code < 0 ? "unknown" : cube.dimensions[k].levels[code]);
          const there = people.filter(
            ([a, b, c, included]) => included && levels.every((name, k) => named([a, b, c][k], k) === name)
          );
          expect(cube.cells[cell++]).toBe(there.length);
        };
        walk([]);
        expect(cell).toBe(cube.cells.length);
      })
    );
  });
});

it("marginsTable(dimensions, rows) names the levels of each row, and all where a dimension is not chosen", () => {
  const dimensions = [
    {name: "ancestry", levels: ["AFR", "EUR"]},
    {name: "sex", levels: ["female", "male"]}
  ];
  const rows = [
    {levels: [-1, -1], n: 300},
    {levels: [1, -1], n: 200},
    {levels: [-1, 0], n: 150},
    {levels: [0, 1], n: 50}
  ];
  expect(rowsOf(marginsTable(dimensions, rows))).toEqual([
    {ancestry: "all", sex: "all", n: 300},
    {ancestry: "EUR", sex: "all", n: 200},
    {ancestry: "all", sex: "female", n: 150},
    {ancestry: "AFR", sex: "male", n: 50}
  ]);
});
