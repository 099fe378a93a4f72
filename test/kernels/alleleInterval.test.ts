import {describe, expect, it} from "vitest";
import {alleleInterval} from "../../src/kernels/alleleInterval.js";
import {wilsonInterval} from "../../src/kernels/wilsonInterval.js";

describe("alleleInterval(frequency, copies, homozygotes)", () => {
  // python3 -c 'from scipy.stats import binomtest; print(binomtest(x, n).proportion_ci(method="wilson"))'
  const ofPeople = [0.21894885294932764, 0.39584854633346667];
  const ofCopies = [0.24074744682371402, 0.36679068372719265];

  it("is that of copies under Hardy–Weinberg proportions, and that of people where all are homozygous", () => {
    const [copies, people] = [alleleInterval(0.3, 200, 0.09), alleleInterval(0.3, 200, 0.3)];
    for (const end of [0, 1]) {
      expect(copies[end]).toBeCloseTo(ofCopies[end], 12);
      expect(people[end]).toBeCloseTo(ofPeople[end], 12);
    }
  });

  it("does not narrow where there are fewer homozygotes than expected", () => {
    expect(alleleInterval(0.3, 200, 0)).toEqual(alleleInterval(0.3, 200, 0.09));
  });

  it("is Wilson's at the ends, and unknown without copies", () => {
    expect(alleleInterval(0, 40, 0)).toEqual(wilsonInterval(0, 40));
    expect(alleleInterval(1, 40, 1)).toEqual(wilsonInterval(40, 40));
    expect(alleleInterval(0, 0, 0)).toEqual([NaN, NaN]);
  });
});
