import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {planPools, poolFrequency} from "../../data-loaders/disclosure/pools.js";

const reference = ["AFR", "AMR", "EUR"];

/** People of each level, in turn. */
function ancestryOf(people: Record<string, number>): {levels: string[]; codes: Int16Array} {
  const levels = Object.keys(people);
  return {
    levels,
    codes: Int16Array.from(levels.flatMap((level, code) => Array.from({length: people[level]}, () => code)))
  };
}

function plan(people: Record<string, number>, least = 100) {
  const ancestry = ancestryOf(people);
  return planPools(ancestry, new Uint8Array(ancestry.codes.length).fill(1), reference, least);
}

describe("planPools(ancestry, included, referenceLevels, peopleMin)", () => {
  it("lists a level of 100 people, and not one of 99", () => {
    const {pools, poolOf} = plan({AFR: 100, EUR: 99});
    expect(pools).toEqual([{level: "AFR", merged: [], people: 100, shares: [1, 0, 0]}]);
    expect([poolOf[0], poolOf[99], poolOf[100], poolOf[198]]).toEqual([0, 0, -1, -1]);
  });

  it("puts small levels together as other where they have enough people", () => {
    const {pools, poolOf} = plan({AFR: 60, AMR: 200, EUR: 40});
    expect(pools.map(({level, people}) => [level, people])).toEqual([
      ["AMR", 200],
      ["other", 100]
    ]);
    expect(pools[1].merged).toEqual(["AFR", "EUR"]);
    expect(pools[1].shares).toEqual([0.6, 0, 0.4]);
    expect([poolOf[0], poolOf[60], poolOf[299]]).toEqual([1, 0, 1]);
  });

  it("lists no other that is still too small", () => {
    const {pools, poolOf} = plan({AFR: 60, AMR: 200, EUR: 39});
    expect(pools.map(({level}) => level)).toEqual(["AMR"]);
    expect(poolOf.filter((pool) => pool === -1)).toHaveLength(99);
  });

  it("leaves out levels that the reference does not know, however large, and people whose ancestry is unknown", () => {
    const {pools, poolOf} = plan({AFR: 100, SAS: 500, unknown: 300});
    expect(pools.map(({level, people}) => [level, people])).toEqual([["AFR", 100]]);
    expect(poolOf.filter((pool) => pool === 0)).toHaveLength(100);
  });

  it("counts only people who are included", () => {
    const ancestry = ancestryOf({AFR: 101});
    const included = new Uint8Array(101).fill(1);
    included[5] = 0;
    expect(planPools(ancestry, included, reference, 100).pools[0].people).toBe(100);
    expect(planPools(ancestry, included, reference, 100).poolOf[5]).toBe(-1);
    included[6] = 0;
    expect(planPools(ancestry, included, reference, 100).pools).toEqual([]);
  });

  it("without ancestries is one pool of everybody, where the reference has a frequency of all", () => {
    const included = Uint8Array.from({length: 150}, (_, i) => Number(i < 120));
    const {pools, poolOf} = planPools(undefined, included, ["all"], 100);
    expect(pools).toEqual([{level: "all", merged: [], people: 120, shares: [1]}]);
    expect([poolOf[0], poolOf[120]]).toEqual([0, -1]);
    expect(planPools(undefined, included, reference, 100).pools).toEqual([]);
  });

  it("puts everybody in one pool at most, each of enough people, with shares that add up to 1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({min: -1, max: 4}), fc.boolean()), {maxLength: 300}),
        fc.integer({min: 2, max: 60}),
        (people, least) => {
          const levels = ["AFR", "AMR", "EUR", "SAS", "unknown"];
          const codes = Int16Array.from(people, ([code]) => code);
          const included = Uint8Array.from(people, ([, is]) => Number(is));
          const {pools, poolOf} = planPools({levels, codes}, included, reference, least);
          const members = pools.map((_, k) => poolOf.filter((pool) => pool === k).length);
          expect(pools.map((pool) => pool.people)).toEqual(members);
          for (const pool of pools) {
            expect(pool.people).toBeGreaterThanOrEqual(least);
            expect(pool.shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
            expect(pool.merged.length > 0).toBe(pool.level === "other");
          }
          poolOf.forEach((pool, person) => {
            if (pool < 0) return;
            expect(included[person]).toBe(1);
            const level = levels[codes[person]];
            expect([pools[pool].level, ...pools[pool].merged]).toContain(level);
          });
        }
      )
    );
  });
});

it("poolFrequency(pool, frequencies) weighs levels by their people", () => {
  expect(poolFrequency({shares: [0, 1, 0]}, [0.1, 0.2, 0.9])).toBe(0.2);
  expect(poolFrequency({shares: [0.6, 0, 0.4]}, [0.1, 0.2, 0.9])).toBeCloseTo(0.42, 12);
});
