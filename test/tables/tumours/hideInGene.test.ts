import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {hideInGene} from "../../../data-loaders/tables/tumours/hideInGene.js";

describe("hideInGene(people, counts, maxWithheld)", () => {
  it("hides nothing where every count is 0 or larger", () => {
    expect(
      hideInGene(
        [100, 120],
        [
          [21, 0],
          [30, 25]
        ],
        20
      )
    ).toEqual({
      people: [false, false],
      mutated: [false, false],
      classes: [
        [false, false],
        [false, false]
      ]
    });
    expect(
      hideInGene(
        [5, 7],
        [
          [1, 2],
          [0, 1]
        ],
        0
      ).mutated
    ).toEqual([false, false]);
  });

  it("hides a class of 20 with the smallest other, and none of 21", () => {
    expect(hideInGene([200], [[20, 25, 60]], 20).classes).toEqual([[true, true, false]]);
    expect(hideInGene([200], [[21, 25, 60]], 20).classes).toEqual([[false, false, false]]);
    expect(hideInGene([200], [[3, 18, 60]], 20)).toEqual({
      people: [false],
      mutated: [false],
      // 3 and 18 have 19 whole numbers between them, one too few.
      classes: [[true, true, true]]
    });
  });

  it("hides a group's mutated where they, or all others, are few, and another group's with them", () => {
    const {mutated, classes} = hideInGene(
      [100, 120, 300],
      [
        [4, 0],
        [30, 0],
        [80, 0]
      ],
      20
    );
    expect(mutated).toEqual([true, true, false]);
    expect(classes).toEqual([
      [true, true],
      [true, true],
      [false, false]
    ]);
    expect(
      hideInGene(
        [100, 120, 300],
        [
          [90, 0],
          [60, 0],
          [80, 0]
        ],
        20
      ).mutated
    ).toEqual([true, true, false]);
  });

  it("hides a group of few people whole, with the next smallest", () => {
    const {people, mutated} = hideInGene(
      [15, 100, 300],
      [
        [0, 0],
        [40, 0],
        [80, 0]
      ],
      20
    );
    expect(people).toEqual([true, true, false]);
    expect(mutated.slice(0, 2)).toEqual([true, true]);
  });

  const limit = 2;
  const group = fc.record({
    classes: fc.array(fc.integer({min: 0, max: 4}), {minLength: 2, maxLength: 2}),
    rest: fc.integer({min: 0, max: 6})
  });

  it("leaves whoever tries every way to fill the gaps a range of the limit", () => {
    fc.assert(
      fc.property(fc.array(group, {minLength: 1, maxLength: 3}), (groups) => {
        const counts = groups.map(({classes}) => classes);
        const mutated = counts.map(([a, b]) => a + b);
        const people = groups.map(({rest}, g) => mutated[g] + rest);
        const hidden = hideInGene(people, counts, limit);
        const small = (count: number): boolean => count >= 1 && count <= limit;

        // Nothing small is shown, nor follows from two numbers of a group.
        groups.forEach((_, g) => {
          if (!hidden.people[g]) expect(small(people[g])).toBe(false);
          if (!hidden.mutated[g]) expect([mutated[g], people[g] - mutated[g]].some(small)).toBe(false);
          counts[g].forEach((count, c) => {
            if (!hidden.classes[g][c]) expect(small(count)).toBe(false);
          });
          if (hidden.mutated[g]) expect(hidden.classes[g]).toEqual([true, true]);
          if (hidden.people[g]) expect(hidden.mutated[g]).toBe(true);
        });

        // In a group whose mutated are shown: all ways to divide them.
        groups.forEach((_, g) => {
          if (hidden.mutated[g] || !hidden.classes[g].includes(true)) return;
          const ways = range(0, mutated[g])
            .map((first) => [first, mutated[g] - first])
            .filter((way) => way.every((value, c) => (hidden.classes[g][c] ? value >= 1 : value === counts[g][c])));
          for (const c of [0, 1]) if (hidden.classes[g][c]) expectWide(ways.map((way) => way[c]));
        });

        // Over groups: all numbers of people and of mutated with the known sums.
        const [allPeople, allMutated] = [sum(people), sum(mutated)];
        const isTold = ![allMutated, allPeople - allMutated, allPeople].some(small);
        const open = hidden.mutated.some((isHidden, g) => !isHidden && people[g] > 0);
        if (!isTold || !open || !hidden.mutated.includes(true)) return;
        const options = groups.map((_, g) =>
          (hidden.people[g] ? range(1, allPeople) : [people[g]]).flatMap((n) =>
            (hidden.mutated[g] ? range(0, n) : [mutated[g]]).map((m) => [n, m])
          )
        );
        const ways = product(options).filter(
          (way) => sum(way.map(([n]) => n)) === allPeople && sum(way.map(([, m]) => m)) === allMutated
        );
        groups.forEach((_, g) => {
          if (hidden.people[g]) expectWide(ways.map((way) => way[g][0]));
          if (hidden.mutated[g] && mutated[g] > 0) expectWide(ways.map((way) => way[g][1]));
        });
      }),
      {seed: 1, numRuns: 400}
    );
  });

  function expectWide(values: readonly number[]): void {
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThanOrEqual(limit);
  }
});

function range(low: number, high: number): number[] {
  return Array.from({length: Math.max(0, high - low + 1)}, (_, i) => low + i);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function product<T>(options: readonly (readonly T[])[]): T[][] {
  return options.reduce<T[][]>((ways, some) => ways.flatMap((way) => some.map((one) => [...way, one])), [[]]);
}
