import {expect, it} from "vitest";
import {allows, isDuoCode} from "../../data-loaders/sources/consent.js";
import {readFileSync} from "node:fs";
import {itWith} from "../require.js";

const duo = (...numbers: number[]) => numbers.map((n) => `DUO:${String(n).padStart(7, "0")}`);

it.each([
  ["the same permission", [42], [42], true],
  ["a broader permission", [4], [42], true],
  ["general research covers disease research", [42], [7], true],
  ["health research covers disease research", [6], [7], true],
  ["health research does not cover ancestry research", [6], [11], false],
  ["a narrower permission", [7], [6], false],
  ["no code", [], [42], false],
  ["a restriction without a permission", [45], [42], false],
  ["a restriction that the cohort does not keep", [42, 45], [42], false],
  ["a restriction that the cohort keeps", [42, 45], [42, 45], true],
  ["NPUNCU keeps NPU", [42, 45], [42, 18], true],
  ["NPU and NCU keep NPUNCU", [42, 18], [42, 45, 46], true],
  ["NPU alone does not keep NPUNCU", [42, 18], [42, 45], false],
  ["a restriction of the cohort's alone", [42], [42, 45], true],
  ["clinical care is one more permission", [42], [42, 43], false],
  ["clinical care is no restriction", [42, 43], [42], true],
  ["a cohort without a permission", [42], [45], false]
])("allows(person, cohort): %s", (_, person, cohort, expected) => {
  expect(allows(duo(...person), duo(...cohort))).toBe(expected);
});

itWith("duo/duo.csv")("isDuoCode(code) knows every term of the ontology but the two abstract ones", () => {
  const file = new URL("../../../shared/data/duo/duo.csv", import.meta.url);
  const codes = readFileSync(file, "utf8").match(/^DUO:\d{7}/gm)!;
  expect(codes.filter((code) => !isDuoCode(code)).sort()).toEqual(["DUO:0000001", "DUO:0000017"]);
});
