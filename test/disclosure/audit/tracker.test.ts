import {describe, expect, it} from "vitest";
import {solvedByElimination} from "../../../data-loaders/disclosure/audit/rowSpace.js";
import {trackedNumbers} from "../../../data-loaders/disclosure/audit/tracker.js";
import {allMargins, linkTables, type LinkedTables} from "../../../data-loaders/disclosure/people/linkedTables.js";
import {seeded} from "../audit/seeded.js";

const dimensions = [
  {name: "sex", levels: 2},
  {name: "status", levels: 2},
  {name: "age", levels: 3}
];
const cells = Int32Array.of(3, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140);

describe("trackedNumbers(tables, hidden)", () => {
  it("finds q(C) = q(A) - q(A and not C), the individual tracker", () => {
    const tables = linkTables(dimensions, cells, [
      [0, 1, 2],
      [0, 1]
    ]);
    expect(found(tables, [0])).toEqual([0]);
    expect(found(tables, [0, 1])).toEqual([]);
    expect(found(tables, [0, 12])).toEqual([]);
  });

  it("finds q(C or T) + q(C or not T) - q(T) - q(not T), the general tracker", () => {
    // Sex by status, of which one combination is hidden, and the same by the tracker's two halves.
    const tables = linkTables(
      [
        {name: "sex", levels: 2},
        {name: "status", levels: 2}
      ],
      Int32Array.of(3, 40, 50, 60),
      allMargins(2)
    );
    expect(found(tables, [0])).toEqual([0]);
    expect(found(tables, [0, 1, 2, 3])).toEqual([]);
  });

  it("agrees with trying all unions of shown numbers, and finds nothing that elimination does not", () => {
    const random = seeded(6);
    let some = 0;
    for (let round = 0; round < 150; ++round) {
      const published = allMargins(3).filter(() => random() < 0.6);
      if (published.length === 0) continue;
      const tables = linkTables(dimensions, cells, published);
      const share = random();
      const hidden = Uint8Array.from(tables.values, () => Number(random() < share));
      const tracked = trackedNumbers(tables, hidden);
      expect(numbersOf(tracked)).toEqual(trackSlowly(tables, hidden));
      const solved = solvedByElimination(tables, hidden);
      tracked.forEach((flag, number) => flag && expect(solved[number]).toBe(1));
      some += numbersOf(tracked).length;
    }
    expect(some).toBeGreaterThan(100);
  });
});

/** All groups that a table answers are written down, as bits; then both formulas are tried as they stand. */
function trackSlowly({tables, cellsOf, values}: LinkedTables, hidden: Uint8Array): number[] {
  const bits = cellsOf.map((list) => list.reduce((set, cell) => set | (1 << cell), 0));
  const answers = new Map<number, number>();
  for (const {first, size} of tables) {
    const shown = Array.from({length: size}, (_, i) => first + i).filter((number) => !hidden[number]);
    for (let pick = 0; pick < 1 << shown.length; ++pick) {
      const chosen = shown.filter((_, i) => pick & (1 << i));
      const group = chosen.reduce((set, number) => set | bits[number], 0);
      answers.set(
        group,
        chosen.reduce((sum, number) => sum + values[number], 0)
      );
    }
  }
  const all = (1 << 12) - 1;
  const shownBits = bits.filter((_, number) => !hidden[number]);
  const gets = (set: number): number | undefined => {
    const covers = tables.flatMap(({first, size}) => {
      const touching = Array.from({length: size}, (_, i) => first + i).filter((number) => bits[number] & set);
      return touching.some((number) => hidden[number]) ? [] : [touching.reduce((sum, n) => sum | bits[n], 0)];
    });
    for (const around of [...shownBits, ...covers]) {
      if ((around & set) !== set) continue;
      const rest = answers.get(around & ~set);
      if (rest !== undefined) return answers.get(around)! - rest;
    }
    for (const tracker of shownBits) {
      const parts = [set | tracker, set | (all & ~tracker), tracker, all & ~tracker].map((group) => answers.get(group));
      if (parts.every((part) => part !== undefined)) return parts[0]! + parts[1]! - parts[2]! - parts[3]!;
    }
    return undefined;
  };
  return [...bits.keys()].filter((number) => {
    if (!hidden[number]) return false;
    const value = gets(bits[number]);
    if (value !== undefined) expect(value).toBe(values[number]);
    return value !== undefined;
  });
}

function found(tables: LinkedTables, numbers: number[]): number[] {
  return numbersOf(
    trackedNumbers(
      tables,
      Uint8Array.from(tables.values, (_, i) => Number(numbers.includes(i)))
    )
  );
}

function numbersOf(flags: Uint8Array): number[] {
  return [...flags.keys()].filter((number) => flags[number]);
}
