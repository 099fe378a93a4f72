import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {openColumnSummer, sumColumnsPlainly} from "../../../data-loaders/tables/association/columnSums.js";
import {randomGenotypes} from "./randomGenotypes.js";

describe("openColumnSummer", () => {
  it("sums as its plain twin does, whatever the numbers of people, variants and columns", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 90}),
        fc.integer({min: 1, max: 40}),
        fc.integer({min: 1, max: 19}),
        fc.integer({min: 1, max: 1e6}),
        async (people, variants, columns, seed) => {
          const values = Float64Array.from({length: people * columns}, (_, i) => Math.sin(seed + i * 1.7));
          const input = {people, columns, values, squared: (seed % (columns + 1)) - 1};
          const genotypes = randomGenotypes(people, variants, {seed, missing: 0.1});
          const summer = await openColumnSummer(input);
          const sums = summer.sum(genotypes, variants);
          const plain = sumColumnsPlainly(input, genotypes, variants);
          for (let i = 0; i < variants * columns; ++i) {
            expect(sums.dosage[i]).toBeCloseTo(plain.dosage[i], 11);
            expect(sums.missing[i]).toBeCloseTo(plain.missing[i], 11);
          }
          expect([...sums.anyMissing.subarray(0, variants)]).toEqual([...plain.anyMissing]);
        }
      ),
      {numRuns: 60, seed: 5}
    );
  });

  it("goes on past the variants that fit into its memory at a time", async () => {
    const input = {people: 5, columns: 2, values: Float64Array.from({length: 10}, (_, i) => i + 1), squared: 1};
    const genotypes = randomGenotypes(5, 9000, {missing: 0.1});
    const sums = (await openColumnSummer(input)).sum(genotypes, 9000);
    expect(sums.dosage.subarray(0, 18000)).toEqual(sumColumnsPlainly(input, genotypes, 9000).dosage);
  });
});
