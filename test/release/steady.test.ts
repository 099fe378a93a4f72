import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Protection} from "../../data-loaders/disclosure/protect.js";
import type {PeopleSide} from "../../data-loaders/release/peopleSide.js";
import {steady, steadyFlow, steadyPeople} from "../../data-loaders/release/steady.js";
import {rowsOf} from "../tables/rowsOf.js";

describe("steady(now, before, limit)", () => {
  it.each([
    {now: 500, before: 500, shown: 500},
    {now: 501, before: 500, shown: 500},
    {now: 520, before: 500, shown: 500},
    {now: 521, before: 500, shown: 521},
    {now: 480, before: 500, shown: 500},
    {now: 479, before: 500, shown: 479},
    {now: 500, before: null, shown: 500},
    {now: 500, before: undefined, shown: 500},
    {now: null, before: 500, shown: null}
  ])("$now after $before shows $shown", ({now, before, shown}) => {
    expect(steady(now, before, 20)).toBe(shown);
  });

  it("never lets two versions in a row differ by 1 to 20", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: -40, max: 40}), {maxLength: 30}), (steps) => {
        let now = 5000;
        let shown = 5000;
        for (const step of steps) {
          now += step;
          const next = steady(now, shown, 20)!;
          expect(next === shown || Math.abs(next - shown) > 20).toBe(true);
          expect(Math.abs(next - now)).toBeLessThanOrEqual(20);
          shown = next;
        }
      })
    );
  });
});

describe("steadyFlow(flow, before, limit)", () => {
  const step = (id: string, unit: "people" | "variants", count: number | null) => ({id, label: id, unit, count});
  const flow = [step("included", "people", 510), step("variants", "variants", 101), step("withdrawn", "people", null)];
  const before = [
    {key: "included", n: 500},
    {key: "variants", n: 100},
    {key: "withdrawn", n: 30}
  ];

  it("keeps numbers of people, not of variants", () => {
    expect(steadyFlow(flow, before, 20).map(({count}) => count)).toEqual([500, 101, null]);
  });

  it("keeps nothing without a version before, or without a limit", () => {
    expect(steadyFlow(flow, undefined, 20)).toBe(flow);
    expect(steadyFlow(flow, before, null)).toBe(flow);
  });

  it("takes the new number of a step that is new", () => {
    expect(steadyFlow(flow, [{key: "other", n: 500}], 20).map(({count}) => count)).toEqual([510, 101, null]);
  });
});

describe("steadyPeople(table, side, protection)", () => {
  const table = {
    rows: 2,
    columns: [
      {name: "ancestry", type: "string" as const, dictionary: ["AFR", "EUR"], codes: Int32Array.of(0, 1)},
      {name: "n", type: "int32" as const, values: Int32Array.of(310, 205)}
    ]
  };
  /** With bands of age, which the table does not have: its rows are about all of them. */
  const side = {
    dimensions: [
      {name: "ancestry", levels: ["AFR", "EUR"]},
      {name: "age", levels: ["young", "old"]}
    ],
    ledger: [
      {key: JSON.stringify(["AFR", null]), n: 300},
      {key: JSON.stringify(["AFR", "young"]), n: 1},
      {key: JSON.stringify(["EUR", null]), n: null}
    ]
  } as unknown as PeopleSide;
  const protection = (limit: number | null) => ({limit}) as Protection;

  it("shows what the linked tables show for the same group; a withheld number is for the table's own rule", () => {
    expect(rowsOf(steadyPeople(table, side, protection(20)))).toEqual([
      {ancestry: "AFR", n: 300},
      {ancestry: "EUR", n: 205}
    ]);
  });

  it("leaves an open table as it is", () => {
    expect(steadyPeople(table, side, protection(null))).toBe(table);
  });
});
