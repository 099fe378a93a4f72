import {randomNormal} from "d3-random";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";
import {noisyMcnemar} from "../../src/kernels/noisyMcnemar.js";
import {noisyTwoByTwo} from "../../src/kernels/noisyTwoByTwo.js";

const table = {caseAlt: 60, caseRef: 140, controlAlt: 30, controlRef: 170};
/** Mutated people and all people are counted, of cases and of controls. */
const made = {caseAlt: [1, 0, 0, 0], caseRef: [-1, 1, 0, 0], controlAlt: [0, 0, 1, 0], controlRef: [0, 0, -1, 1]};

describe("noisyTwoByTwo(table, made, noiseSd)", () => {
  it("without noise is Pearson's test and Woolf's interval", () => {
    const {oddsRatio, interval, minusLog10P} = noisyTwoByTwo(table, made, 0);
    // python3: scipy.stats.chi2_contingency([[60, 140], [30, 170]], correction=False).pvalue
    expect(minusLog10P).toBeCloseTo(3.484105, 6);
    expect(oddsRatio).toBeCloseTo(2.428571, 6);
    expect(interval[0]).toBeCloseTo(1.484767, 6);
    expect(interval[1]).toBeCloseTo(3.972313, 6);
  });

  it("widens the interval and the error of the test by the noise", () => {
    const {noiseSe, minusLog10P, interval} = noisyTwoByTwo(table, made, 10);
    // python3, numpy: 10 * sqrt((1/60 + 1/140)**2 + 1/140**2 + (1/30 + 1/170)**2 + 1/170**2)
    expect(noiseSe).toBeCloseTo(0.468016, 6);
    expect(interval[0]).toBeCloseTo(0.857592, 6);
    // share = 90 / 400; 2 * scipy.stats.norm.sf(0.15 / hypot(sampling, noise)), both of the difference of shares
    expect(minusLog10P).toBeCloseTo(1.13707, 5);
  });

  it("finds what is not there in no more than one of twenty tables, and the truth in 95 of 100 intervals", () => {
    const normal = randomNormal.source(randomStream(1, "normal"))();
    const draw = (people: number, share: number): number =>
      Math.round(people * share + Math.sqrt(people * share * (1 - share)) * normal());
    const noisy = (count: number): number => count + Math.round(10 * normal());
    let [tables, found, covered] = [0, 0, 0];
    for (let i = 0; i < 4000; ++i) {
      const [a, cases, b, controls] = [draw(500, 0.3), 500, draw(600, 0.3), 600].map(noisy);
      const cells = {caseAlt: a, caseRef: cases - a, controlAlt: b, controlRef: controls - b};
      const {minusLog10P, interval} = noisyTwoByTwo(cells, made, 10);
      tables++;
      if (minusLog10P > -Math.log10(0.05)) found++;
      if (interval[0] <= 1 && interval[1] >= 1) covered++;
    }
    expect(found / tables).toBeLessThan(0.06);
    expect(covered / tables).toBeGreaterThan(0.94);
    // Nor is it much too careful.
    expect(found / tables).toBeGreaterThan(0.035);
  });
});

describe("noisyMcnemar(gained, lost, noiseSd)", () => {
  it("without noise is McNemar's test without correction", () => {
    // python3: scipy.stats.chi2.sf((60 - 30)**2 / 90, 1)
    expect(noisyMcnemar(60, 30, 0).minusLog10P).toBeCloseTo(2.805374, 6);
  });

  it("carries the noise in its error and its interval", () => {
    const {oddsRatio, interval, minusLog10P} = noisyMcnemar(60, 30, 10);
    expect(oddsRatio).toBe(2);
    // python3: 2 * scipy.stats.norm.sf(30 / sqrt(90 + 200)); 2 * exp(-1.96 * sqrt(1/60 + 1/30 + 100/3600 + 100/900))
    expect(minusLog10P).toBeCloseTo(1.107201, 6);
    expect(interval[0]).toBeCloseTo(0.85327, 5);
  });
});
