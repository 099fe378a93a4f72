import {randomLcg} from "d3-random";
import {describe, expect, it} from "vitest";
import {cooccurrenceTable} from "../../../data-loaders/tables/tumours/cooccurrenceTable.js";
import type {TumourSettings} from "../../../data-loaders/tables/tumours/tumourSettings.js";
import {covariate, many, tumoursOf, type Patient} from "./simulateTumours.js";

const open: TumourSettings = {timepoint: "before", covariates: [], mutatedMin: 1, maxWithheld: 0};

function patients([both, onlyA, onlyB, neither]: readonly number[]): Patient[] {
  return [
    ...many(both, {before: ["EGFR", "TP53"]}),
    ...many(onlyA, {before: ["EGFR"]}),
    ...many(onlyB, {before: ["TP53"]}),
    ...many(neither, {before: []})
  ];
}

describe("cooccurrenceTable(tumours, settings)", () => {
  it("tests each pair of genes once, alphabetically", async () => {
    const [row, ...more] = await cooccurrenceTable(tumoursOf(patients([30, 12, 40, 90])), open);
    expect(more).toEqual([]);
    expect(row).toMatchObject({geneA: "EGFR", geneB: "TP53", both: 30, onlyA: 12, onlyB: 40, neither: 90});
    // scipy, as in the test of resistanceTable
    expect(row.minusLog10P).toBeCloseTo(5.35270816330801, 9);
    expect(row.oddsRatio! / 5.562328205506199).toBeCloseTo(1, 4);
    // No other gene is mutated: the burden is constant, and the adjusted odds ratio the plain one.
    expect(row.beta).toBeCloseTo(1.7272209480904839, 6);
    expect(row.minusLog10Q).toBeCloseTo(row.minusLog10P!, 12);
  });

  it("finds exclusive genes", async () => {
    const [row] = await cooccurrenceTable(tumoursOf(patients([0, 40, 45, 15])), open);
    expect(row.oddsRatio).toBe(0);
    expect(row.oddsRatioHigh).toBeLessThan(0.1);
    expect(row.method).toBe("firth");
    expect(row.beta).toBeLessThan(0);
  });

  it("adjusts for how many other genes are mutated", async () => {
    // A and B are independent given the burden; both are common where it is large.
    const others = Array.from({length: 40}, (_, i) => `G${i}`);
    const withBurden = (burden: string[], [both, a, b, neither]: number[]): Patient[] => [
      ...many(both, {before: ["A", "B", ...burden]}),
      ...many(a, {before: ["A", ...burden]}),
      ...many(b, {before: ["B", ...burden]}),
      ...many(neither, {before: burden})
    ];
    const all = [...withBurden(others, [64, 16, 16, 4]), ...withBurden([], [4, 16, 16, 64])];
    const rows = await cooccurrenceTable(tumoursOf(all), open, 100);
    const pair = rows.find(({geneA, geneB}) => geneA === "A" && geneB === "B")!;
    expect(pair.oddsRatio).toBeGreaterThan(3);
    expect(pair.minusLog10P).toBeGreaterThan(4);
    expect(Math.abs(pair.beta!)).toBeLessThan(1e-6);
    expect(pair.minusLog10PAdjusted).toBeLessThan(0.001);
  });

  it("finds nothing among genes that only the burden makes go together", async () => {
    const uniform = randomLcg(0.5);
    // Each gene of a tumour is mutated on its own, with a chance that differs between tumours from 2 % to 40 %.
    const all = Array.from({length: 500}, (): Patient => {
      const chance = 0.02 * 20 ** uniform();
      return {before: Array.from({length: 200}, (_, i) => `G${i}`).filter(() => uniform() < chance)};
    });
    const rows = await cooccurrenceTable(tumoursOf(all), open, 12);
    expect(rows).toHaveLength(66);
    const below = (values: (number | null)[]): number =>
      values.filter((value) => value! > -Math.log10(0.05)).length / 66;
    expect(below(rows.map(({minusLog10Q}) => minusLog10Q))).toBeGreaterThan(0.3);
    // Of eight other seeds 0 to 7.6 %, 4.9 % on average.
    expect(below(rows.map(({minusLog10PAdjusted}) => minusLog10PAdjusted))).toBeLessThan(0.1);
  });

  it("takes the most often mutated genes, and people with all covariates", async () => {
    const all = [...patients([10, 5, 20, 30]), {before: ["KRAS", "EGFR"]}, {before: ["EGFR", "TP53"]}];
    const ages = all.map((_, i) => (i === all.length - 1 ? NaN : i % 5));
    const rows = await cooccurrenceTable(tumoursOf(all), {...open, covariates: [covariate(ages)]}, 2);
    expect(rows.map(({geneA, geneB, both, onlyA}) => [geneA, geneB, both, onlyA])).toEqual([["EGFR", "TP53", 10, 6]]);
  });

  it("withholds a pair with a count of 20, and none of 21", async () => {
    for (let i = 0; i < 4; i++) {
      const counts = [40, 40, 40, 40].map((count, k) => (k === i ? 20 : count));
      const [row] = await cooccurrenceTable(tumoursOf(patients(counts)), {...open, maxWithheld: 20});
      expect(
        Object.values(row)
          .slice(2)
          .every((value) => value === null)
      ).toBe(true);
      const [shown] = await cooccurrenceTable(tumoursOf(patients(counts.map((n) => Math.max(21, n)))), {
        ...open,
        maxWithheld: 20
      });
      expect(shown.both).not.toBeNull();
    }
  });
});
