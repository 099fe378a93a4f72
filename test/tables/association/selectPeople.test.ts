import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {openPeopleSelector, selectPeoplePlainly} from "../../../data-loaders/tables/association/selectPeople.js";
import {randomGenotypes} from "./randomGenotypes.js";

describe("openPeopleSelector", () => {
  it("packs as its plain twin does, whoever is chosen", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 70}),
        fc.integer({min: 1, max: 30}),
        fc.array(fc.nat(), {maxLength: 80}),
        async (people, variants, picks) => {
          const chosen = Int32Array.from(picks, (pick) => pick % people);
          const genotypes = randomGenotypes(people, variants, {seed: people, missing: 0.1});
          const {select} = await openPeopleSelector(people, chosen);
          expect(select(genotypes, variants)).toEqual(selectPeoplePlainly(people, chosen, genotypes, variants));
        }
      ),
      {numRuns: 60, seed: 6}
    );
  });

  it("goes on past the variants that fit into its memory at a time", async () => {
    const people = 40_000;
    const genotypes = Uint8Array.from({length: 300 * 10_000}, (_, i) => (i * 7919) & 255);
    const chosen = Int32Array.from([39_999, 0, 5, 17, 20_001]);
    const {select} = await openPeopleSelector(people, chosen);
    expect(select(genotypes, 300)).toEqual(selectPeoplePlainly(people, chosen, genotypes, 300));
  });
});
