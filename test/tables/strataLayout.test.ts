import {describe, expect, it} from "vitest";
import type {People} from "../../data-loaders/sources/cohort.js";
import {peopleTable} from "../../data-loaders/tables/people.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";
import {rowsOf} from "./rowsOf.js";

/** Six people; the fifth is left out, the sixth has no status. */
const people: People = {
  total: 6,
  included: Uint8Array.of(1, 1, 1, 1, 0, 1),
  sex: Uint8Array.of(1, 2, 1, 0, 1, 2),
  strata: [
    {name: "ancestry", levels: ["AFR", "EUR"], codes: Int16Array.of(1, 1, 0, 1, 0, 0)},
    {name: "status", levels: ["case", "control"], codes: Int16Array.of(0, 0, 1, 0, -1, -1)}
  ],
  traits: [],
  covariates: [],
  age: null,
  tokens: new Uint8Array(),
  left: {withdrawn: 1, noConsent: 0, notInSampleFile: 0}
};

describe("layOutStrata(people)", () => {
  const layout = layOutStrata(people);

  it("has the combinations that somebody has, in the order of levels, and how many men are in each", () => {
    expect(layout.combinations.map(({codes, people, men}) => ({codes, people, men}))).toEqual([
      {codes: [0, 1], people: 1, men: 1},
      {codes: [0, 2], people: 1, men: 0},
      {codes: [1, 0], people: 3, men: 1}
    ]);
  });

  it("counts people with a missing stratum under unknown, the last level", () => {
    expect(layout.variables[1].levels).toEqual(["case", "control", "unknown"]);
  });

  it("does not add unknown for people who are left out, nor twice", () => {
    const one = {...people, included: Uint8Array.of(1, 1, 1, 1, 0, 0)};
    expect(layOutStrata(one).variables[1].levels).toEqual(["case", "control"]);
    const named = {...people.strata[1], levels: ["case", "control", "unknown"]};
    expect(layOutStrata({...people, strata: [people.strata[0], named]}).variables[1].levels).toHaveLength(3);
  });

  it("gives men and others of a combination cells of their own, and nobody's people none", () => {
    expect(layout.combinations.map(({maleCell, otherCell}) => [maleCell, otherCell])).toEqual([
      [0, -1],
      [-1, 1],
      [2, 3]
    ]);
    expect(layout.cellCount).toBe(4);
    expect([...layout.cells]).toEqual([2, 3, 0, 3, -1, 1]);
  });

  it("is one combination of everybody without strata", () => {
    const {combinations, cells} = layOutStrata({...people, strata: []});
    expect(combinations).toEqual([{codes: [], people: 5, men: 2, maleCell: 0, otherCell: 1}]);
    expect([...cells]).toEqual([0, 1, 0, 1, -1, 1]);
  });

  it("keeps cells in shared memory", () => expect(layout.cells.buffer).toBeInstanceOf(SharedArrayBuffer));
});

describe("peopleTable(layout)", () => {
  it("has how many people were counted per combination", () => {
    expect(rowsOf(peopleTable(layOutStrata(people)))).toEqual([
      {ancestry: "AFR", status: "control", n: 1},
      {ancestry: "AFR", status: "unknown", n: 1},
      {ancestry: "EUR", status: "case", n: 3}
    ]);
  });
});
