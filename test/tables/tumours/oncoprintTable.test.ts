import {describe, expect, it} from "vitest";
import {oncoprintTable} from "../../../data-loaders/tables/tumours/oncoprintTable.js";
import {groupsOf, many, tumoursOf, type Patient} from "./simulateTumours.js";

const open = {timepoint: "before", mutatedMin: 1, maxWithheld: 0} as const;

/** Patients of two groups, one after the other. */
function twoGroups(first: Patient[], second: Patient[]) {
  const codes = [...first.map(() => 0), ...second.map(() => 1)];
  return {tumours: tumoursOf([...first, ...second]), groups: groupsOf(codes, ["AFR", "EUR"])};
}

const afr = [
  ...many(30, {before: ["EGFR:L858R"]}),
  ...many(25, {before: ["EGFR"], mutationClass: "truncating" as const}),
  ...many(45, {before: []}),
  ...many(7, {after: ["EGFR"]})
];
const eur = [...many(60, {before: ["EGFR:L858R", "EGFR:T790M"]}), ...many(140, {before: ["KRAS"]})];

describe("oncoprintTable(tumours, groups, settings)", () => {
  it("gives the share of each group's people with a mutated gene, by class", () => {
    const {tumours, groups} = twoGroups(afr, eur);
    const rows = oncoprintTable(tumours, groups, open);
    expect([...new Set(rows.map(({gene}) => gene))]).toEqual(["KRAS", "EGFR"]);
    const egfr = rows.filter(({gene}) => gene === "EGFR");
    expect(
      egfr.filter(({mutated}) => mutated! > 0).map((r) => [r.group, r.mutationClass, r.mutated, r.people])
    ).toEqual([
      ["AFR", null, 55, 100],
      ["AFR", "missense", 30, 100],
      ["AFR", "truncating", 25, 100],
      ["EUR", null, 60, 200],
      ["EUR", "missense", 60, 200]
    ]);
    // scipy.stats.binomtest(55, 100).proportion_ci(method="wilson"): 0.4524460, 0.6438546
    expect(egfr[0].share).toBe(0.55);
    expect(egfr[0].shareLow).toBeCloseTo(0.452446, 6);
    expect(egfr[0].shareHigh).toBeCloseTo(0.6438546, 6);
  });

  it("puts people with mutations of two classes into `multiple`, once", () => {
    const tumours = tumoursOf(many(3, {before: ["EGFR:L858R"]}));
    tumours.mutations.push({sample: 1, gene: "EGFR", change: null, mutationClass: "splice", alleleFraction: NaN});
    const rows = oncoprintTable(tumours, groupsOf([0, 0, 0], ["AFR"]), open);
    expect(rows.filter(({mutated}) => mutated! > 0).map((row) => [row.mutationClass, row.mutated])).toEqual([
      [null, 3],
      ["missense", 2],
      ["multiple", 1]
    ]);
  });

  it("leaves out people without a group, and rare genes", () => {
    const tumours = tumoursOf([...many(5, {before: ["EGFR"]}), ...many(4, {before: ["KRAS"]})]);
    const groups = groupsOf([0, 0, 0, -1, -1, 0, 0, 0, 0], ["AFR"]);
    const rows = oncoprintTable(tumours, groups, {...open, mutatedMin: 4});
    expect(rows.map(({gene, people}) => `${gene} ${people}`)).toEqual(Array(7).fill("KRAS 7"));
    expect(oncoprintTable(tumours, groups, open, 1).every(({gene}) => gene === "KRAS")).toBe(true);
  });

  it("has no row about a gene of 20 people, and some about 21", () => {
    const genes = (count: number) => {
      const tumours = tumoursOf([...many(count, {before: ["EGFR"]}), ...many(99, {before: []})]);
      return oncoprintTable(tumours, groupsOf(Array(count + 99).fill(0), ["AFR"]), {...open, maxWithheld: 20}).length;
    };
    expect([genes(20), genes(21)]).toEqual([0, 7]);
  });

  it("withholds small counts, and has no row about one person", () => {
    const {tumours, groups} = twoGroups([...afr, ...many(4, {before: ["EGFR"], mutationClass: "splice"})], eur);
    const rows = oncoprintTable(tumours, groups, {...open, maxWithheld: 20});
    for (const {people, mutated} of rows)
      for (const count of [people, mutated, people !== null && mutated !== null ? people - mutated : null])
        expect(count === null || count === 0 || count > 20).toBe(true);
    const splice = rows.filter(
      ({group, mutationClass, gene}) => gene === "EGFR" && group === "AFR" && mutationClass === "splice"
    );
    expect(splice).toEqual([
      {
        gene: "EGFR",
        mutationClass: "splice",
        group: "AFR",
        people: 104,
        mutated: null,
        share: null,
        shareLow: null,
        shareHigh: null
      }
    ]);
    // 4 + 25 leave each other room; missense may stay.
    expect(
      rows.find((r) => r.gene === "EGFR" && r.group === "AFR" && r.mutationClass === "truncating")!.mutated
    ).toBeNull();
    expect(rows.find((r) => r.gene === "EGFR" && r.group === "AFR" && r.mutationClass === "missense")!.mutated).toBe(
      30
    );
  });
});
