import {describe, expect, it} from "vitest";
import {ancestryOrigin, inferredFact, inferredSentence} from "../../src/components/ancestryWords.js";
import {ancestryName, ancestryScale} from "../../src/components/ancestryColours.js";
import {provenanceFacts} from "../../src/components/provenanceFacts.js";
import {notAssigned} from "../../src/model/ancestry.js";
import type {ReleaseManifest} from "../../src/model/release.js";

function manifestOf(rows: [string, number | null][] | null): ReleaseManifest {
  return {
    tables: [],
    cohort: {title: "Mine", class: "controlled", synthetic: {genotypes: false, phenotypes: false}},
    strata: [{name: "ancestry", levels: ["AFR", notAssigned]}],
    people: {
      strata: ["sex", "ancestry"],
      rows: (rows ?? []).map(([level, n]) => ({levels: ["female", level], n}))
    },
    rules: [{id: "small-cell", value: 20, sentence: "", source: ""}],
    withheld: [],
    hashes: {policy: "abcdefabcdef"},
    ...(rows && {
      ancestry: {source: "1000 Genomes phase 3", candidates: 4000, shared: 3000, markers: 2492, groups: ["AFR"]}
    })
  } as unknown as ReleaseManifest;
}

const inferred = (words: string): string =>
  "Genetic ancestry groups were inferred by projection on 1000 Genomes phase 3: the cohort has 75\u202f% of its common " +
  `variants, and people were placed by 2\u202f492 of them that are not inherited together. ${words} not assigned to a group.`;

describe("inferredSentence(manifest)", () => {
  it("says on whom people were projected, by how much, and for how many nothing was found", () => {
    expect(
      inferredSentence(
        manifestOf([
          ["AFR", 100],
          [notAssigned, 30],
          [notAssigned, 40]
        ])
      )
    ).toBe(inferred("70 people were"));
    expect(inferredSentence(manifestOf([[notAssigned, 1]]))).toBe(inferred("1 person was"));
    expect(inferredSentence(manifestOf([["AFR", 100]]))).toBe(inferred("Nobody was"));
  });

  it("tells a number that is withheld as no number", () => {
    expect(
      inferredSentence(
        manifestOf([
          [notAssigned, null],
          [notAssigned, 40]
        ])
      )
    ).toBe(inferred("Some people, how many is not shown, were"));
  });

  it("says nothing of a cohort that brings its own groups", () => {
    expect(inferredSentence(manifestOf(null))).toBe("");
    expect(ancestryOrigin(manifestOf(null))).toBe("Here they are those that the cohort’s own files give.");
    expect(ancestryOrigin({...manifestOf(null), strata: []})).toBe("");
    expect(inferredFact(manifestOf(null))).toEqual([]);
  });
});

describe("a figure of an inferred cohort", () => {
  it("says in its provenance that groups are inferred", () => {
    expect(provenanceFacts(manifestOf([["AFR", 100]]))).toContainEqual([
      "Ancestry groups",
      "inferred by projection on 1000 Genomes phase 3"
    ]);
    expect(provenanceFacts(manifestOf(null)).map(([name]) => name)).not.toContain("Ancestry groups");
  });

  it("shows people who are not assigned last, by that name", () => {
    expect(ancestryScale([notAssigned, "zzz", "AFR"]).domain).toEqual(["AFR", "zzz", notAssigned]);
    expect(ancestryName(notAssigned)).toBe("not assigned to a genetic ancestry group");
  });
});
