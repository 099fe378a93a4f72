import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {hideLd, shownR2} from "../../../data-loaders/disclosure/association/hideLd.js";
import {protectLd} from "../../../data-loaders/disclosure/protect.js";
import {ldTable, type LdPairs} from "../../../data-loaders/tables/association/ldTable.js";
import {rowsOf} from "../../tables/rowsOf.js";

const pairs: LdPairs = {
  variantIds: ["1-1-A-C", "1-2-A-C", "1-3-A-C"],
  levels: ["AFR", "EUR"],
  level: Int32Array.of(0, 0, 1, 1),
  a: Int32Array.of(0, 0, 0, 1),
  b: Int32Array.of(1, 2, 1, 2),
  r2: Float64Array.of(0.123, 0.456, 0.789, 0.0049)
};
const copies = {
  ac: Int32Array.of(20_000, 9_000, 21_000, 9_000, 20, 9_000),
  an: Int32Array.from({length: 6}, () => 100_000)
};
const both = new Set(["AFR", "EUR"]);

describe("hideLd(pairs, copies, shownLevels, limit)", () => {
  it("keeps pairs of variants of which both alleles were seen often enough, to two decimals", () => {
    expect(rowsOf(ldTable(hideLd(pairs, copies, both, 20)))).toEqual([
      {chrom: "1", ancestry: "AFR", variant_a: "1-1-A-C", variant_b: "1-2-A-C", r2: 0.12},
      {chrom: "1", ancestry: "EUR", variant_a: "1-1-A-C", variant_b: "1-2-A-C", r2: 0.79},
      {chrom: "1", ancestry: "EUR", variant_a: "1-2-A-C", variant_b: "1-3-A-C", r2: 0}
    ]);
    const enough = {...copies, ac: copies.ac.with(4, 21)};
    expect(hideLd(pairs, enough, both, 20).r2).toHaveLength(4);
  });

  it("leaves out groups that are not shown; of open data everything is exact", () => {
    expect(hideLd(pairs, copies, new Set(["AFR"]), 20).r2).toHaveLength(1);
    expect(rowsOf(protectLd(pairs, copies, new Set(), {limit: null}, ldTable).batch)).toHaveLength(4);
    expect(rowsOf(protectLd(pairs, copies, new Set(["AFR"]), {limit: 20}, ldTable).batch)).toHaveLength(1);
  });
});

describe("shownR2(r2, copiesPerR, limit)", () => {
  it("is rounded more coarsely where two decimals would tell how many carry both alleles", () => {
    // 0.5 ± 0.005: r from 0.7036 to 0.7106, times 3,000 chromosomes 21.2.
    expect(shownR2(0.504, 3000, 20)).toBe(0.5);
    expect(shownR2(0.504, 2800, 20)).toBe(0.5);
    expect(shownR2(0.532, 3000, 20)).toBe(0.53);
    expect(shownR2(0.532, 2000, 20)).toBe(0.54);
    expect(shownR2(0.532, 300, 20)).toBe(0.5);
    expect(shownR2(0.532, 30, 20)).toBeNull();
    expect(shownR2(0.002, 300, 20)).toBe(0);
    expect(shownR2(NaN, 3000, 20)).toBeNull();
  });

  it("leaves open by 21 how many chromosomes carry both alleles", () => {
    const limit = 20;
    fc.assert(
      fc.property(
        fc.integer({min: 100, max: 3000}),
        fc.double({min: 0.05, max: 0.5, noNaN: true}),
        fc.double({min: 0.05, max: 0.5, noNaN: true}),
        fc.double({min: 0, max: 1, noNaN: true}),
        (n, shareA, shareB, share) => {
          const [acA, acB] = [Math.round(n * shareA), Math.round(n * shareB)];
          const r2Of = (joint: number): number => {
            const [p, q] = [acA / n, acB / n];
            return (joint / n - p * q) ** 2 / (p * (1 - p) * q * (1 - q));
          };
          const most = Math.min(acA, acB);
          const joint = Math.round(share * most);
          const perR = n * Math.sqrt((acA / n) * (1 - acA / n) * (acB / n) * (1 - acB / n));
          const shown = shownR2(r2Of(joint), perR, limit);
          if (shown === null) return;
          const possible = Array.from({length: most + 1}, (_, k) => k).filter(
            (k) => shownR2(r2Of(k), perR, limit) === shown
          );
          expect(possible).toContain(joint);
          // Where the count can be no larger or smaller, its range ends there.
          const atTheEdge = possible.includes(0) || possible.includes(most);
          if (!atTheEdge) expect(possible.at(-1)! - possible[0]).toBeGreaterThanOrEqual(limit - 1);
        }
      ),
      {seed: 5, numRuns: 1000}
    );
  });
});
