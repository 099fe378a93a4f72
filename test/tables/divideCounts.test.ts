import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {divideCountsPlainly, openDivider} from "../../data-loaders/tables/divideCounts.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";

describe("openDivider(layout)", () => {
  it("agrees with the plain loop for any strata, sexes, ploidies and counts, call after call", async () => {
    const person = fc.record({
      sex: fc.integer({min: 0, max: 2}),
      ancestry: fc.integer({min: -1, max: 2}),
      status: fc.integer({min: 0, max: 1}),
      included: fc.integer({min: 0, max: 1})
    });
    const input = fc.record({
      people: fc.array(person, {minLength: 1, maxLength: 20}),
      withAncestry: fc.boolean(),
      ploidies: fc.array(fc.uint8Array({maxLength: 40, max: 3}), {minLength: 1, maxLength: 3}),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({people, withAncestry, ploidies, seed}) => {
        const ancestry = {
          name: "ancestry",
          levels: ["A", "B", "C"],
          codes: Int16Array.from(people, (one) => one.ancestry)
        };
        const status = {
          name: "status",
          levels: ["case", "control"],
          codes: Int16Array.from(people, (one) => one.status)
        };
        const layout = layOutStrata({
          total: people.length,
          included: Uint8Array.from(people, ({included}) => included),
          sex: Uint8Array.from(people, ({sex}) => sex),
          strata: withAncestry ? [status, ancestry] : [status],
          traits: [],
          covariates: [],
          age: null,
          tokens: new Uint8Array(),
          left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
        });
        const divide = await openDivider(layout);
        for (const ploidy of ploidies) {
          const counts = Int32Array.from(
            {length: ploidy.length * layout.cellCount * 4},
            (_, i) => (i * 7919 + seed) % 1000
          );
          expect(divide(counts, ploidy)).toEqual(divideCountsPlainly(counts, ploidy, layout));
        }
      }),
      {seed: 20_261_123, numRuns: 60}
    );
  });
});
