import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {GenotypeCode} from "../../../data-loaders/disclosure/audit/genotypeCode.js";
import {addGroupScores, addScores, scoreTable} from "../../../data-loaders/disclosure/audit/scorePeople.js";
import {Genotype} from "../../../data-loaders/tables/countGenotypes.js";
import {seeded} from "./seeded.js";
import {codeAt} from "./simulated.js";

const study = fc
  .record({people: fc.integer({min: 1, max: 40}), variants: fc.integer({min: 0, max: 12}), seed: fc.integer()})
  .map(({people, variants, seed}) => {
    const random = seeded(seed);
    const genotypes = Uint8Array.from({length: variants * Math.ceil(people / 4)}, () => Math.floor(random() * 256));
    return {people, variants, genotypes, random};
  });

/** One person after another, one variant after another. */
function scorePlainly(
  genotypes: Uint8Array,
  variants: number,
  people: number,
  entryOf: (variant: number, person: number, code: number) => number
): number[] {
  return Array.from({length: people}, (_, person) => {
    let score = 0;
    for (let variant = 0; variant < variants; ++variant)
      score += entryOf(variant, person, codeAt(genotypes, people, variant, person));
    return score;
  });
}

describe("GenotypeCode", () => {
  it("is the coding of the counted genotypes", () => {
    expect(GenotypeCode).toEqual(Genotype);
  });
});

describe("scoreTable(rows, entryOf)", () => {
  it("puts entries of 0, 1 and 2 copies in the places of their codes", () => {
    expect([...scoreTable(2, (row) => [row + 0.25, row + 1, row + 2])]).toEqual([2, 0, 1, 0.25, 3, 0, 2, 1.25]);
  });
});

describe("addScores(scores, genotypes, variants, people, table)", () => {
  it("equals one person after another", () => {
    fc.assert(
      fc.property(study, ({genotypes, variants, people, random}) => {
        const table = Float64Array.from({length: variants * 4}, () => random() - 0.5);
        const scores = new Float64Array(people);
        addScores(scores, genotypes, variants, people, table);
        expect([...scores]).toEqual(scorePlainly(genotypes, variants, people, (v, _, code) => table[v * 4 + code]));
      })
    );
  });

  it("adds to what slices of variants gave before", () => {
    fc.assert(
      fc.property(study, fc.nat(12), ({genotypes, variants, people, random}, at) => {
        const table = Float64Array.from({length: variants * 4}, () => random() - 0.5);
        const first = Math.min(at, variants);
        const scores = new Float64Array(people);
        addScores(scores, genotypes, first, people, table);
        const rest = genotypes.subarray(first * Math.ceil(people / 4));
        addScores(scores, rest, variants - first, people, table.subarray(first * 4));
        const once = new Float64Array(people);
        addScores(once, genotypes, variants, people, table);
        expect(scores).toEqual(once);
      })
    );
  });

  it("refuses arrays that are too short", () => {
    const genotypes = new Uint8Array(4);
    expect(() => addScores(new Float64Array(4), genotypes, 2, 5, new Float64Array(8))).toThrow("4 scores for 5 people");
    expect(() => addScores(new Float64Array(5), genotypes, 3, 5, new Float64Array(12))).toThrow(
      "4 bytes of genotypes where 6 are needed"
    );
    expect(() => addScores(new Float64Array(5), genotypes, 2, 5, new Float64Array(7))).toThrow(
      "7 entries of a score table where 8 are needed"
    );
  });
});

describe("addGroupScores(scores, genotypes, variants, people, table, groupOf, groups)", () => {
  it("equals one person after another, and leaves people of no group alone", () => {
    fc.assert(
      fc.property(study, fc.integer({min: 1, max: 5}), ({genotypes, variants, people, random}, groups) => {
        const table = Float64Array.from({length: variants * groups * 4}, () => random() - 0.5);
        const groupOf = Int16Array.from({length: people}, () => Math.floor(random() * (groups + 1)) - 1);
        const scores = new Float64Array(people);
        addGroupScores(scores, genotypes, variants, people, table, groupOf, groups);
        expect([...scores]).toEqual(
          scorePlainly(genotypes, variants, people, (variant, person, code) =>
            groupOf[person] < 0 ? 0 : table[(variant * groups + groupOf[person]) * 4 + code]
          )
        );
      })
    );
  });
});
