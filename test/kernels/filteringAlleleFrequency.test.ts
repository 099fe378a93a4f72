import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {filteringAlleleFrequency} from "../../src/kernels/filteringAlleleFrequency.js";

describe("filteringAlleleFrequency(alleleCount, alleleNumber, confidence)", () => {
  // scipy.stats.chi2.ppf(1 - c, 2 * ac) / 2 / an
  it.each([
    [2, 1000, 0.95, 0.00035536151069866223],
    [5, 120000, 0.95, 1.6417913067162753e-5],
    [100, 2000, 0.95, 0.042069638609157106],
    [3, 1000, 0.99, 0.0004360451650782933],
    [20000, 40000, 0.95, 0.49419881174148794]
  ])("of %d alleles among %d at %d is %d", (alleleCount, alleleNumber, confidence, expected) => {
    const found = filteringAlleleFrequency(alleleCount, alleleNumber, confidence);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * expected);
  });

  it("is 0 for no allele and for one, and unknown where nothing was called", () => {
    expect([0, 1].map((count) => filteringAlleleFrequency(count, 1000))).toEqual([0, 0]);
    expect(filteringAlleleFrequency(0, 0)).toBeNaN();
  });

  it("is below the frequency, rises with the count, and leaves the sum of the Poisson distribution at 95 %", () => {
    fc.assert(
      fc.property(fc.integer({min: 2, max: 60}), (count) => {
        const found = filteringAlleleFrequency(count, 1000);
        expect(found).toBeLessThan(count / 1000);
        expect(found).toBeGreaterThan(filteringAlleleFrequency(count - 1, 1000));
        let term = Math.exp(-found * 1000);
        let sum = 0;
        for (let k = 0; k < count; k++, term *= (found * 1000) / k) sum += term;
        expect(sum).toBeCloseTo(0.95, 10);
      }),
      {seed: 1}
    );
  });
});
