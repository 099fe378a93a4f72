import fc from "fast-check";
import {expect, it} from "vitest";
import {takePeople, takeVariants} from "../../../data-loaders/disclosure/audit/takePeople.js";
import {packGenotypes} from "../noise/packGenotypes.js";
import {codeAt} from "./simulated.js";

const study = fc
  .record({variants: fc.integer({min: 0, max: 6}), people: fc.integer({min: 1, max: 30})})
  .chain(({variants, people}) =>
    fc.record({
      variants: fc.constant(variants),
      people: fc.constant(people),
      codes: fc.array(fc.integer({min: 0, max: 3}), {minLength: variants * people, maxLength: variants * people}),
      who: fc.array(fc.integer({min: 0, max: people - 1}), {maxLength: 40}),
      which: fc.array(fc.integer({min: 0, max: Math.max(0, variants - 1)}), {maxLength: variants === 0 ? 0 : 10})
    })
  );

it("takePeople(genotypes, variants, people, who) has their genotypes in that order, and padding of 0", () => {
  fc.assert(
    fc.property(study, ({variants, people, codes, who}) => {
      const taken = takePeople(packGenotypes(codes, variants, people), variants, people, Int32Array.from(who));
      const expected = Array.from({length: variants}, (_, v) => who.map((person) => codes[v * people + person])).flat();
      expect(taken).toEqual(packGenotypes(expected, variants, who.length));
    })
  );
});

it("takeVariants(genotypes, people, which) has their rows in that order", () => {
  fc.assert(
    fc.property(study, ({variants, people, codes, which}) => {
      const taken = takeVariants(packGenotypes(codes, variants, people), people, which);
      expect(taken).toHaveLength(which.length * Math.ceil(people / 4));
      which.forEach((v, row) => {
        for (let person = 0; person < people; ++person)
          expect(codeAt(taken, people, row, person)).toBe(codes[v * people + person]);
      });
    })
  );
});
