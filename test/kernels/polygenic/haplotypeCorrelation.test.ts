import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {haplotypeCorrelation} from "../../../src/kernels/polygenic/haplotypeCorrelation.js";

describe("haplotypeCorrelation(counts)", () => {
  // scipy: minimise -Σ counts log P(genotypes) over the frequency of the haplotype with both alternate alleles, p and q
  // at their sample values: minimize_scalar(bounded, xatol 1e-13)
  it.each([
    [[40, 10, 2, 12, 20, 6, 1, 5, 4], 0.2343925452],
    [[30, 5, 0, 4, 30, 3, 0, 6, 22], 0.6605584638],
    [[9, 6, 1, 6, 4, 1, 1, 1, 0], 0.0004086109]
  ])("of %j is %d", (counts, expected) => {
    expect(haplotypeCorrelation(counts)).toBeCloseTo(expected, 7);
  });

  it("is 1 for a variant with itself, unknown where one does not vary", () => {
    expect(haplotypeCorrelation([5, 0, 0, 0, 7, 0, 0, 0, 2])).toBeCloseTo(1, 9);
    expect(haplotypeCorrelation([5, 0, 0, 7, 0, 0, 2, 0, 0])).toBeNaN();
    expect(haplotypeCorrelation(new Int32Array(9))).toBeNaN();
  });

  it("does not depend on which alleles are counted, and lies between 0 and 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 30}), {minLength: 9, maxLength: 9}), (counts) => {
        const found = haplotypeCorrelation(counts);
        fc.pre(!Number.isNaN(found));
        const both = haplotypeCorrelation([...counts].reverse());
        const swapped = haplotypeCorrelation(counts.map((_, i) => counts[3 * (i % 3) + Math.floor(i / 3)]));
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1 + 1e-9);
        expect(both).toBeCloseTo(found, 6);
        expect(swapped).toBeCloseTo(found, 6);
      }),
      {seed: 14}
    );
  });
});
