import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {usualView, viewFromQuery, viewToQuery} from "../../src/query/permalink.js";

const names = fc.array(fc.string(), {maxLength: 5});

describe("viewFromQuery(viewToQuery(view))", () => {
  it("is the view, whatever was typed and chosen", () => {
    const view = fc.record({
      search: fc.string({unit: "binary"}),
      columns: fc.option(names.filter((list) => list.every((name) => name !== ""))),
      sort: fc.option(
        fc.record({by: fc.string({minLength: 1}).filter((by) => !by.startsWith("-")), descending: fc.boolean()})
      ),
      variant: fc.option(fc.string()),
      by: fc.option(names.filter((list) => list.every((name) => name !== "")))
    });
    fc.assert(
      fc.property(view, (v) => {
        expect(viewFromQuery(viewToQuery(v))).toEqual(v);
      }),
      {seed: 1}
    );
  });

  it("is empty for the usual view", () => {
    expect(viewToQuery(usualView)).toBe("");
    expect(viewFromQuery("")).toEqual(usualView);
  });

  it("opens the page for a link that was mangled on its way", () => {
    expect(viewFromQuery("?columns=%25ZZ%20ac&sort=-&q=a%")).toMatchObject({columns: ["%ZZ", "ac"]});
  });
});
