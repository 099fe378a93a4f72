import {describe, expect, it} from "vitest";
import type {ReleaseManifest} from "../../src/model/release.js";
import {labelWidth} from "../../src/components/labelWidth.js";
import {peopleTitle} from "../../src/components/PeopleChart.js";
import {variantsLead} from "../../src/components/variants/variantWords.js";
import {withheldShares, withheldTitle} from "../../src/components/WithheldChart.js";

/** What the words below are made from. */
function cohort(strata: Record<string, string[]>): ReleaseManifest {
  return {
    cohort: {title: "Mine", class: "open"},
    strata: Object.entries(strata).map(([name, levels]) => ({name, levels})),
    people: {strata: Object.keys(strata), rows: []},
    tables: [{name: "variants", tier: "public", rows: 7}],
    withheld: [{table: "allele_counts", byStratum: [{level: "all", withheld: 1, total: 4}]}]
  } as unknown as ReleaseManifest;
}

const [full, sexOnly, none] = [cohort({ancestry: ["AFR", "EUR"], sex: ["male"]}), cohort({sex: ["male"]}), cohort({})];

describe("words for cohorts of any strata", () => {
  it("variantsLead(manifest) names the groups that there are", () => {
    const lead = "Look up any of 7 variants of Mine, and how often it was found";
    expect(variantsLead(full)).toBe(`${lead} in each of 2 genetic ancestry groups and by sex.`);
    expect(variantsLead(sexOnly)).toBe(`${lead} by sex.`);
    expect(variantsLead(none)).toBe(`${lead}.`);
  });

  it("peopleTitle(manifest) and withheldTitle(manifest) do so too", () => {
    expect([full, sexOnly, none].map(peopleTitle)).toEqual([
      "People by genetic ancestry group, sex",
      "People by sex",
      "People"
    ]);
    expect(withheldTitle(full)).toBe("Share of cells withheld, by genetic ancestry group");
    expect(withheldTitle(none)).toBe("Share of cells withheld");
  });

  it("withheldShares(manifest) calls the one group of a cohort without ancestries everybody", () => {
    expect(withheldShares(none)).toEqual([
      {table: "allele_counts", title: "Allele counts", level: "everybody", withheld: 1, total: 4}
    ]);
  });

  it("withheldShares(manifest) keeps a table for everybody apart from one of its name for named readers", () => {
    const entry = (tier: string, withheld: number) => ({
      table: "allele_counts",
      tier,
      byStratum: [{level: "AFR", withheld, total: 10}]
    });
    const both = {...full, withheld: [entry("public", 1), entry("registered", 4)]} as unknown as ReleaseManifest;
    expect(withheldShares(both).map(({title, withheld}) => [title, withheld])).toEqual([
      ["Allele counts, open to everybody", 1],
      ["Allele counts, for named readers", 4]
    ]);
  });

  it("withheldShares(manifest) adds up the files of a table that has one for each trait, but not rules", () => {
    const entry = (trait: string, rule: string, withheld: number) => ({
      table: "association",
      tier: "registered",
      trait,
      rule,
      byStratum: [{level: "AFR", withheld, total: 10}]
    });
    const withheld = [entry("a", "few-copies", 2), entry("a", "version", 9), entry("b", "few-copies", 3)];
    const shares = withheldShares({...full, withheld} as unknown as ReleaseManifest);
    expect(shares).toEqual([{table: "association", title: "Associations", level: "AFR", withheld: 13, total: 20}]);
  });

  it("labelWidth(labels) has room for long names of groups, within limits", () => {
    expect(labelWidth(["AFR"])).toBe(60);
    expect(labelWidth(["Middle Eastern"])).toBeGreaterThan(100);
    expect(labelWidth(["x".repeat(60)])).toBe(180);
  });
});
