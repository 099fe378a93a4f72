import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {exploreQuery, readExploreAddress} from "../../src/query/exploreAddress.js";

describe("readExploreAddress(exploreQuery(view))", () => {
  it("is the view, whatever was chosen", () => {
    const view = fc.record({
      variant: fc.string({unit: "binary"}),
      model: fc.option(fc.string()),
      adjustFor: fc.option(fc.array(fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/)))
    });
    fc.assert(
      fc.property(view, (chosen) => {
        expect(readExploreAddress(exploreQuery(chosen))).toEqual(chosen);
      }),
      {seed: 1}
    );
  });

  it("is empty for the usual view", () => {
    expect(exploreQuery({variant: "", model: null, adjustFor: null})).toBe("");
    expect(readExploreAddress("")).toEqual({variant: "", model: null, adjustFor: null});
  });
});
