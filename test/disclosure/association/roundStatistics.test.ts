import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  effectScale,
  roundFigures,
  shownCases,
  shownFrequency,
  shownPeople
} from "../../../data-loaders/disclosure/association/roundStatistics.js";

const [limit, base] = [20, 25];

it("roundFigures(value, figures) keeps so many figures, and what is no number", () => {
  expect([0.00123456, -1234.56, 0, 250].map((value) => roundFigures(value, 4))).toEqual([0.001235, -1235, 0, 250]);
  for (let power = -14; power <= 14; ++power)
    for (const digits of [1, 1.00049, 1.0006, 2.71828, 9.9994, 9.9996, 5.432])
      expect(roundFigures(digits * 10 ** power, 4)).toBe(Number((digits * 10 ** power).toPrecision(4)));
  expect(roundFigures(1.23456e-300, 4)).toBe(1.235e-300);
  expect(roundFigures(NaN, 4)).toBeNaN();
  expect(roundFigures(Infinity, 4)).toBe(Infinity);
});

it("shownCases(cases, base) is a multiple, and nobody only where there is nobody", () => {
  expect([0, 1, 12, 37, 38, 1012, 1013].map((cases) => shownCases(cases, base))).toEqual([
    0, 25, 25, 25, 50, 1000, 1025
  ]);
});

describe("shownPeople(people, all, base)", () => {
  it("is all less a multiple", () => {
    expect([1013, 1012, 989, 988, 964, 963].map((people) => shownPeople(people, 1013, base))).toEqual([
      1013, 1013, 1013, 988, 988, 963
    ]);
    expect(() => shownPeople(2, 1, base)).toThrow(/more people were analysed than the group has/);
  });

  it("leaves open who lacks: no number of 1 to 20 people follows from all", () => {
    for (let all = 200; all < 250; ++all)
      for (let lacking = 0; lacking <= 60; ++lacking) {
        const shown = shownPeople(all - lacking, all, base);
        const possible = Array.from({length: all + 1}, (_, n) => n).filter(
          (n) => shownPeople(all - n, all, base) === shown
        );
        expect(possible).toContain(lacking);
        expect(possible.every((n) => n >= 1 && n <= limit)).toBe(false);
      }
  });
});

describe("shownFrequency(ac, an, people, limit, base)", () => {
  it("is the middle of a range of 21 copies or more, the lowest of 42, from whichever allele is rarer", () => {
    // 524 people or up to 24 fewer: 1,000 copies or more, ranges of 0.021.
    expect(shownFrequency(21, 1000, 524, limit, base)).toBe(0.0315);
    expect(shownFrequency(41, 1000, 524, limit, base)).toBe(0.0315);
    expect(shownFrequency(42, 1000, 524, limit, base)).toBe(0.0525);
    expect(shownFrequency(958, 1000, 524, limit, base)).toBe(1 - 0.0525);
    expect(shownFrequency(500, 1000, 524, limit, base)).toBe(0.481);
    expect(shownFrequency(501, 1000, 524, limit, base)).toBe(1 - 0.481);
  });

  it("is nothing where no range fits", () => {
    expect(shownFrequency(30, 130, 65, limit, base)).toBeNaN();
    expect(shownFrequency(30, 132, 66, limit, base)).toBe(0.375);
    expect(shownFrequency(30, 83, 66, limit, base)).toBeNaN();
  });

  it("has ranges as wide where fewer are called, or people have one copy each", () => {
    // 1,000 copies at most, less an eighth: 875.
    expect(shownFrequency(100, 999, 524, limit, base)).toBeCloseTo(4.5 * (21 / 875), 6);
    expect(shownFrequency(100, 874, 524, limit, base)).toBeCloseTo(4.5 * (21 / 750), 6);
  });

  it("leaves open how many copies there are: a difference from exact counts never tells 1 to 20", () => {
    fc.assert(
      fc.property(fc.integer({min: 140, max: 900}), fc.double({min: 0, max: 1, noNaN: true}), (an, share) => {
        const ac = limit + 1 + Math.round(share * (an - 2 * limit - 2));
        const people = Math.ceil(an / 2);
        const shown = shownFrequency(ac, an, people, limit, base);
        // What an attacker can do who knows the number of copies exactly: try all counts.
        const possible = Array.from({length: an - 2 * limit - 1}, (_, i) => i + limit + 1).filter(
          (count) => shownFrequency(count, an, people, limit, base) === shown
        );
        expect(possible).toContain(ac);
        expect(possible.length).toBeGreaterThan(limit);
        expect(possible.at(-1)! - possible[0]).toBe(possible.length - 1);
      }),
      {seed: 5, numRuns: 1500}
    );
  });

  it("is found to tell counts where it is exact, or to three decimals", () => {
    const possible = (round: (frequency: number) => number, ac: number, an: number) =>
      Array.from({length: an + 1}, (_, count) => count).filter((count) => round(count / an) === round(ac / an));
    expect(possible((frequency) => frequency, 100, 2000)).toHaveLength(1);
    expect(possible((frequency) => Number(frequency.toFixed(3)), 101, 2000).length).toBeLessThan(4);
  });

  it("is at most a range away from the truth", () => {
    for (let ac = 21; ac <= 1979; ++ac) {
      const error = Math.abs(shownFrequency(ac, 2000, 1024, limit, base) - ac / 2000);
      expect(error).toBeLessThanOrEqual((1.5 * 21) / 2000);
    }
  });
});

it("effectScale(frequency, shown) makes a standard error as it would be with the shown frequency", () => {
  const se = (ac: number) => 1.3 / Math.sqrt((2000 * ac * (2000 - ac)) / 2000 ** 2);
  const scaled = [105, 110, 125].map((ac) => {
    const shown = shownFrequency(ac, 2000, 1024, limit, base);
    expect(shown).toBe(0.05775);
    return se(ac) * effectScale(ac / 2000, shown);
  });
  expect(scaled[1]).toBeCloseTo(scaled[0], 12);
  expect(scaled[2]).toBeCloseTo(scaled[0], 12);
  expect(se(125) / se(105)).toBeLessThan(0.93);
});
