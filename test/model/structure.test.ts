import {describe, expect, it} from "vitest";
import {confidenceBand, isInterpretable, missenseClass} from "../../src/model/structure.js";

describe("confidenceBand(plddt)", () => {
  it.each([
    [100, "very high"],
    [90.01, "very high"],
    [90, "confident"],
    [70.01, "confident"],
    [70, "low"],
    [50.01, "low"],
    [50, "very low"],
    [0, "very low"]
  ])("of %d is %s", (plddt, band) => expect(confidenceBand(plddt)).toBe(band));

  it("is interpretable from confident on", () => {
    expect([70, 70.01].map(isInterpretable)).toEqual([false, true]);
  });
});

describe("missenseClass(score)", () => {
  it.each([
    [0, "likely benign"],
    [0.3399, "likely benign"],
    [0.34, "ambiguous"],
    [0.564, "ambiguous"],
    [0.5641, "likely pathogenic"]
  ])("of %d is %s", (score, name) => expect(missenseClass(score)).toBe(name));
});
