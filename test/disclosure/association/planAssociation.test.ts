import {describe, expect, it} from "vitest";
import {
  planAssociation,
  shownLevels,
  type AnalysedGroup
} from "../../../data-loaders/disclosure/association/planAssociation.js";
import {groupRows} from "../../../data-loaders/disclosure/groups.js";
import {hideGroups} from "../../../data-loaders/disclosure/hideGroups.js";
import {readThresholds} from "../../../data-loaders/disclosure/thresholds.js";

const {association} = await readThresholds(new URL("../../../policies/thresholds.yaml", import.meta.url));
const groups = groupRows({
  variables: [{name: "ancestry", levels: ["AFR", "EUR", "SAS"]}],
  combinations: [500, 800, 15].map((people, code) => ({codes: [code], people, men: 0, maleCell: -1, otherCell: code}))
});
const protection = (limit: number | null, changed: string[] = []) => ({
  limit,
  groups,
  hidden: hideGroups(groups, limit ?? 0, {changed})
});
const group = (change: Partial<AnalysedGroup> = {}): AnalysedGroup => ({
  level: "AFR",
  people: 400,
  cases: null,
  parameters: 13,
  notAnalysed: [],
  ...change
});
const reason = (change: Partial<AnalysedGroup>, changed: string[] = []) =>
  planAssociation([group(change)], protection(20, changed), association).leftOut[0]?.rule;

describe("planAssociation(groups, protection, limits)", () => {
  it("shows groups with enough people, and leaves out those that are hidden anyway", () => {
    const plan = planAssociation([group(), group({level: "EUR"}), group({level: "SAS"})], protection(20), association);
    expect(plan.levels).toEqual(["AFR", "EUR", "SAS"]);
    // The number of EUR would give that of SAS away.
    expect(plan.leftOut.map(({level}) => level)).toContain("SAS");
    expect(plan.shown).toContain(0);
    expect(reason({level: "nobody"})).toBe("small-group");
    expect(reason({}, ["AFR"])).toBe("version");
  });

  it.each([
    [{people: 20, parameters: 2}, "small-group"],
    [{people: 42, parameters: 2}, undefined],
    [{cases: 20}, "small-group"],
    [{cases: 0}, "small-group"],
    [{cases: 21}, undefined],
    [{cases: 380}, "small-group"],
    [{cases: 379}, undefined],
    [{notAnalysed: [0, 21]}, undefined],
    [{notAnalysed: [0, 20]}, "subtraction"],
    [{notAnalysed: [1]}, "subtraction"],
    [{people: 42, parameters: 13}, undefined],
    [{people: 42, parameters: 14}, "few-people"],
    [{people: 39, parameters: 13}, "few-people"]
  ] as const)("%j: %s", (change, rule) => {
    expect(reason(change)).toBe(rule);
  });

  it("wants ten residual degrees of freedom", () => {
    const limits = {...association, parametersMax: 0.9};
    const left = (parameters: number) =>
      planAssociation([group({people: 30, parameters})], protection(20), limits).leftOut.length;
    expect([left(20), left(21)]).toEqual([0, 1]);
  });

  it("shows all of open data", () => {
    const plan = planAssociation([group({people: 3, cases: 1})], protection(null), association);
    expect(plan).toMatchObject({limit: null, shown: [0], leftOut: []});
  });
});

it("shownLevels(protection) are groups of which nothing is hidden, and all of open data", () => {
  expect([...shownLevels(protection(20, ["AFR"]))]).not.toContain("AFR");
  expect([...shownLevels(protection(20))]).toContain("AFR");
  expect([...shownLevels(protection(20))]).not.toContain("SAS");
  expect([...shownLevels(protection(null))]).toEqual(["AFR", "EUR", "SAS"]);
});
