import {randomLcg} from "d3-random";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {roundPeople} from "../../../data-loaders/disclosure/polygenic/roundPeople.js";

describe("roundPeople(count, status, known, base, random)", () => {
  it("leaves the group less a multiple of 25, so that the number of people without a value has a range of 25 or more", () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 400}), fc.integer({min: 0, max: 60}), (count, missing) => {
        const all = count + missing;
        const kept = roundPeople(count, null, {all, cases: null}, 25, randomLcg(1));
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.every((i) => i >= 0 && i < count)).toBe(true);
        if (kept.length === 0) return;
        expect((all - kept.length) % 25).toBe(0);
        expect(all - kept.length).toBeGreaterThanOrEqual(25);
        // With nobody missing, and with anybody up to the next multiple, the same number is shown.
        const shown = kept.length;
        const same = Array.from(
          {length: all + 1},
          (_, people) => roundPeople(people, null, {all, cases: null}, 25, randomLcg(1)).length === shown
        ).filter(Boolean).length;
        expect(same).toBeGreaterThanOrEqual(25);
      }),
      {seed: 1, numRuns: 60}
    );
    expect(roundPeople(1000, null, {all: 1000, cases: null}, 25, randomLcg(1))).toHaveLength(975);
    expect(roundPeople(975, null, {all: 1000, cases: null}, 25, randomLcg(1))).toHaveLength(975);
    expect(roundPeople(974, null, {all: 1000, cases: null}, 25, randomLcg(1))).toHaveLength(950);
  });

  it("rounds cases too: by a multiple where nobody counts them, else by those that are counted", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 30, max: 300}),
        fc.integer({min: 30, max: 300}),
        fc.integer({min: 0, max: 50}),
        fc.integer({min: 0, max: 50}),
        fc.boolean(),
        (cases, controls, noCase, noControl, counted) => {
          const status = [...Array.from({length: cases}, () => 1), ...Array.from({length: controls}, () => 0)];
          const known = {all: cases + controls + noCase + noControl, cases: counted ? cases + noCase : null};
          const kept = roundPeople(status.length, status, known, 25, randomLcg(2));
          if (kept.length === 0) return;
          const keptCases = kept.filter((i) => status[i] === 1).length;
          expect((known.all - kept.length) % 25).toBe(0);
          expect(Math.abs((known.cases ?? 0) - keptCases) % 25).toBe(0);
          if (known.cases !== null) expect(known.cases - keptCases).toBeGreaterThanOrEqual(25);
        }
      ),
      {seed: 1, numRuns: 100}
    );
  });

  it("leaves out nobody in particular, and the same people for the same seed", () => {
    const one = roundPeople(60, null, {all: 60, cases: null}, 25, randomLcg(3));
    expect(roundPeople(60, null, {all: 60, cases: null}, 25, randomLcg(3))).toEqual(one);
    expect(one).not.toEqual(Array.from({length: 35}, (_, i) => i));
    expect(roundPeople(24, null, {all: 24, cases: null}, 25, randomLcg(3))).toEqual([]);
  });
});
