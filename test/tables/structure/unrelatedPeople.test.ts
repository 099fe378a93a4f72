import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";
import {kingRobust, thirdDegree} from "../../../data-loaders/tables/structure/kingRobust.js";
import {personBits, type PersonBits} from "../../../data-loaders/tables/structure/personBits.js";
import {unrelatedPeople} from "../../../data-loaders/tables/structure/unrelatedPeople.js";
import {itWith} from "../../require.js";
import {inPlinkFolder} from "./plinkFolder.js";
import {readBed} from "./readBed.js";

const hapmap3 = new URL("../../../../shared/data/hapmap3/HM3_thinned_autosomal_overlap", import.meta.url).pathname;

describe("unrelatedPeople(pairs, callRates)", () => {
  it("drops the person with most relatives, then the one with the lower call rate, then the last", () => {
    const rates = Float64Array.of(1, 1, 1, 0.9, 1, 1, 1);
    const pairs = [
      {a: 0, b: 1},
      {a: 0, b: 2},
      {a: 3, b: 4},
      {a: 5, b: 6}
    ];
    expect([...unrelatedPeople(pairs, rates)]).toEqual([0, 1, 1, 0, 1, 1, 0]);
  });

  it("leaves out nobody without relatives", () => {
    expect([...unrelatedPeople([], new Float64Array(3))]).toEqual([1, 1, 1]);
  });

  it("keeps people of whom no two are related, and leaves out nobody who could be added", () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a < b);
    const distinct = fc.uniqueArray(pair, {selector: ([a, b]) => 12 * a + b});
    fc.assert(
      fc.property(
        distinct,
        fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 12, maxLength: 12}),
        (edges, rates) => {
          const pairs = edges.map(([a, b]) => ({a, b}));
          const kept = unrelatedPeople(pairs, Float64Array.from(rates));
          expect(pairs.some(({a, b}) => kept[a] && kept[b])).toBe(false);
          for (let person = 0; person < 12; ++person) {
            const relatives = pairs.flatMap(({a, b}) => (a === person ? [b] : b === person ? [a] : []));
            if (!kept[person]) expect(relatives.some((other) => kept[other])).toBe(true);
          }
        }
      ),
      {seed: 20261124}
    );
  });

  itWith("plink2", "hapmap3/HM3_thinned_autosomal_overlap.bed")(
    "keeps at least as many people of HapMap 3 as plink2 --king-cutoff",
    async () => {
      const theirs = (await plink2(`--bfile ${hapmap3} --king-cutoff ${thirdDegree}`, "king.cutoff.out.id")).length - 1;
      const packed = readBed(hapmap3);
      const pairs = await kingRobust(bitsOf(packed), thirdDegree);
      const kept = unrelatedPeople(pairs, new Float64Array(packed.people).fill(1));
      expect(pairs.length).toBeGreaterThan(0);
      expect(kept.reduce((sum, is) => sum + 1 - is, 0)).toBeLessThanOrEqual(theirs);
    },
    60_000
  );
});

function plink2(options: string, extension: string): Promise<string[]> {
  return inPlinkFolder(async ({run, lines}) => {
    run("plink2", options);
    return lines(extension);
  });
}

function bitsOf(packed: PackedGenotypes): PersonBits {
  return personBits(packed, new Uint8Array(packed.people).fill(1));
}
