import {describe, expect, it} from "vitest";
import {qqQuantiles} from "../../../data-loaders/tables/association/qqQuantiles.js";

const maf = (n: number, value: number) => new Float64Array(n).fill(value);

describe("qqQuantiles(minusLog10P, maf)", () => {
  it("gives λ as the median χ² over that of chance", () => {
    // python3: p = [1e-20, .01, .2, .3, .9]; numpy.median(scipy.stats.chi2.isf(p, 1)) / scipy.stats.chi2.ppf(.5, 1)
    const p = Float64Array.of(20, -Math.log10(0.3), 2, -Math.log10(0.9), -Math.log10(0.2));
    expect(qqQuantiles(p, maf(5, 0.2))[0].lambda).toBeCloseTo(3.610118538954882, 10);
    // The same without 0.9: the mean of the two in the middle.
    const even = p.filter((_, i) => i !== 3);
    expect(qqQuantiles(even, maf(4, 0.2))[0].lambda).toBeCloseTo(9.097173358216113, 9);
  });

  it("gives the line of chance for p-values at their expected places, and λ of 1", () => {
    const p = Float64Array.from({length: 1000}, (_, i) => -Math.log10((((i * 7) % 1000) + 0.5) / 1000));
    const rows = qqQuantiles(p, maf(1000, 0.3));
    for (const {expected, observed} of rows) expect(observed).toBeCloseTo(expected, 12);
    // python3: the p-values (i - .5) / 1000
    expect(rows[0].lambda).toBeCloseTo(1.000001979382738, 9);
    expect(rows[0]).toMatchObject({mafStratum: "0.05–0.5", nVariants: 1000});
    expect(rows[0].expected).toBeCloseTo(3.3010299956639813, 12);
    expect(rows.at(-1)!.expected).toBeCloseTo(-Math.log10(0.9995), 12);
    expect(rows.length).toBeLessThanOrEqual(100);
    expect(rows.length).toBeGreaterThan(60);
  });

  it("divides by the frequency of the rarer allele; an edge belongs to the stratum above it", () => {
    const frequencies = [0.0009, 0.001, 0.0099, 0.01, 0.95, 0.96, 0.5, 0.999, NaN];
    const rows = qqQuantiles(maf(9, 1), Float64Array.from(frequencies));
    const of = (stratum: string) => rows.find(({mafStratum}) => mafStratum === stratum)?.nVariants;
    expect([of("0.001–0.01"), of("0.01–0.05"), of("0.05–0.5")]).toEqual([3, 2, 2]);
  });

  it("leaves out what has no p-value, and strata without variants", () => {
    expect(qqQuantiles(Float64Array.of(NaN, 3), Float64Array.of(0.2, 0.02))).toEqual([
      expect.objectContaining({mafStratum: "0.01–0.05", nVariants: 1, observed: 3, expected: -Math.log10(0.5)})
    ]);
    expect(qqQuantiles(new Float64Array(), new Float64Array())).toEqual([]);
  });

  it("keeps p-values that no double can hold", () => {
    const [first] = qqQuantiles(Float64Array.of(5000, 1, 0.1), maf(3, 0.4));
    expect(first.observed).toBe(5000);
    expect(first.lambda).toBeGreaterThan(1);
  });
});
