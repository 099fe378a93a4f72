import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {readCatchment} from "../../data-loaders/sources/catchment.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
let count = 0;
const strata = [
  {name: "ancestry", levels: ["AFR", "EUR", "unknown"]},
  {name: "sex", levels: ["female", "male"]}
];

function read(...lines: string[]): ReturnType<typeof readCatchment> {
  return readCatchment(folder.write(`catchment${++count}.csv`, `${lines.join("\n")}\n`), strata, 20);
}

async function problem(...lines: string[]): Promise<string> {
  return (await inputErrorOf(() => read(...lines))).replace(/catchment\d+/, "catchment");
}

describe("readCatchment(input, strata)", () => {
  it("gives shares of a variable, from people or from shares", async () => {
    expect(await read("variable,level,population", "sex,female,300", "sex,male,100", "ancestry,EUR,21")).toEqual([
      {variable: "sex", level: "female", share: 0.75},
      {variable: "sex", level: "male", share: 0.25},
      {variable: "ancestry", level: "EUR", share: 1}
    ]);
    expect(await read("level;variable;share", "EUR;ancestry;0.6", "OTH;ancestry;.4")).toEqual([
      {variable: "ancestry", level: "EUR", share: 0.6},
      {variable: "ancestry", level: "OTH", share: 0.4}
    ]);
  });

  it("property: shares of a variable add up to 1, in proportion to the people", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.integer({min: 0, max: 1e9}).map((n) => (n <= 20 ? 0 : n)),
          {minLength: 1, maxLength: 8}
        ),
        async (people) => {
          fc.pre(people.some((n) => n > 0));
          const levels = ["AFR", "EUR", ...people.map((_, i) => `L${i}`)];
          const rows = await read("variable,level,population", ...people.map((n, i) => `ancestry,${levels[i]},${n}`));
          const total = people.reduce((a, b) => a + b, 0);
          expect(rows.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
          rows.forEach(({share}, i) => expect(share).toBeCloseTo(people[i] / total, 12));
        }
      ),
      {numRuns: 50}
    );
  });

  it.each([
    [["variable,level", "sex,female"], "1: expected one column population (people) or share (0 to 1)"],
    [
      ["variable,level,population,share", "sex,female,1,1"],
      "1: expected one column population (people) or share (0 to 1)"
    ],
    [["variable,population", "sex,1"], "1: has no column level; expected variable, level and population or share"],
    [["variable,level,population", "region,north,1"], "2: variable: expected a stratum of the cohort (ancestry, sex)"],
    [["variable,level,population", "sex,,1"], "2: level: missing"],
    [["variable,level,population", "sex,female,-1"], "2: population: expected a number of people"],
    [
      ["variable,level,population", "sex,female,21", "sex,male,20"],
      "3: population: a level of 1 to 20 people; put it together with another, such as “other”"
    ],
    [["variable,level,share", "sex,female,60"], "2: share: expected a number from 0 to 1"],
    [["variable,level,share", "sex,female,.5", "sex,female,.5"], "3: level: the same as in line 2"]
  ])("refuses %j with the line", async (lines, what) => {
    expect(await problem(...lines)).toBe(`catchment.csv:${what}`);
  });

  it("refuses shares that do not add up, nobody at all, and levels of which the cohort has none", async () => {
    expect(await problem("variable,level,share", "sex,female,.5", "sex,male,.3")).toBe(
      "catchment.csv: shares of sex add up to 0.8, expected 1"
    );
    expect(await problem("variable,level,population", "sex,female,0")).toBe(
      "catchment.csv: nobody in any level of sex"
    );
    expect(await problem("variable,level,population", "sex,F,100", "sex,M,100")).toBe(
      "catchment.csv: no level of sex is one of the cohort's (female, male); write levels as the cohort does"
    );
    expect(await problem("variable,level,population")).toBe("catchment.csv: has no rows below its header");
  });
});
