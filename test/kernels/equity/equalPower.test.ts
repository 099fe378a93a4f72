import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {effectiveSizeForPower, equalPower, participantsForPower} from "../../../src/kernels/equity/equalPower.js";
import {caseControlPower} from "../../../src/kernels/power.js";

describe("effectiveSizeForPower(oddsRatio, frequency)", () => {
  it.each([
    [1.2, 0.3, 11345.945479548807],
    [1.1, 0.05, 183553.9947950147],
    [1.5, 0.01, 48662.43747595283]
  ])("(%d, %d) has the noncentrality at which a χ² exceeds its limit in 80 %", (oddsRatio, frequency, expected) => {
    // python3: l = brentq(lambda l: ncx2.sf(chi2.isf(5e-8, 1), 1, l) - .8, 1, 100) = 39.600989021140684; 4 l/(2 f (1-f) log(OR)²)
    expect(effectiveSizeForPower(oddsRatio, frequency) / expected).toBeCloseTo(1, 9);
  });

  it("is infinite where there is no effect, nobody or everybody carries the allele", () => {
    for (const [oddsRatio, frequency] of [
      [1, 0.3],
      [1.2, 0],
      [1.2, 1],
      [NaN, 0.3]
    ])
      expect(effectiveSizeForPower(oddsRatio, frequency)).toBe(Infinity);
  });

  it("is the size at which the power is as asked, and falls with the effect and with the allele's frequency", () => {
    const effect = fc.double({min: 1.05, max: 3, noNaN: true});
    const frequency = fc.double({min: 0.005, max: 0.45, noNaN: true});
    const power = fc.double({min: 0.1, max: 0.99, noNaN: true});
    fc.assert(
      fc.property(effect, frequency, power, (oddsRatio, maf, asked) => {
        const size = effectiveSizeForPower(oddsRatio, maf, asked);
        expect(caseControlPower(Math.log(oddsRatio), maf, size / 2, size / 2)).toBeCloseTo(asked, 8);
        expect(effectiveSizeForPower(oddsRatio * 1.01, maf, asked)).toBeLessThan(size);
        expect(effectiveSizeForPower(oddsRatio, maf * 1.01, asked)).toBeLessThan(size);
        expect(effectiveSizeForPower(1 / oddsRatio, maf, asked) / size).toBeCloseTo(1, 9);
      }),
      {seed: 1}
    );
  });
});

describe("participantsForPower(oddsRatio, frequency, caseShare)", () => {
  it("rounds up, and needs more people the further cases are from half", () => {
    expect(participantsForPower(1.2, 0.3)).toBe(11346);
    // 11345.945 / (4 × 0.1 × 0.9)
    expect(participantsForPower(1.2, 0.3, 0.1)).toBe(31517);
  });
});

describe("equalPower(groups, oddsRatio)", () => {
  const [large, small, none] = equalPower(
    [
      {group: "A", cases: 5000, controls: 5000, frequency: 0.3},
      {group: "B", cases: 100, controls: 900, frequency: 0.3},
      {group: "C", cases: 0, controls: 0, frequency: 0}
    ],
    1.2
  );

  it("says what each group has, needs and misses", () => {
    // python3: ncx2.sf(chi2.isf(5e-8, 1), 1, 2*.3*.7*log(1.2)**2*10000/4)
    expect(large.power).toBeCloseTo(0.6760146819371645, 10);
    expect(large).toMatchObject({participants: 10000, effectiveSize: 10000, needed: 11346, missing: 1346});
    expect(small).toMatchObject({participants: 1000, needed: 31517, missing: 30517});
    expect(small.effectiveSize).toBeCloseTo(360, 10);
  });

  it("counts the people for as large an effective size as the largest group's", () => {
    expect(large.neededForEqualSize).toBe(10000);
    // 10000 / 0.36
    expect(small.neededForEqualSize).toBe(27778);
    expect(none.neededForEqualSize).toBe(10000);
  });

  it("knows no number of people where nobody carries the allele", () => {
    expect(none).toMatchObject({participants: 0, effectiveSize: 0, needed: Infinity, missing: Infinity});
  });
});
