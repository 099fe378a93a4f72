import {createHmac} from "node:crypto";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {attackMedicines} from "../../../data-loaders/disclosure/audit/attackMedicines.js";
import {hideMedicines, noiseSdOf} from "../../../data-loaders/disclosure/medicines/hideMedicines.js";
import {keyedNoise} from "../../../data-loaders/disclosure/medicines/keyedNoise.js";
import type {PgxPhenotypeRow, PgxResultRow} from "../../../src/model/pharmacogenomicsTables.js";

const hashWith = (secret: string) => (parts: string[]) =>
  createHmac("sha256", secret).update(parts.join("\n")).digest("hex");
const protection = {limit: 20, hash: hashWith("a")};

const phenotypes = (counts: readonly number[], group = "AFR"): PgxPhenotypeRow[] => {
  const people = counts.reduce((a, b) => a + b, 0);
  return counts.map((n, i) => ({
    gene: "CYP2C19",
    group,
    whole: true,
    phenotype: `P${i}`,
    priority: i === 0 ? "normal" : "abnormal",
    people,
    least: n,
    most: n,
    share: n / people,
    low: 0,
    high: 1
  }));
};
const counts = fc
  .array(fc.integer({min: 0, max: 400}), {minLength: 2, maxLength: 6})
  .filter((all) => all.some((n) => n > 0));

describe("keyedNoise(hash, group, count, sigma)", () => {
  it("is the same for the same count of the same group, and another for another count, group or key", () => {
    const noise = (secret: string, group: string) =>
      Array.from({length: 60}, (_, count) => keyedNoise(hashWith(secret), group, count, 10));
    expect(noise("a", "AFR")).toEqual(noise("a", "AFR"));
    expect(noise("a", "AFR")).not.toEqual(noise("a", "EUR"));
    expect(noise("a", "AFR")).not.toEqual(noise("b", "AFR"));
    expect(new Set(noise("a", "AFR")).size).toBeGreaterThan(15);
  });

  it("has mean 0 and the standard deviation asked for, within four standard errors", () => {
    const n = 1000;
    const all = Array.from({length: n}, (_, count) => keyedNoise(hashWith("c"), "AFR", count, 10));
    const mean = all.reduce((a, b) => a + b, 0) / n;
    const sd = Math.sqrt(all.reduce((sum, x) => sum + x * x, 0) / n);
    expect(Math.abs(mean)).toBeLessThan((4 * 10) / Math.sqrt(n));
    expect(Math.abs(sd - 10)).toBeLessThan((4 * 10) / Math.sqrt(2 * n));
  }, 30_000);
});

describe("hideMedicines(phenotypes, results, protection)", () => {
  it("shows exact shares where nothing protects them, ambiguous people by probability", () => {
    const [row] = phenotypes([80, 20]);
    const {phenotypes: shown} = hideMedicines([{...row, least: 70, most: 95, share: 0.805}], [], null);
    expect(shown[0]).toMatchObject({n: 81, people: 100, share: 0.805, uncertain: 0.25, noiseSd: 0});
  });

  it("shows no count, and no rest of a group, of 20 people or fewer", () => {
    fc.assert(
      fc.property(counts, fc.string(), (all, secret) => {
        const {phenotypes: shown} = hideMedicines(phenotypes(all), [], {limit: 20, hash: hashWith(secret)});
        for (const {n, people, share, low, high, noiseSd} of shown) {
          expect(noiseSd).toBe(10);
          if (people !== null) expect(people).toBeGreaterThan(20);
          if (n === null) expect([share, low, high]).toEqual([null, null, null]);
          else {
            expect(n > 20 && people! - n > 20).toBe(true);
            expect(low! <= share! && share! <= high!).toBe(true);
          }
        }
      }),
      {seed: 1, numRuns: 40}
    );
  }, 60_000);

  it("has no row by whose presence alone somebody could be told", () => {
    const unrated = {...phenotypes([500, 3])[1], phenotype: null, priority: null};
    expect(hideMedicines([unrated], [], protection).phenotypes).toEqual([]);
    expect(hideMedicines([unrated], [], null).phenotypes).toHaveLength(1);
  });

  it("gives the same people the same number in every row, so that rows cannot be averaged", () => {
    const [, row] = phenotypes([500, 120, 40]);
    const result = (medicine: string | null): PgxResultRow => ({
      ...row,
      genes: ["CYP2C19"],
      medicine,
      level: "A",
      result: "actionable",
      silent: 0
    });
    const {phenotypes: one, results} = hideMedicines([row], ["a", "b", null].map(result), protection);
    expect(new Set([...one, ...results].map(({n}) => n)).size).toBe(1);
  });
});

describe("attackMedicines", () => {
  const attack = (
    all: readonly number[],
    change: (n: number | null) => number | null = (n) => n,
    sd = noiseSdOf(protection)
  ) => {
    const {phenotypes: shown} = hideMedicines(phenotypes(all), [], protection);
    const rows = shown.map((row) => ({...row, n: change(row.n), noiseSd: sd}));
    return attackMedicines(rows, [], () => [], 20, "registered");
  };

  it("leaves a withheld number a range of 39 people or more, whatever the counts", () => {
    fc.assert(
      fc.property(counts, (all) => {
        const {figures, withstood} = attack(all);
        expect(withstood).toBe(true);
        expect(figures).toMatchObject({kind: "recovery", recovered: 0});
        if (figures.kind === "recovery" && figures.narrowest !== null)
          expect(figures.narrowest).toBeGreaterThanOrEqual(39);
      }),
      {seed: 1, numRuns: 40}
    );
  }, 60_000);

  it("works out the only withheld number where there is little noise, or none", () => {
    // One unknown from the people, who are known, and three shown phenotypes with noise 1: 2 * 1.96 * sqrt(3) is 6.8.
    expect(attack([500, 300, 200, 5], (n) => n, 1)).toMatchObject({
      withstood: false,
      figures: {recovered: 1, hidden: 1, narrowest: 6}
    });
    expect(attack([500, 300, 200, 5], (n) => n, 0)).toMatchObject({withstood: false, figures: {narrowest: 0}});
  });

  it("adds up what results of one gene say of the withheld", () => {
    const {phenotypes: shown} = hideMedicines(phenotypes([500, 300, 5, 200]), [], protection);
    const {results} = hideMedicines(
      [],
      [{...phenotypes([500, 505])[1], genes: ["CYP2C19"], medicine: "m", level: "", result: "actionable", silent: 0}],
      protection
    );
    const rows = shown.map((row) => ({...row, noiseSd: 1}));
    const found = attackMedicines(rows, results, () => ["P1", "P2", "P3"], 20, "registered");
    // numpy: A = [[100]*4,[1,0,0,0],[0,1,0,0],[0,0,0,1],[0,1,1,1]]; sqrt(inv(A.T @ A)[2,2]) * 2 * 1.959964 = 6.1982
    expect(found).toMatchObject({withstood: false, figures: {hidden: 1, recovered: 1, narrowest: 6}});
  });
});
