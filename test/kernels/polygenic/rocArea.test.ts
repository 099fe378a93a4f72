import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {rocArea} from "../../../src/kernels/polygenic/rocArea.js";
import {sampleTraits} from "../../tables/polygenic/sampleTraits.js";

const {score, cases} = sampleTraits();
const split = (values: Float64Array) => [1, 0].map((is) => values.filter((_, i) => cases[i] === is));

describe("rocArea(cases, controls)", () => {
  // numpy: psi = (ca[:,None] > co) + .5 * (ca[:,None] == co); psi.mean(), sqrt(psi.mean(1).var(ddof=1)/51 +
  // psi.mean(0).var(ddof=1)/149); interval: logit ± 1.959963984540054 se / (a (1 - a))
  it("is DeLong's", () => {
    const [ca, co] = split(score);
    const {area, se, interval} = rocArea(ca, co);
    expect(area).toBeCloseTo(0.7990525069088038, 12);
    expect(se).toBeCloseTo(0.03776102307168641, 12);
    expect(interval[0]).toBeCloseTo(0.71493087, 8);
    expect(interval[1]).toBeCloseTo(0.86310379, 8);
  });

  // scipy.stats.mannwhitneyu(round(ca), round(co)).statistic / 51 / 149
  it("counts ties half", () => {
    const [ca, co] = split(score.map((value) => Math.round(value)));
    expect(rocArea(ca, co).area).toBeCloseTo(0.7602316094222924, 12);
    expect(rocArea(ca, co).se).toBeCloseTo(0.03722979580479892, 12);
  });

  it("turns around with the score, and does not change where order stays", () => {
    const values = fc.array(fc.integer({min: -5, max: 5}), {minLength: 2, maxLength: 15});
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [ca, co] = [Float64Array.from(a), Float64Array.from(b)];
        const found = rocArea(ca, co);
        const turned = rocArea(ca.map((x) => -x), co.map((x) => -x)); // prettier-ignore
        const cubed = rocArea(ca.map((x) => x ** 3), co.map((x) => x ** 3)); // prettier-ignore
        expect(turned.area).toBeCloseTo(1 - found.area, 12);
        expect(turned.se).toBeCloseTo(found.se, 12);
        expect(cubed.area).toBeCloseTo(found.area, 12);
        const pairs = a.flatMap((x) => b.map((y): number => (x > y ? 1 : x === y ? 0.5 : 0)));
        expect(found.area).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 12);
      }),
      {seed: 5}
    );
  });

  it("is unknown without cases or controls, and has no error with one", () => {
    expect(rocArea(Float64Array.of(), Float64Array.of(1)).area).toBeNaN();
    expect(rocArea(Float64Array.of(1), Float64Array.of()).area).toBeNaN();
    expect(rocArea(Float64Array.of(1), Float64Array.of(0, 2))).toEqual({area: 0.5, se: NaN, interval: [NaN, NaN]});
    expect(rocArea(Float64Array.of(3, 4), Float64Array.of(1, 2))).toEqual({area: 1, se: 0, interval: [1, 1]});
  });
});
