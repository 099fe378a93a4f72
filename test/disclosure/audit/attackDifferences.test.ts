import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {shownFrequency, shownPeople} from "../../../data-loaders/disclosure/association/roundStatistics.js";
import {copiesBehind} from "../../../data-loaders/disclosure/association/copiesLeft.js";
import {attackDifferences, type BesideExactCounts} from "../../../data-loaders/disclosure/audit/attackDifferences.js";
import {seeded} from "./seeded.js";

const [limit, base] = [20, 25];

/** Rules by which a frequency might be published; few copies are withheld by all of them. */
const rules = {
  exact: (ac: number, an: number) => ac / an,
  "six decimals": (ac: number, an: number) => Number((ac / an).toFixed(6)),
  "four figures": (ac: number, an: number) => Number((ac / an).toPrecision(4)),
  ranges: (ac: number, an: number, people: number) => shownFrequency(ac, an, people, limit, base)
};

/** Two groups of which a few people lack the trait. */
function cohort(
  rule: (ac: number, an: number, people: number) => number,
  seed: number,
  sizes = [800, 300],
  isExact = false,
  mostLacking = 30
): BesideExactCounts {
  const random = seeded(seed);
  const variants = 300;
  const width = sizes.length;
  const lacking = sizes.map(() => 1 + Math.floor(mostLacking * random()));
  const [ac, an, acAll, anAll] = [0, 0, 0, 0].map(() => new Int32Array(variants * width));
  const draw = (copies: number, p: number): number => {
    let sum = 0;
    for (let i = 0; i < copies; ++i) if (random() < p) sum += 1;
    return sum;
  };
  for (let v = 0; v < variants; ++v) {
    const p = 0.02 + 0.48 * random();
    sizes.forEach((size, g) => {
      const i = v * width + g;
      an[i] = 2 * (size - lacking[g]);
      anAll[i] = 2 * size;
      ac[i] = draw(an[i], p);
      acAll[i] = ac[i] + draw(2 * lacking[g], p);
    });
  }
  const peopleOf = (row: number): number => {
    const size = sizes[row % width];
    return isExact ? size - lacking[row % width] : shownPeople(size - lacking[row % width], size, base);
  };
  const publish = (copies: number, all: number, row: number): number =>
    Math.min(copies, all - copies) <= limit ? NaN : rule(copies, all, peopleOf(row));
  return {
    table: "registered/association",
    standing: "enforced",
    groups: ["EUR", "AFR"],
    shown: Float64Array.from(ac, (copies, i) => publish(copies, an[i], i)),
    ac,
    an,
    acAll,
    anAll,
    analysedOf: (row) => {
      const most = 2 * peopleOf(row);
      return [isExact ? most : most - 2 * (base - 1), most];
    },
    publish
  };
}

describe("attackDifferences(beside, limit)", () => {
  it.each(["exact", "six decimals", "four figures"] as const)(
    "counts the alleles of the few who lack the trait where frequencies and numbers of people are exact: %s",
    (name) => {
      const {figures, withstood, attack} = attackDifferences(cohort(rules[name], 3, [800, 300], true), limit);
      expect(attack).toBe("subtraction");
      expect(withstood).toBe(false);
      expect(figures).toMatchObject({kind: "recovery"});
      if (figures.kind === "recovery") expect(figures.recovered).toBeGreaterThan(200);
    }
  );

  it("finds nothing where frequencies are ranges, in groups of any size", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({min: 60, max: 900}), fc.integer({min: 60, max: 300}), (seed, a, b) => {
        expect(attackDifferences(cohort(rules.ranges, seed, [a, b]), limit).withstood).toBe(true);
      }),
      {seed: 5, numRuns: 60}
    );
  });

  it("finds some where numbers of people are exact, though frequencies are ranges", () => {
    // Where it is known that five people lack the trait, ten copies are the most that a difference can be.
    expect(attackDifferences(cohort(rules.ranges, 3, [800, 300], true, 5), limit).withstood).toBe(false);
  });

  it("finds some where frequencies are exact, though numbers of people are not", () => {
    expect(attackDifferences(cohort(rules.exact, 3), limit).withstood).toBe(false);
  });

  it("leaves rows alone whose exact count is withheld too", () => {
    const beside = cohort(rules.exact, 3);
    expect(attackDifferences({...beside, anAll: new Int32Array(beside.anAll.length)}, limit).withstood).toBe(true);
  });
});

it("copiesBehind(publish, shown, most) gives all copies for which the rule gives a number", () => {
  const publish = (copies: number) => (copies < 3 || copies > 27 ? NaN : Math.floor(copies / 10));
  expect(copiesBehind(publish, 0, 30)).toEqual([3, 9]);
  expect(copiesBehind(publish, 1, 30)).toEqual([10, 19]);
  expect(copiesBehind(publish, 2, 30)).toEqual([20, 27]);
  expect(copiesBehind(publish, 0.5, 30)).toBeNull();
});
