import fc from "fast-check";
import {expect, it} from "vitest";
import {joinPeople} from "../../../data-loaders/disclosure/audit/joinPeople.js";
import {packGenotypes} from "../noise/packGenotypes.js";

it("joinPeople(parts, variants) has the people of each part behind those of the part before", () => {
  const codes = fc.array(fc.integer({min: 0, max: 3}), {minLength: 40, maxLength: 40});
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({min: 0, max: 10}), codes), {maxLength: 4}), (parts) => {
      const variants = 4;
      const joined = joinPeople(
        parts.map(([people, all]) => ({people, genotypes: packGenotypes(all, variants, people)})),
        variants
      );
      const expected = Array.from({length: variants}, (_, v) =>
        parts.flatMap(([people, all]) => all.slice(v * people, (v + 1) * people))
      );
      expect(joined).toEqual(packGenotypes(expected.flat(), variants, expected[0].length));
    })
  );
});
