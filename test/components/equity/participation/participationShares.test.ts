import {readFile} from "node:fs/promises";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  ancestriesOf,
  chosenYears,
  notReported,
  notReportedByYear,
  notReportedOverall,
  sharesByYear,
  sharesOverall,
  traitsOf,
  type Selection
} from "../../../../src/components/equity/participation/participationShares.js";
import type {ParticipationRow} from "../../../../src/model/equity.js";
import {usualParticipation} from "../../../../src/model/participationView.js";
import {itWith} from "../../../require.js";
import {shippedParticipation} from "./shippedParticipation.js";

const {rows} = await shippedParticipation();
const percentOf = (selection: Selection, ancestry: string): number =>
  100 * sharesOverall(rows, selection).find((share) => share.ancestry === ancestry)!.share;

describe("shares of the figures that ship", () => {
  // python3: sums of gwas-participants-by-year-stage-category-ancestry.csv by ancestry, over all but "Not reported".
  it("are those of participants with recorded ancestry", () => {
    expect(percentOf(usualParticipation, "European")).toBeCloseTo(88.02, 2);
    expect(percentOf(usualParticipation, "East Asian")).toBeCloseTo(6.23, 2);
    expect(percentOf(usualParticipation, "African")).toBeCloseTo(0.49, 2);
    expect(percentOf({...usualParticipation, stage: "initial"}, "European")).toBeCloseTo(90.48, 2);
    expect(percentOf({...usualParticipation, stage: "replication"}, "European")).toBeCloseTo(79.6, 2);
    expect(percentOf({...usualParticipation, metric: "studies"}, "European")).toBeCloseTo(56.72, 2);
    expect(sharesOverall(rows, usualParticipation).reduce((sum, {count}) => sum + count, 0)).toBe(355757999);
  });

  it("leave out those whose ancestry is not reported, and say how many they are", () => {
    expect(sharesByYear(rows, usualParticipation).some(({ancestry}) => ancestry === notReported)).toBe(false);
    expect(notReportedOverall(rows, usualParticipation)).toEqual({
      year: 2019,
      count: 30623609,
      total: 355757999 + 30623609
    });
  });

  itWith("gwas-diversity/summary.json")("agree with those that the GWAS Diversity Monitor printed", async () => {
    const published = JSON.parse(
      await readFile(new URL("../../../../../shared/data/gwas-diversity/summary.json", import.meta.url), "utf8")
    );
    // The monitor sorts some records of several ancestries otherwise: a few hundredths of a point.
    const stages = [
      ["both", "total"],
      ["initial", "discovery_participants"],
      ["replication", "replication_participants"]
    ] as const;
    for (const [stage, prefix] of stages) {
      const shares = {...usualParticipation, stage};
      expect(Math.abs(percentOf(shares, "European") - published[`${prefix}_european`])).toBeLessThan(0.05);
      expect(
        Math.abs(percentOf(shares, "Hispanic or Latin American") - published[`${prefix}_hisorlatinam`])
      ).toBeLessThan(0.05);
      expect(
        Math.abs(percentOf(shares, "African American or Afro-Caribbean") - published[`${prefix}_afamafcam`])
      ).toBeLessThan(0.05);
    }
    expect(percentOf(usualParticipation, "European").toFixed(1)).toBe(published.total_european.toFixed(1));
  });

  it("name no category but those with a place of their own, unspecific ones last", () => {
    expect(ancestriesOf(rows)).toEqual([
      "African",
      "African American or Afro-Caribbean",
      "East Asian",
      "European",
      "Greater Middle Eastern",
      "Hispanic or Latin American",
      "South Asian",
      "Other Asian",
      "Other or mixed",
      "Not reported"
    ]);
    expect(traitsOf(rows)).toHaveLength(18);
  });
});

const someRows: fc.Arbitrary<ParticipationRow[]> = fc.array(
  fc.record({
    year: fc.integer({min: 2005, max: 2012}),
    stage: fc.constantFrom("initial", "replication"),
    traitCategory: fc.constantFrom("Cancer", "Other trait"),
    ancestry: fc.constantFrom("African", "European", "Not reported"),
    participants: fc.integer({min: 0, max: 1e6}),
    studies: fc.integer({min: 0, max: 50})
  }),
  {minLength: 1, maxLength: 30}
);
const selections: fc.Arbitrary<Selection> = fc.record({
  metric: fc.constantFrom("participants", "studies"),
  stage: fc.constantFrom("both", "initial", "replication"),
  trait: fc.constantFrom(null, "Cancer", "Other trait"),
  from: fc.option(fc.integer({min: 2000, max: 2015})),
  to: fc.option(fc.integer({min: 2000, max: 2015})),
  count: fc.constantFrom("cumulative", "yearly")
});

describe("sharesByYear", () => {
  it("adds up to 1 in every year, and counts nobody twice or never", () => {
    fc.assert(
      fc.property(someRows, selections, (rows, selection) => {
        const shares = sharesByYear(rows, selection);
        for (const year of new Set(shares.map((share) => share.year))) {
          const sum = shares.filter((share) => share.year === year).reduce((sum, {share}) => sum + share, 0);
          expect(sum).toBeCloseTo(1, 12);
        }
        const [from, to] = chosenYears(rows, selection);
        const wanted = rows.filter(
          ({year, stage, traitCategory}) =>
            year >= from &&
            year <= to &&
            (selection.stage === "both" || stage === selection.stage) &&
            (selection.trait === null || traitCategory === selection.trait)
        );
        const total = wanted.reduce((sum, row) => sum + row[selection.metric], 0);
        expect(notReportedOverall(rows, selection)?.total ?? 0).toBe(total);
        const recorded = sharesOverall(rows, selection).reduce((sum, {count}) => sum + count, 0);
        expect(recorded + (notReportedOverall(rows, selection)?.count ?? 0)).toBe(total);
        if (selection.count === "yearly")
          expect(notReportedByYear(rows, selection).reduce((sum, {total}) => sum + total, 0)).toBe(total);
      })
    );
  });
});
