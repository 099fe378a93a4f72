import {describe, expect, it} from "vitest";
import {pairsTable} from "../../../data-loaders/tables/tumours/pairsTable.js";
import {many, tumoursOf, type Patient} from "./simulateTumours.js";

const mutation = "EGFR:T790M";

/** Patients who have it at both times, gained it, lost it, never had it. */
function pairs([both, gained, lost, neither]: readonly number[]): Patient[] {
  const response = "resistant";
  return [
    ...many(both, {before: [mutation], after: [mutation], response}),
    ...many(gained, {before: [], after: [mutation], response}),
    ...many(lost, {before: [mutation], after: [], response}),
    ...many(neither, {before: [], after: [], response})
  ];
}

describe("pairsTable(tumours, settings)", () => {
  it("tests who gained against who lost a mutation", () => {
    const [gene, change] = pairsTable(tumoursOf(pairs([4, 25, 10, 30])), {mutatedMin: 1, maxWithheld: 0});
    expect(gene).toMatchObject({
      treatment: "Erlotinib",
      gene: "EGFR",
      change: null,
      both: 4,
      gained: 25,
      lost: 10,
      neither: 30
    });
    expect(change).toMatchObject({change: "T790M", gained: 25, lost: 10, oddsRatio: 2.5});
    // scipy.stats.binomtest(25, 35, 0.5), as in the test of mcnemar
    expect(gene.minusLog10P).toBeCloseTo(1.7779641670868793, 10);
    expect(gene.minusLog10MidP).toBeCloseTo(1.9457323666645878, 10);
    expect(gene.oddsRatioLow).toBeCloseTo(1.1596189735922269, 9);
    expect(gene.oddsRatioHigh).toBeCloseTo(5.832713200335373, 9);
    expect(gene.minusLog10Q).toBeCloseTo(gene.minusLog10P!, 10);
  });

  it("leaves out who has one tumour, or another treatment, and mutations that few have", () => {
    const tumours = tumoursOf([
      ...pairs([4, 5, 6, 7]),
      ...many(9, {before: [mutation], response: "resistant"}),
      ...many(9, {after: [mutation], response: "resistant"}),
      ...many(2, {before: [], after: [mutation], response: null, treatment: "Cisplatin"}),
      ...many(3, {before: [], after: [mutation]})
    ]);
    const rows = pairsTable(tumours, {mutatedMin: 1, maxWithheld: 0});
    expect(rows.map(({treatment, both, gained, lost, neither}) => [treatment, both, gained, lost, neither])).toEqual([
      ["Cisplatin", 0, 2, 0, 0],
      ["Cisplatin", 0, 2, 0, 0],
      ["Erlotinib", 4, 5, 6, 7],
      ["Erlotinib", 4, 5, 6, 7]
    ]);
    expect(pairsTable(tumours, {mutatedMin: 3, maxWithheld: 0}).every(({treatment}) => treatment === "Erlotinib")).toBe(
      true
    );
  });

  it("says no odds where nothing changed", () => {
    const [row] = pairsTable(tumoursOf(pairs([4, 0, 0, 7])), {mutatedMin: 1, maxWithheld: 0});
    expect([row.oddsRatio, row.oddsRatioLow, row.minusLog10P]).toEqual([null, null, 0]);
  });

  it("withholds a row with a count of 20, and none of 21", () => {
    for (let i = 0; i < 4; i++) {
      const counts = [40, 40, 40, 40].map((count, k) => (k === i ? 20 : count));
      const rows = pairsTable(tumoursOf(pairs(counts)), {mutatedMin: 1, maxWithheld: 20});
      expect(rows.flatMap((row) => Object.values(row).slice(3)).every((value) => value === null)).toBe(true);
      const larger = counts.map((count) => Math.max(21, count));
      const [shown] = pairsTable(tumoursOf(pairs(larger)), {mutatedMin: 1, maxWithheld: 20});
      expect([shown.both, shown.gained, shown.lost, shown.neither]).toEqual(larger);
    }
  });
});
