import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  parityLimits,
  usualParticipation,
  withinLimits,
  type ParticipationView
} from "../../src/model/participationView.js";
import {participationQuery, readParticipationAddress} from "../../src/query/participationAddress.js";

const within = (key: keyof typeof parityLimits): fc.Arbitrary<number> =>
  fc.double({min: parityLimits[key][0], max: parityLimits[key][1], noNaN: true});
const year = fc.option(fc.integer({min: 2005, max: 2019}));
const name = fc.string({minLength: 1, maxLength: 20});

const views: fc.Arbitrary<ParticipationView> = fc.record({
  metric: fc.constantFrom("participants", "studies"),
  stage: fc.constantFrom("both", "initial", "replication"),
  trait: fc.option(name),
  from: year,
  to: year,
  count: fc.constantFrom("cumulative", "yearly"),
  draw: fc.constantFrom("stacked", "lines"),
  group: fc.option(name),
  countries: fc.constantFrom("first", "all"),
  parity: fc.record({
    of: fc.constantFrom("cohort", "gwas"),
    oddsRatio: within("oddsRatio"),
    frequency: within("frequency"),
    frequencies: fc.dictionary(
      name.filter((key) => key !== "__proto__"),
      within("frequency"),
      {maxKeys: 3, noNullPrototype: true}
    ),
    caseFraction: within("caseFraction"),
    power: within("power"),
    alpha: within("alpha")
  })
});

describe("the address of the page of who takes part", () => {
  it("is empty for the usual view, and an empty one is the usual view", () => {
    expect(participationQuery(usualParticipation)).toBe("");
    expect(readParticipationAddress("")).toEqual(usualParticipation);
  });

  it("brings every view back", () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(readParticipationAddress(participationQuery(view))).toEqual(view);
      })
    );
  });

  it("takes what is mangled as usual, and never a number outside of the limits", () => {
    expect(
      readParticipationAddress(
        "metric=people&stage=&from=20x5&count=daily&or=1&maf=0.7&cases=100&power=1&alpha=&maf.EUR=2"
      )
    ).toEqual(usualParticipation);
    fc.assert(
      fc.property(fc.string(), fc.string(), (or, maf) => {
        const {parity} = readParticipationAddress(new URLSearchParams({or, maf, "maf.EUR": maf}).toString());
        expect(withinLimits("oddsRatio", parity.oddsRatio)).toBe(true);
        for (const frequency of [parity.frequency, ...Object.values(parity.frequencies)])
          expect(withinLimits("frequency", frequency)).toBe(true);
      })
    );
  });
});
