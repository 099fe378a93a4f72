import {describe, expect, it} from "vitest";
import type {People} from "../../data-loaders/sources/cohort.js";
import {personTokens} from "../../data-loaders/sources/personTokens.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";
import {changedGroups, groupVersions} from "../../data-loaders/release/groupVersions.js";
import {openLedger, type LedgerVersion} from "../../data-loaders/release/ledger.js";
import {temporaryFolder} from "../sources/temporary.js";

const folder = temporaryFolder();
const ledger = await openLedger(`${folder.path}/ledger.json`, "x", false);

interface Person {
  id: string;
  ancestry: "AFR" | "EUR";
  sex?: number;
  status?: "case" | "control";
  included?: boolean;
}

function fingerprints(persons: Person[], own = ledger) {
  const included = Uint8Array.from(persons, ({included}) => Number(included ?? true));
  const codes = (codeOf: (person: Person) => number): Int16Array =>
    Int16Array.from(persons, (person, i) => (included[i] ? codeOf(person) : -1));
  const people: People = {
    total: persons.length,
    included,
    sex: Uint8Array.from(persons, ({sex}) => sex ?? 1),
    strata: [
      {name: "ancestry", levels: ["AFR", "EUR"], codes: codes(({ancestry}) => Number(ancestry === "EUR"))},
      {name: "status", levels: ["case", "control"], codes: codes(({status}) => Number(status === "control"))}
    ],
    age: null,
    tokens: personTokens(
      persons.map(({id}) => id),
      persons.length
    ),
    traits: [],
    covariates: [],
    left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
  };
  return groupVersions(people, layOutStrata(people), own);
}

const a: Person = {id: "a", ancestry: "AFR"};
const b: Person = {id: "b", ancestry: "EUR"};
const c: Person = {id: "c", ancestry: "EUR", sex: 2};

describe("groupVersions(people, layout, ledger)", () => {
  const base = fingerprints([a, b, c]);

  it("has a group per ancestry with its people", () => {
    expect(base.map(({level, people}) => [level, people])).toEqual([
      ["AFR", 1],
      ["EUR", 2]
    ]);
    expect(base[0].fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(base[0].fingerprint).not.toBe(base[1].fingerprint);
  });

  it("does not depend on the order of people, nor on those who are not counted", () => {
    expect(fingerprints([c, a, b])).toEqual(base);
    expect(fingerprints([{id: "d", ancestry: "EUR", included: false}, a, b, c])).toEqual(base);
  });

  it.each([
    {what: "somebody joined", now: [a, b, c, {id: "d", ancestry: "EUR"} as Person]},
    {what: "somebody left", now: [a, b]},
    {what: "somebody took another's place", now: [a, b, {...c, id: "d"}]},
    {what: "somebody's status changed", now: [a, b, {...c, status: "control"} as Person]},
    {what: "somebody's sex changed", now: [a, b, {...c, sex: 0}]}
  ])("changes for the group alone in which $what", ({now}) => {
    const next = fingerprints(now);
    expect(next[0]).toEqual(base[0]);
    expect(next[1].fingerprint).not.toBe(base[1].fingerprint);
  });

  it("is keyed: another ledger has another hash of the same people", async () => {
    const other = await openLedger(`${folder.path}/other.json`, "x", false);
    expect(fingerprints([a, b, c], other)[0].fingerprint).not.toBe(base[0].fingerprint);
  });
});

describe("changedGroups(now, versions, rule)", () => {
  const rule = {earlier: "in-use" as const, changeMin: 100};
  const group = (fingerprint: string, people: number, given = true) => ({level: "EUR", fingerprint, people, given});
  const version = (...groups: ReturnType<typeof group>[]) => ({groups}) as unknown as LedgerVersion;
  const changed = (now: ReturnType<typeof group>, ...versions: LedgerVersion[]) => changedGroups([now], versions, rule);

  it("names a group in which 99 joined or left, and none in which nobody or 100 did", () => {
    expect(changed(group("b", 1099), version(group("a", 1000)))).toEqual(["EUR"]);
    expect(changed(group("b", 901), version(group("a", 1000)))).toEqual(["EUR"]);
    expect(changed(group("b", 1100), version(group("a", 1000)))).toEqual([]);
    expect(changed(group("b", 900), version(group("a", 1000)))).toEqual([]);
    expect(changed(group("a", 1000), version(group("a", 1000)))).toEqual([]);
  });

  it("names a group of the same size with other people", () => {
    expect(changed(group("b", 1000), version(group("a", 1000)))).toEqual(["EUR"]);
  });

  it("compares with every version that readers hold, not with those kept back", () => {
    expect(changed(group("c", 1210), version(group("a", 1200)), version(group("b", 1000)))).toEqual(["EUR"]);
    expect(changed(group("c", 1210), version(group("a", 1200, false)), version(group("b", 1000)))).toEqual([]);
    expect(changed(group("a", 1200), version(group("a", 1200)), version(group("b", 1210, false)))).toEqual([]);
    expect(changed(group("b", 1010), version(group("a", 1000)), version(group("b", 1010, false)))).toEqual(["EUR"]);
  });

  it("names no group that is new, and none once earlier tables were recalled", () => {
    expect(changed(group("a", 10))).toEqual([]);
    expect(changedGroups([{...group("a", 10), level: "SAS"}], [version(group("b", 11))], rule)).toEqual([]);
    expect(changedGroups([group("b", 1001)], [version(group("a", 1000))], {...rule, earlier: "recalled"})).toEqual([]);
  });
});
