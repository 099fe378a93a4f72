import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {allMargins, groupsOf, linkTables, withCells} from "../../../data-loaders/disclosure/people/linkedTables.js";

const dimensions = [
  {name: "sex", levels: 2},
  {name: "age", levels: 3}
];
const cells = Int32Array.of(1, 2, 3, 10, 20, 30);

describe("linkTables(dimensions, cells, published)", () => {
  it("adds up every published group-by, table after table", () => {
    const tables = linkTables(dimensions, cells, [[0, 1], [1], [0], []]);
    expect([...tables.values]).toEqual([1, 2, 3, 10, 20, 30, 11, 22, 33, 6, 60, 66]);
    expect([...tables.tableOf]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3]);
    expect(tables.cellsOf.slice(6).map((list) => [...list])).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
      [0, 1, 2],
      [3, 4, 5],
      [0, 1, 2, 3, 4, 5]
    ]);
  });

  it("finds what adds up between published tables, and only between those", () => {
    const {equations, equationsOf} = linkTables(dimensions, cells, [[0, 1], [1]]);
    expect(equations).toEqual([
      {whole: 6, parts: [0, 3]},
      {whole: 7, parts: [1, 4]},
      {whole: 8, parts: [2, 5]}
    ]);
    expect(equationsOf[4]).toEqual([1]);
    expect(linkTables(dimensions, cells, [[0], [1]]).equations).toEqual([]);
  });

  it("counts 5 × 2 × 2 × 10 cells in all 16 group-bys", () => {
    const wide = [5, 2, 2, 10].map((levels, d) => ({name: `d${d}`, levels}));
    const {values, equations} = linkTables(wide, new Int32Array(200).fill(1), allMargins(4));
    expect(values.length).toBe(6 * 3 * 3 * 11);
    expect(equations.length).toBe(7 * 4 * 4 * 12 - 6 * 3 * 3 * 11);
  });

  it("refuses cells that do not fit, a group-by given twice and an unknown dimension", () => {
    expect(() => linkTables(dimensions, new Int32Array(5), [[0]])).toThrow("5 cells given where the dimensions make 6");
    expect(() =>
      linkTables(dimensions, cells, [
        [0, 1],
        [1, 0]
      ])
    ).toThrow("group-by published twice: 0, 1");
    expect(() => linkTables(dimensions, cells, [[2]])).toThrow("unknown dimension in group-by: 2");
  });

  it("every number and every equation agrees with counting people one by one", () => {
    const cubes = fc.array(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 4}).chain((levels) =>
      fc.record({
        levels: fc.constant(levels),
        persons: fc.array(fc.tuple(...levels.map((n) => fc.integer({min: 0, max: n - 1}))), {maxLength: 30}),
        published: fc.subarray(allMargins(levels.length), {minLength: 1})
      })
    );
    fc.assert(
      fc.property(cubes, ({levels, persons, published}) => {
        const counted = new Int32Array(levels.reduce((a, b) => a * b, 1));
        for (const person of persons) ++counted[person.reduce((cell, code, d) => cell * levels[d] + code, 0)];
        const named = levels.map((n, d) => ({name: `d${d}`, levels: n}));
        const tables = withCells(linkTables(named, new Int32Array(counted.length), published), counted);
        for (const {dimensions: kept, first, size} of tables.tables) {
          const expected = new Int32Array(size);
          for (const person of persons) ++expected[kept.reduce((at, d) => at * levels[d] + person[d], 0)];
          expect([...tables.values.subarray(first, first + size)]).toEqual([...expected]);
        }
        for (const {whole, parts} of tables.equations)
          expect(parts.reduce((sum, part) => sum + tables.values[part], 0)).toBe(tables.values[whole]);
      }),
      {seed: 1, numRuns: 200}
    );
  });
});

describe("groupsOf(dimensions, kept)", () => {
  it("gives the group of every cell when only some dimensions are looked at", () => {
    expect([...groupsOf(dimensions, [1])]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([...groupsOf(dimensions, [0])]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...groupsOf(dimensions, [])]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
