import {describe, expect, it} from "vitest";
import {narrowestOf, rangesOfHidden} from "../../../data-loaders/disclosure/audit/rangeOfHidden.js";
import {allMargins, linkTables, type LinkedTables} from "../../../data-loaders/disclosure/people/linkedTables.js";
import {Concealed, suppressLinked} from "../../../data-loaders/disclosure/people/suppress.js";
import {shownOf} from "./seeded.js";

const limit = 20;
const sexByStatus = [
  {name: "sex", levels: 2},
  {name: "status", levels: 2}
];

describe("suppressLinked(tables, options)", () => {
  it("shows 21 people and hides 20", async () => {
    const tables = (people: number): LinkedTables =>
      linkTables([{name: "sex", levels: 2}], Int32Array.of(people, 300), [[0]]);
    expect([...(await suppressLinked(tables(21), {limit})).hidden]).toEqual([0, 0]);
    expect([...(await suppressLinked(tables(20), {limit})).hidden]).toEqual([1, 0]);
    expect([...(await suppressLinked(tables(1), {limit})).hidden]).toEqual([1, 0]);
    expect([...(await suppressLinked(tables(0), {limit})).hidden]).toEqual([0, 0]);
  });

  it("hides the other part of a known sum, and the sum where its parts leave too little room", async () => {
    const tables = (...cells: number[]): LinkedTables =>
      linkTables([{name: "age", levels: cells.length}], Int32Array.from(cells), [[0], []]);
    const shown = async (...cells: number[]): Promise<Record<string, (number | null)[]>> =>
      shownOf(tables(...cells), (await suppressLinked(tables(...cells), {limit})).hidden);
    expect(await shown(5, 30, 40)).toEqual({0: [null, null, 40], "": [75]});
    // Together 22: each part is known within 1 to 21, a width of 20. Together 21, within 1 to 20.
    expect(await shown(11, 11, 40)).toEqual({0: [null, null, 40], "": [62]});
    expect(await shown(10, 11, 40)).toEqual({0: [null, null, null], "": [61]});
    expect(await shown(10, 11)).toEqual({0: [null, null], "": [null]});
  });

  it("takes zeros as companions last", async () => {
    const tables = linkTables([{name: "age", levels: 4}], Int32Array.of(5, 0, 0, 400), [[0], []]);
    const {hidden} = await suppressLinked(tables, {limit});
    expect(shownOf(tables, hidden)).toEqual({0: [null, 0, 0, null], "": [405]});
  });

  it("completes a rectangle in a two-way table", async () => {
    const tables = linkTables(
      [
        {name: "ancestry", levels: 3},
        {name: "sex", levels: 2}
      ],
      Int32Array.of(8, 100, 200, 210, 50, 60),
      allMargins(2)
    );
    const {hidden} = await suppressLinked(tables, {limit});
    expect(shownOf(tables, hidden)).toMatchObject({"0,1": [null, null, 200, 210, null, null], "": [628]});
  });

  it("hides what it is asked to, and keeps that from being worked out", async () => {
    const tables = linkTables(sexByStatus, Int32Array.of(100, 110, 120, 130), allMargins(2));
    const {hidden} = await suppressLinked(tables, {limit, alsoHide: [1]});
    expect([...hidden.subarray(0, 4)]).toEqual([
      Concealed.complement,
      Concealed.asked,
      Concealed.complement,
      Concealed.complement
    ]);
    expect(narrowestOf(await rangesOfHidden(tables, hidden), hidden)).toBeGreaterThanOrEqual(limit);
  });

  it("hides a class that is all cases with its zero, and the zero of a sum that would give it away", async () => {
    const cells = Int32Array.of(0, 50, 200, 210);
    const tables = linkTables(sexByStatus, cells, allMargins(2));
    const {hidden} = await suppressLinked(tables, {limit, sensitive: "status"});
    expect([...hidden.subarray(0, 2)]).toEqual([Concealed.homogeneous, Concealed.homogeneous]);
    const {low, high} = await rangesOfHidden(tables, hidden);
    expect(low[0]).toBe(0);
    expect(high[0]).toBeGreaterThanOrEqual(limit);

    const everybody = linkTables(sexByStatus, Int32Array.of(0, 50, 0, 210), [[0, 1], [1]]);
    const all = (await suppressLinked(everybody, {limit, sensitive: "status"})).hidden;
    expect([...all.subarray(0, 5)].map((code) => code > 0)).toEqual([true, true, true, true, true]);
    expect(narrowestOf(await rangesOfHidden(everybody, all), all)).toBeGreaterThanOrEqual(limit);
    expect([...(await suppressLinked(everybody, {limit})).hidden]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  // sdcTable's sdc_testproblem(), as its manual prints it: https://sdctools.github.io/sdcTable/reference/cell_info.html
  const regionByGender = linkTables(
    [
      {name: "region", levels: 4},
      {name: "gender", levels: 2}
    ],
    Int32Array.of(18, 2, 14, 19, 12, 10, 11, 14),
    allMargins(2)
  );

  it("protects sdcTable's test problem, region by gender", async () => {
    expect(shownOf(regionByGender, new Uint8Array(15))).toMatchObject({0: [20, 33, 22, 25], 1: [55, 45], "": [100]});
    const {hidden} = await suppressLinked(regionByGender, {limit: 3});
    // With its default limit of 3, sdcTable hides A female, then A male, and a pair in another region.
    expect(shownOf(regionByGender, hidden)).toEqual({
      "0,1": [null, null, 14, 19, null, null, 11, 14],
      0: [20, 33, 22, 25],
      1: [55, 45],
      "": [100]
    });
    const {low, high} = await rangesOfHidden(regionByGender, hidden, new Uint8Array(15));
    expect([low[1], high[1]]).toEqual([0, 12]);
  });

  it("protects it at a limit that most of its numbers are under", async () => {
    for (const most of [10, 14, 20, 40, 99]) {
      const {hidden} = await suppressLinked(regionByGender, {limit: most});
      expect(narrowestOf(await rangesOfHidden(regionByGender, hidden), hidden)).toBeGreaterThanOrEqual(most);
    }
  });
});
