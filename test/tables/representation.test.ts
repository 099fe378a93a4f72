import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {marginsTable, type PeopleCube} from "../../data-loaders/tables/margins.js";
import {representationRows, representationTable} from "../../data-loaders/tables/representation.js";
import type {TableBatch} from "../../src/model/table.js";
import {rowsOf} from "./rowsOf.js";

const dimensions: PeopleCube["dimensions"] = [
  {name: "ancestry", levels: ["AFR", "EUR"]},
  {name: "sex", levels: ["female", "male"]}
];

/** Table `people_margins` with these numbers; null = withheld. */
function margins(rows: [number, number, number | null][]): TableBatch {
  const table = marginsTable(
    dimensions,
    rows.map(([ancestry, sex, n]) => ({levels: [ancestry, sex], n: n ?? 0}))
  );
  const valid = Uint8Array.from(rows, ([, , n]) => (n === null ? 0 : 1));
  return {
    ...table,
    columns: table.columns.map((column) => (column.type === "int32" ? {...column, valid} : column))
  };
}

/** Everything of a cohort of 100 people, of whom 30 are AFR and 40 are women. */
const whole = margins([
  [-1, -1, 100],
  [0, -1, 30],
  [1, -1, 70],
  [-1, 0, 40],
  [-1, 1, 60],
  [0, 0, null],
  [0, 1, null],
  [1, 0, null],
  [1, 1, null]
]);

describe("representationRows(margins, dimensions, catchment)", () => {
  it("has people by level beside their share of the catchment, where that is known", () => {
    const catchment = {
      source: "census",
      shares: [
        {variable: "ancestry", level: "EUR", share: 0.6},
        {variable: "ancestry", level: "SAS", share: 0.4}
      ]
    };
    expect(representationRows(whole, dimensions, catchment)).toEqual([
      {variable: "ancestry", level: "AFR", n: 30, reference_share: null, reference: "census"},
      {variable: "ancestry", level: "EUR", n: 70, reference_share: 0.6, reference: "census"},
      {variable: "ancestry", level: "SAS", n: 0, reference_share: 0.4, reference: "census"},
      {variable: "sex", level: "female", n: 40, reference_share: null, reference: null},
      {variable: "sex", level: "male", n: 60, reference_share: null, reference: null}
    ]);
  });

  it("keeps withheld what the margins withhold", () => {
    const hidden = margins([
      [-1, -1, 100],
      [0, -1, null],
      [1, -1, null],
      [-1, 0, 40],
      [-1, 1, 60]
    ]);
    expect(representationRows(hidden, dimensions, null).map(({n}) => n)).toEqual([null, null, 40, 60]);
  });

  it("adds up the finest cells where these are all that is shown, unless one of them is withheld", () => {
    const finest = margins([
      [0, 0, 30],
      [0, 1, 40],
      [1, 0, null],
      [1, 1, 50]
    ]);
    expect(representationRows(finest, dimensions, null).map(({n}) => n)).toEqual([70, null, null, 90]);
  });

  it("has nobody in a level of which the margins have no row", () => {
    const some = margins([
      [-1, -1, 100],
      [0, -1, 100],
      [-1, 0, 40],
      [-1, 1, 60]
    ]);
    expect(representationRows(some, dimensions, null).map(({n}) => n)).toEqual([100, 0, 40, 60]);
  });

  it("property: shows no number that the margins do not show", () => {
    const cell = fc.option(fc.integer({min: 0, max: 1000}));
    fc.assert(
      fc.property(fc.array(cell, {minLength: 9, maxLength: 9}), (cells) => {
        const rows = cells.map((n, i): [number, number, number | null] => [Math.floor(i / 3) - 1, (i % 3) - 1, n]);
        const shown = new Set(cells);
        for (const {n} of representationRows(margins(rows), dimensions, null)) expect(shown.has(n)).toBe(true);
      })
    );
  });
});

it("representationTable(rows) has a column for each, and null for what is not known", () => {
  const rows = representationRows(whole, dimensions, null).slice(0, 1);
  expect(
    rowsOf(representationTable([...rows, {...rows[0], n: null, reference: "census", reference_share: 0.5}]))
  ).toEqual([
    {variable: "ancestry", level: "AFR", n: 30, reference_share: null, reference: null},
    {variable: "ancestry", level: "AFR", n: null, reference_share: 0.5, reference: "census"}
  ]);
});
