import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Question} from "../../src/model/question.js";
import {answeredGroups, openEarlierGroups, type AnsweredGroup} from "../../src/query/earlierGroups.js";

const people = {
  strata: ["ancestry", "sex"],
  rows: [
    {levels: ["AFR", "F"], n: 100},
    {levels: ["AFR", "M"], n: 15},
    {levels: ["EUR", "F"], n: 300},
    {levels: ["EUR", "M"], n: null}
  ]
};

function asking(groupBy: string[], where: Record<string, string> = {}, merged?: string[][][]): Question {
  const measure = {name: "ac", table: "allele_counts" as const, sum: {ac: 1}, where, count: true};
  return {columns: [], groupBy, measures: [measure], filters: [], orderBy: [], limit: null, offset: 0, merged};
}

const sizes = (question: Question): number[] => answeredGroups(question, people).map(({people}) => people);

describe("answeredGroups(question, people)", () => {
  it("gives each group that a number is shown for, and none with a withheld count in it", () => {
    expect(sizes(asking(["ancestry", "sex"]))).toEqual([100, 15, 300]);
    expect(sizes(asking(["ancestry"]))).toEqual([115]);
    expect(sizes(asking([], {ancestry: "AFR"}))).toEqual([115]);
    expect(sizes(asking([]))).toEqual([]);
  });

  it("takes merged groups as one", () => {
    const merged = [
      [
        ["AFR", "M"],
        ["EUR", "F"]
      ]
    ];
    expect(sizes(asking(["ancestry", "sex"], {}, merged))).toEqual([100, 315]);
  });
});

describe("openEarlierGroups(key, storage)", () => {
  const of = (groupBy: string[], where: Record<string, string> = {}): AnsweredGroup[] =>
    answeredGroups(asking(groupBy, where), people);

  it("finds a small difference whichever of the two was asked first", () => {
    const earlier = openEarlierGroups("a", null);
    expect(earlier.difference(of(["ancestry"]))).toBe(null);
    earlier.add(of(["ancestry"]));
    expect(earlier.difference(of([], {ancestry: "AFR", sex: "F"}))).toBe(15);
    const other = openEarlierGroups("a", null);
    other.add(of([], {ancestry: "AFR", sex: "F"}));
    expect(other.difference(of(["ancestry"]))).toBe(15);
  });

  it("finds none between groups of which neither lies in the other, nor between one and itself", () => {
    const earlier = openEarlierGroups("a", null);
    earlier.add(of([], {ancestry: "AFR", sex: "F"}));
    expect(earlier.difference(of([], {ancestry: "EUR", sex: "F"}))).toBe(null);
    expect(earlier.difference(of([], {ancestry: "AFR", sex: "F"}))).toBe(null);
  });

  it("is kept for the visit, by release, and survives a store that cannot be read", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => void kept.set(name, text)
    };
    openEarlierGroups("a", storage).add(of(["ancestry"]));
    const female = of([], {ancestry: "AFR", sex: "F"});
    expect(openEarlierGroups("a", storage).difference(female)).toBe(15);
    expect(openEarlierGroups("b", storage).difference(female)).toBe(null);
    kept.set("covenant.groups.a", "{");
    expect(openEarlierGroups("a", storage).difference(female)).toBe(null);
  });

  it("agrees with comparing every pair of sets", () => {
    const size = (set: number[]): number => set.reduce((n, i) => n + i + 1, 0);
    const group = (set: number[]): AnsweredGroup => ({
      rows: set.reduce((bits, i) => bits | (1n << BigInt(i)), 0n),
      people: size(set)
    });
    const subsets = fc.array(fc.uniqueArray(fc.nat(6), {minLength: 1}), {minLength: 1, maxLength: 5});
    fc.assert(
      fc.property(subsets, fc.uniqueArray(fc.nat(6), {minLength: 1}), (before, now) => {
        const earlier = openEarlierGroups("a", null);
        earlier.add(before.map(group));
        const inside = (a: number[], b: number[]): boolean => a.every((i) => b.includes(i));
        const apart = before
          .filter((set) => inside(set, now) || inside(now, set))
          .map((set) => Math.abs(size(set) - size(now)))
          .filter((n) => n > 0);
        expect(earlier.difference([group(now)])).toBe(apart.length > 0 ? Math.min(...apart) : null);
      })
    );
  });
});
