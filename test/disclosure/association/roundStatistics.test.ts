import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  effectScale,
  roundFigures,
  roundPeople,
  shownFrequency
} from "../../../data-loaders/disclosure/association/roundStatistics.js";

const [limit, base] = [20, 25];

it("roundFigures(value, figures) keeps so many figures, and what is no number", () => {
  expect([0.00123456, -1234.56, 0, 250].map((value) => roundFigures(value, 4))).toEqual([0.001235, -1235, 0, 250]);
  expect(roundFigures(NaN, 4)).toBeNaN();
  expect(roundFigures(Infinity, 4)).toBe(Infinity);
});

it("roundPeople(people, base) is a multiple, and nobody only where there is nobody", () => {
  expect([0, 1, 12, 37, 38, 1012, 1013].map((people) => roundPeople(people, base))).toEqual([
    0, 25, 25, 25, 50, 1000, 1025
  ]);
});

it("roundPeople(people, base) leaves open who lacks: no number of 1 to 20 people follows from the whole", () => {
  for (let lacking = 0; lacking <= 60; ++lacking)
    for (let whole = 200; whole < 250; ++whole) {
      const shown = roundPeople(whole - lacking, base);
      const possible = Array.from({length: whole + 1}, (_, n) => n).filter(
        (n) => roundPeople(whole - n, base) === shown
      );
      expect(possible).toContain(lacking);
      expect(possible.every((n) => n >= 1 && n <= limit)).toBe(false);
    }
});

describe("shownFrequency(ac, an, limit, base)", () => {
  it("is the middle of a range of 21 copies or more, the lowest of 42, from whichever allele is rarer", () => {
    // 1,000 copies: ranges of 0.021.
    expect(shownFrequency(21, 1000, limit, base)).toBe(0.0315);
    expect(shownFrequency(41, 1000, limit, base)).toBe(0.0315);
    expect(shownFrequency(42, 1000, limit, base)).toBe(0.0525);
    expect(shownFrequency(958, 1000, limit, base)).toBe(1 - 0.0525);
    expect(shownFrequency(500, 1000, limit, base)).toBe(0.481);
    expect(shownFrequency(501, 1000, limit, base)).toBe(1 - 0.481);
  });

  it("is nothing where no range fits", () => {
    expect(shownFrequency(30, 99, limit, base)).toBeNaN();
    expect(shownFrequency(30, 100, limit, base)).toBe(0.355);
    expect(shownFrequency(30, 40, limit, base)).toBeNaN();
  });

  it("leaves open how many copies there are: a difference from exact counts never tells 1 to 20", () => {
    fc.assert(
      fc.property(fc.integer({min: 100, max: 900}), fc.double({min: 0, max: 1, noNaN: true}), (an, share) => {
        const ac = limit + 1 + Math.round(share * (an - 2 * limit - 2));
        const shown = shownFrequency(ac, an, limit, base);
        // What an attacker can do who knows the number of copies exactly: try all counts.
        const possible = Array.from({length: an - 2 * limit - 1}, (_, i) => i + limit + 1).filter(
          (count) => shownFrequency(count, an, limit, base) === shown
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
      const error = Math.abs(shownFrequency(ac, 2000, limit, base) - ac / 2000);
      expect(error).toBeLessThanOrEqual((1.5 * 21) / 2000);
    }
  });
});

it("effectScale(frequency, shown) makes a standard error as it would be with the shown frequency", () => {
  const se = (ac: number) => 1.3 / Math.sqrt((2000 * ac * (2000 - ac)) / 2000 ** 2);
  const scaled = [105, 110, 125].map((ac) => {
    const shown = shownFrequency(ac, 2000, limit, base);
    expect(shown).toBe(0.05775);
    return se(ac) * effectScale(ac / 2000, shown);
  });
  expect(scaled[1]).toBeCloseTo(scaled[0], 12);
  expect(scaled[2]).toBeCloseTo(scaled[0], 12);
  expect(se(125) / se(105)).toBeLessThan(0.93);
});
