import {describe, expect, it} from "vitest";
import {homogeneousClasses, smallestClass} from "../../../data-loaders/disclosure/people/anonymity.js";
import {linkTables} from "../../../data-loaders/disclosure/people/linkedTables.js";

const dimensions = [
  {name: "ancestry", levels: 2},
  {name: "sex", levels: 2},
  {name: "status", levels: 2}
];
const cells = Int32Array.of(30, 0, 40, 50, 0, 25, 0, 0);

describe("smallestClass(tables)", () => {
  it("looks at all published columns jointly, though no table has them all", () => {
    expect(smallestClass(linkTables(dimensions, cells, [[0, 1], [2]]))).toBe(25);
    expect(smallestClass(linkTables(dimensions, cells, [[1], [2]]))).toBe(25);
    expect(smallestClass(linkTables(dimensions, cells, [[1], []]))).toBe(55);
    expect(smallestClass(linkTables(dimensions, cells, [[]]))).toBe(145);
    expect(smallestClass(linkTables(dimensions, new Int32Array(8), [[0]]))).toBeNull();
  });
});

describe("homogeneousClasses(tables, sensitive)", () => {
  it("finds classes whose people all have one status, in every table with a status; empty ones are none", () => {
    const tables = linkTables(dimensions, cells, [
      [0, 1, 2],
      [0, 2],
      [1, 2],
      [0, 1]
    ]);
    expect(homogeneousClasses(tables, "status")).toEqual([
      {table: 0, people: 30, numbers: [0, 1]},
      {table: 0, people: 25, numbers: [4, 5]},
      {table: 1, people: 25, numbers: [10, 11]}
    ]);
  });

  it("has none where the dimension has one level, and refuses one that it does not know", () => {
    const single = linkTables([{name: "status", levels: 1}], Int32Array.of(30), [[0]]);
    expect(homogeneousClasses(single, "status")).toEqual([]);
    expect(() => homogeneousClasses(single, "phase")).toThrow("unknown sensitive dimension: phase");
  });
});
