import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {hideSquares} from "../../../data-loaders/disclosure/association/hideSquares.js";
import {attackDensity} from "../../../data-loaders/disclosure/audit/attackDensity.js";
import {densitySquares} from "../../../data-loaders/tables/association/densitySquares.js";
import type {DensitySquare} from "../../../data-loaders/tables/association/pcaDensityTable.js";
import {seeded} from "./seeded.js";
import {normal} from "./simulated.js";

const limit = 20;

/** Squares of three pairs of components of two groups, with some people far off. */
function density(seed: number, sizes: number[]) {
  const random = seeded(seed);
  const groups = sizes.flatMap((size, group) => Array.from({length: size}, () => group));
  const scores = [1, 2, 3].map((pc) => ({
    pc,
    scores: Float64Array.from(groups, (group) => (random() < 0.02 ? 8 * random() : group * 0.5 + normal(random) / 4))
  }));
  const levels = ["EUR", "AFR"];
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2]
  ];
  return {
    squares: pairs.flatMap(([x, y]) => densitySquares(scores[x], scores[y], groups, levels)),
    people: new Map(sizes.map((size, group) => [levels[group], size]))
  };
}

const attack = (squares: DensitySquare[], people: Map<string, number>, countedDown: number) =>
  attackDensity({table: "registered/pca_density", standing: "enforced", squares, people, countedDown}, limit);

describe("attackDensity(published, limit)", () => {
  it("finds people in exact squares, and in the rest of all squares where small ones are left out", () => {
    const {squares, people} = density(3, [900, 400]);
    expect(attack(squares, people, 0)).toMatchObject({withstood: false, attack: "linear-program"});
    const square = (x: number, y: number, n: number, pcY = 2): DensitySquare => ({
      ancestry: "EUR",
      pcX: 1,
      pcY,
      x0: x,
      x1: x + 1,
      y0: y,
      y1: y + 1,
      people: n
    });
    // Of 107 people, 100 are shown: 7 are somewhere else.
    const total = new Map([["EUR", 107]]);
    expect(attack([square(0, 0, 60), square(1, 0, 40)], total, 0).withstood).toBe(false);
    // Another pair of components says that 65 people are in the first column, and 60 of them are shown in this one.
    const two = [square(0, 0, 60), square(1, 0, 40), square(0, 5, 65, 3)];
    const wide = new Map([["EUR", 165]]);
    expect(attack(two.slice(0, 2), wide, 0).withstood).toBe(true);
    expect(attack([...two, square(1, 5, 100, 3)], wide, 0).withstood).toBe(false);
  });

  it("finds small squares left out, but exact ones shown, in a cohort", () => {
    const {squares, people} = density(4, [9000, 4000]);
    const large = squares.filter(({people}) => people > limit);
    const all = new Map(
      [...people].map(([level]) => [
        level,
        large.filter((s) => s.ancestry === level && s.pcX === 1 && s.pcY === 2).reduce((n, s) => n + s.people, 7)
      ])
    );
    expect(attack(large, all, 0).withstood).toBe(false);
  });

  it("finds nobody in what is released, whoever is in the cohort", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({min: 21, max: 900}), fc.integer({min: 21, max: 400}), (seed, a, b) => {
        const {squares, people} = density(seed, [a, b]);
        const shown = hideSquares(squares, new Set(["EUR", "AFR"]), 25);
        expect(attack(shown, people, 24)).toMatchObject({withstood: true, pool: "all"});
      }),
      {seed: 5, numRuns: 60}
    );
  });
});
